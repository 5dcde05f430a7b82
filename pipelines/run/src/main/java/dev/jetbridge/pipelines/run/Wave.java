package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductGroup;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.apache.iceberg.Snapshot;

/**
 * Products that do not depend on each other, but for the members of a group: stages and audits all
 * of them, writes their side rows once, publishes each group, enters the runs.
 */
final class Wave {
  private final Lake lake;
  private final Landing landing;
  private final Operations operations;
  private final RunSettings settings;
  private final RunListener listener;
  private final RunHistory history;
  private final Stager stager;
  private final Ledger ledger;
  private final Plan plan;
  private final Verdicts verdicts;

  /**
   * What is run, and what is known of other products.
   *
   * @param of plans a product
   * @param before what became of the products of earlier waves
   * @param unfit products that nothing can be made of
   * @param unread products whose contracts do not load
   * @param stopped products that other processes could not make
   */
  record Plan(
      BiFunction<Planner, Contract, PlannedRun> of,
      Map<ProductId, RunResult> before,
      Map<ProductId, JetbridgeException> unfit,
      Set<ProductId> unread,
      Set<ProductId> stopped) {}

  Wave(
      Lake lake,
      Landing landing,
      Operations operations,
      RunSettings settings,
      RunListener listener,
      RunHistory history,
      Stager stager,
      Plan plan) {
    this.lake = lake;
    this.landing = landing;
    this.operations = operations;
    this.settings = settings;
    this.listener = listener;
    this.history = history;
    this.stager = stager;
    this.ledger = new Ledger(operations, settings);
    this.plan = plan;
    this.verdicts = new Verdicts(ledger);
  }

  List<RunResult> run(List<Contract> wave, ExecutorService pool) {
    List<Future<Attempt.OfGroup>> futures = new ArrayList<>();
    for (ProductGroup group : ProductGroup.of(wave)) {
      futures.add(pool.submit(() -> attempt(group, true)));
    }
    List<Attempt.OfGroup> attempts = besides(futures.stream().map(Wave::get).toList());
    GroupPublisher publisher =
        new GroupPublisher(lake, history, stager, ledger, verdicts, g -> attempt(g, false));
    List<RunResult> results = new ArrayList<>();
    for (Attempt.OfGroup attempt : attempts) {
      for (RunResult result : publisher.publish(attempt)) {
        results.add(result);
        listener.ended(result);
      }
    }
    enter(results);
    return results;
  }

  /** Enters how the wave ended; what is published stays so, entered or not. */
  private void enter(List<RunResult> results) {
    try {
      ledger.enter(verdicts.entries());
    } catch (Throwable e) {
      throw Ledger.unusable(e, Verdicts.unentered(results));
    }
  }

  /** The attempts with their side rows written; failed ones when that cannot be. */
  private List<Attempt.OfGroup> besides(List<Attempt.OfGroup> attempts) {
    try {
      ledger.writeBeside(attempts.stream().flatMap(a -> a.staged().stream()).toList());
      return attempts;
    } catch (Throwable e) {
      return attempts.stream()
          .map(
              a ->
                  new Attempt.OfGroup(
                      a.group(), a.members().stream().map(m -> unwritten(m, e)).toList()))
          .toList();
    }
  }

  private Attempt unwritten(Attempt attempt, Throwable failure) {
    if (attempt.result().isPresent()) {
      return attempt;
    }
    attempt.staged().ifPresent(stager::discard);
    Contract contract = attempt.contract();
    JetbridgeException known =
        Ledger.unusable(failure, contract.id() + " stays as it was published last");
    return Attempt.ended(
        attempt.run(),
        attempt.start(),
        RunResult.failed(
            contract, known.kind(), known.getMessage(), Ledger.seconds(attempt.start())));
  }

  /** Makes a group, each member after those it reads; none after one that cannot be made. */
  private Attempt.OfGroup attempt(ProductGroup group, boolean first) {
    GroupStaging shared = new GroupStaging(group);
    List<Attempt> attempts = new ArrayList<>();
    for (Contract contract : group.members()) {
      Optional<RunResult> stopped =
          attempts.stream().flatMap(a -> a.result().stream()).filter(r -> !r.usable()).findFirst();
      attempts.add(
          stopped.isPresent()
              ? ended(
                  PlannedRun.unplanned(contract, settings.asOf()),
                  Instant.now(),
                  GroupPublisher.withheld(group, contract, stopped.get()))
              : attempt(contract, shared, first));
    }
    return new Attempt.OfGroup(group, attempts);
  }

  private Attempt attempt(Contract contract, GroupStaging shared, boolean first) {
    Instant start = Instant.now();
    PlannedRun run = PlannedRun.unplanned(contract, settings.asOf());
    try {
      if (plan.unfit().containsKey(contract.id())) {
        throw plan.unfit().get(contract.id());
      }
      Optional<String> missing = missing(contract);
      if (missing.isPresent()) {
        return ended(run, start, RunResult.blocked(contract, missing.get()));
      }
      settle(contract);
      shared.pin(lake);
      Planner planner =
          new Planner(lake, landing, history, settings.asOf(), settings.knownBy())
              .pinnedTo(shared.pins());
      run = plan.of().apply(planner, contract);
      if (!run.due()) {
        String reason = first ? run.reason() : run.reason() + ", another run was faster";
        Optional<Long> main = lake.main(contract.id()).map(Lake::contentId);
        return ended(run, start, RunResult.unchanged(contract, reason, main));
      }
      if (first) {
        listener.started(contract, run.reason());
      }
      Staged staged = stager.stage(run, shared);
      shared.staged(contract.id(), () -> lake.table(contract.id()).snapshot(staged.snapshot()));
      return Attempt.staged(run, start, staged);
    } catch (Throwable e) {
      return ended(run, start, Verdicts.failed(contract, "make", e, start));
    }
  }

  private static Attempt ended(PlannedRun run, Instant start, RunResult result) {
    return Attempt.ended(run, start, result);
  }

  /** Why a product cannot be made now, in words. */
  private Optional<String> missing(Contract contract) {
    List<ProductId> inputs = contract.derivation().inputs();
    Optional<String> faulty =
        inputs.stream()
            .filter(plan.unread()::contains)
            .findFirst()
            .map(i -> "its input " + i + " has a faulty contract");
    return faulty.or(
        () ->
            inputs.stream()
                .filter(this::isStopped)
                .findFirst()
                .map(i -> "its input " + i + " failed or was refused"));
  }

  private boolean isStopped(ProductId input) {
    return plan.before().containsKey(input)
        ? !plan.before().get(input).usable()
        : plan.stopped().contains(input);
  }

  /** A run of another process may have published since the history was read. */
  private void settle(Contract contract) {
    Optional<Snapshot> main = lake.main(contract.id());
    if (main.isPresent() && !history.knows(Lake.contentId(main.get()))) {
      synchronized (history) {
        history.reload(operations);
        new Recovery(lake, operations, history).complete(List.of(contract));
      }
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JetbridgeException(FailureKind.EXTERNAL, "Cannot finish the run: interrupted", e);
    } catch (ExecutionException e) {
      throw Failures.known(e.getCause(), "run a wave");
    }
  }
}
