package dev.jetbridge.pipelines.publish;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.ports.Served;
import dev.jetbridge.pipelines.ports.Unserved;
import dev.jetbridge.pipelines.ports.registration.Ports;
import dev.jetbridge.pipelines.report.Report;
import dev.jetbridge.pipelines.report.ReportInputs;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.run.LedgerResults;
import dev.jetbridge.pipelines.run.RunLog;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The one way by which the outside sees a table that moved: the product is registered, served at
 * its ports and shown on the page. Each command that moves a table ends with it, so that no port
 * serves the version before. What fails here leaves the tables and the other steps as they are.
 */
public final class PublishProducts {
  private final Workspace workspace;
  private final Steps steps;
  private final UnaryOperator<String> commands;

  /** Hears what is done. */
  public interface Steps {
    /** A step begins. */
    void step(String text);

    /** What a step did. */
    void done(String text);
  }

  /**
   * @param commands a text with the commands in it as they are to be typed for this home
   */
  public PublishProducts(Workspace workspace, Steps steps, UnaryOperator<String> commands) {
    this.workspace = workspace;
    this.steps = steps;
    this.commands = commands;
  }

  /**
   * What can be seen now.
   *
   * @param faults what went wrong, each with the step in front
   */
  public record Shown(
      Optional<String> page, List<JetbridgeException> failures, List<String> faults) {
    /** Nothing was to be shown. */
    public static final Shown NOTHING = new Shown(Optional.empty(), List.of(), List.of());

    public Shown {
      failures = List.copyOf(failures);
      faults = List.copyOf(faults);
    }
  }

  /**
   * Shows what a command did. On a laptop the plans of calls and the page speak of the whole home,
   * and so do the ports; on AWS, where a job makes one product, only what moved is registered and
   * served, and the page is that of a whole run or of {@link #serve}.
   *
   * @param moved products whose tables moved, or may have
   * @param results what became of each product that was to be made; none for a rollback
   * @param asOf the instant that the page speaks of; not asked where there is none, since the
   *     tables of all products tell it
   */
  public Shown show(Collection<Contract> moved, List<RunResult> results, Supplier<Instant> asOf) {
    boolean home = workspace.config().platform() == Config.Platform.LOCAL;
    Collection<Contract> all = workspace.contracts().all();
    Collection<Contract> seen = home ? all : moved;
    List<JetbridgeException> failures = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    if (!moved.isEmpty()) {
      serve(seen, failures, faults);
    }
    Optional<String> page = Optional.empty();
    if (home || results.size() == all.size()) {
      List<JetbridgeException> unwritten = new ArrayList<>();
      steps.step("Writing the report");
      page = page(results, asOf.get(), unwritten);
      tell("no report", unwritten, failures, faults);
    }
    return new Shown(page, failures, faults);
  }

  /**
   * Registers and serves what is published of some products: what failed before, or was left out by
   * a process that was killed, is made up for. On AWS it writes the page, too: the jobs before it
   * made some products each, and the ledger knows of all.
   */
  public Shown serve(Collection<Contract> products) {
    List<JetbridgeException> failures = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    serve(products, failures, faults);
    Optional<String> page = Optional.empty();
    boolean whole = products.size() == workspace.contracts().all().size();
    // The role of a domain with places of its own does not reach those of others.
    boolean reaches = whole || workspace.config().domains().configured().isEmpty();
    if (workspace.config().platform() == Config.Platform.AWS && reaches) {
      List<JetbridgeException> unwritten = new ArrayList<>();
      steps.step("Writing the report");
      page = page(unwritten);
      page.ifPresent(steps::done);
      tell("no report", unwritten, failures, faults);
    }
    return new Shown(page, failures, faults);
  }

  private Optional<String> page(List<JetbridgeException> failures) {
    try {
      return LedgerResults.of(
              workspace.contracts().all(), new RunLog(workspace.operations()).lastOfEach())
          .flatMap(ledger -> page(ledger.results(), ledger.asOf(), failures));
    } catch (Throwable e) {
      failures.add(Failures.logged(e, "write the report"));
      return Optional.empty();
    }
  }

  private void serve(
      Collection<Contract> products, List<JetbridgeException> failures, List<String> faults) {
    List<Unserved> unserved = new ArrayList<>();
    steps.step("Registering products");
    steps.done(Registration.register(workspace, products, unserved));
    tell("not registered", new Served(List.of(), unserved).failures(), failures, faults);
    steps.step("Serving output ports");
    Served served = Ports.of(workspace).serve(products);
    served.lines().forEach(steps::done);
    if (served.lines().isEmpty()) {
      steps.done("no product that is published has any but its table");
    }
    tell("not served", served.failures(), failures, faults);
    unserved.addAll(served.unserved());
    new Pending(workspace).note(Pending.Scope.SERVING, products, unserved);
  }

  private static void tell(
      String what,
      List<JetbridgeException> those,
      List<JetbridgeException> failures,
      List<String> faults) {
    failures.addAll(those);
    those.forEach(f -> faults.add(what + ": " + f.getMessage()));
  }

  private Optional<String> page(
      List<RunResult> results, Instant asOf, List<JetbridgeException> failures) {
    try {
      return Optional.of(
          Report.write(
              workspace.report(),
              new ReportInputs(
                  workspace.lake(),
                  workspace.operations(),
                  workspace.contracts(),
                  results,
                  asOf,
                  commands)));
    } catch (Throwable e) {
      failures.add(Failures.logged(e, "write the report"));
      return Optional.empty();
    }
  }
}
