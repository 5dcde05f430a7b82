package dev.jetbridge.pipelines.rehearsal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Services that fail some calls of some jobs, and a job that is killed. */
final class PlannedFaults implements Faults {
  /**
   * Calls that fail.
   *
   * @param operation of the service, for S3 the method; empty for any
   * @param jobs part of the names of jobs
   * @param left how many more
   */
  private record Fault(
      int status, String service, String operation, String jobs, AtomicInteger left, int planned) {
    boolean meets(Caller caller, Request request) {
      return request.service().filter(service::equals).isPresent()
          && request.target().orElse(request.method()).startsWith(operation)
          && caller.name().contains(jobs)
          && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger untilKilled = new AtomicInteger(-1);

  void fail(int calls, int status, String service, String operation, String jobs) {
    faults.add(new Fault(status, service, operation, jobs, new AtomicInteger(calls), calls));
  }

  void killAtCommit(int number) {
    untilKilled.set(number);
  }

  void cease() {
    faults.clear();
  }

  /** Faults that no call has met. */
  List<String> unmet() {
    return faults.stream()
        .filter(fault -> fault.left.get() == fault.planned)
        .map(Fault::toString)
        .toList();
  }

  @Override
  public Optional<Refusal> answer(Caller caller, Request request) {
    if (request.target().filter("UpdateTable"::equals).isPresent()
        && untilKilled.decrementAndGet() == 0) {
      // The job that commits: jobs run one after another, each is a child of this process.
      ProcessHandle.current()
          .children()
          .filter(child -> child.info().command().orElse("").endsWith("java"))
          .forEach(ProcessHandle::destroyForcibly);
    }
    return faults.stream()
        .filter(fault -> fault.meets(caller, request))
        .findFirst()
        .map(fault -> refusal(fault.status, request));
  }

  /** As services say it of themselves. */
  private static Refusal refusal(int status, Request request) {
    if (request.service().filter("s3"::equals).isPresent()) {
      String code = status == 503 ? "SlowDown" : "InternalError";
      return new Refusal(
          status, "application/xml", "", "<Error><Code>%s</Code></Error>".formatted(code));
    }
    String code = status == 400 ? "ThrottlingException" : "InternalServerException";
    return new Refusal(
        status,
        "application/json",
        code,
        "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, code.toLowerCase(Locale.ROOT)));
  }
}
