package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Jobs;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.quality.RuleResult;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.registry.IcebergTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Runs the products of the mesh wave by wave: stage and audit all of a wave, write its side rows
 * once, publish each, enter the runs. A product whose input failed is blocked, the others go on.
 */
public final class Runner {
  private static final int STAGE_TRIES = 3;

  private final Lake lake;
  private final Landing landing;
  private final Operations operations;
  private final RunSettings settings;
  private final RunListener listener;

  public Runner(
      Lake lake,
      Landing landing,
      Operations operations,
      RunSettings settings,
      RunListener listener) {
    this.lake = lake;
    this.landing = landing;
    this.operations = operations;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Runs everything that is due.
   *
   * @throws JetbridgeException CONFIG when rules or transformations of a contract do not compile,
   *     or an evolution would break readers
   */
  public List<RunResult> run(Contracts contracts) {
    return run(contracts.waves(), contracts.all());
  }

  /** Runs some products only, in the order given. */
  public List<RunResult> run(Collection<Contract> products) {
    return run(products.stream().map(List::of).toList(), products);
  }

  private List<RunResult> run(List<List<Contract>> waves, Collection<Contract> all) {
    compile(all);
    operations.create();
    IcebergTables tables = new IcebergTables(lake.catalog());
    all.forEach(tables::createOrEvolve);
    RunHistory history = RunHistory.read(operations);
    new Recovery(lake, operations, history).complete(all);
    Map<ProductId, RunResult> results = new HashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(settings.parallelism());
    try {
      List<RunResult> ordered = new ArrayList<>();
      for (List<Contract> wave : waves) {
        for (RunResult result : runWave(wave, results, history, pool)) {
          results.put(result.contract().id(), result);
          ordered.add(result);
        }
      }
      return ordered;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Faults of rules and transformations come before the first row is read. */
  private static void compile(Collection<Contract> contracts) {
    for (Contract contract : contracts) {
      RuleSet.of(contract);
      contract
          .making()
          .transformation()
          .ifPresent(t -> Jobs.create(t, contract.making().parameters()));
    }
  }

  private List<RunResult> runWave(
      List<Contract> wave,
      Map<ProductId, RunResult> before,
      RunHistory history,
      ExecutorService pool) {
    List<Future<Attempt>> futures = new ArrayList<>();
    for (Contract contract : wave) {
      futures.add(pool.submit(() -> attempt(contract, before, history)));
    }
    List<Attempt> attempts = futures.stream().map(Runner::get).toList();
    Ledger ledger = new Ledger(operations, settings);
    ledger.writeBeside(attempts.stream().flatMap(a -> a.staged().stream()).toList());
    List<Row> entries = new ArrayList<>();
    List<RunResult> results = new ArrayList<>();
    for (Attempt attempt : attempts) {
      RunResult result =
          attempt.result().orElseGet(() -> publish(attempt, history, ledger, entries));
      if (result.status() == RunStatus.FAILED) {
        entries.add(ledger.failure(attempt.run(), result.message(), result.seconds()));
      }
      results.add(result);
      listener.ended(result);
    }
    ledger.enter(entries);
    attempts.stream()
        .flatMap(a -> a.staged().stream())
        .forEach(s -> StagingFolder.empty(s.folder()));
    return results;
  }

  /** One product up to its audited branch: either it staged or it already has a result. */
  private record Attempt(PlannedRun run, Optional<Staged> staged, Optional<RunResult> result) {}

  private Attempt attempt(Contract contract, Map<ProductId, RunResult> before, RunHistory history) {
    Instant start = Instant.now();
    PlannedRun run = new Planner(lake, landing, history, settings.asOf()).plan(contract);
    Optional<ProductId> missing =
        contract.making().inputs().stream()
            .filter(i -> before.containsKey(i) && !before.get(i).usable())
            .findFirst();
    if (missing.isPresent()) {
      return ended(
          run, RunResult.blocked(contract, "its input " + missing.get() + " did not end well"));
    }
    if (!run.due()) {
      return ended(
          run, RunResult.unchanged(contract, run.reason(), lake.mainSnapshot(contract.id())));
    }
    listener.started(contract, run.reason());
    try {
      Stager stager = new Stager(lake, operations, history, settings);
      return new Attempt(run, Optional.of(stager.stage(run)), Optional.empty());
    } catch (RuntimeException e) {
      JetbridgeException known = Failures.known(e, "make " + contract.id());
      return ended(
          run, RunResult.failed(contract, known.kind(), known.getMessage(), Ledger.seconds(start)));
    }
  }

  private static Attempt ended(PlannedRun run, RunResult result) {
    return new Attempt(run, Optional.empty(), Optional.of(result));
  }

  private RunResult publish(Attempt attempt, RunHistory history, Ledger ledger, List<Row> entries) {
    Staged staged = attempt.staged().orElseThrow();
    Contract contract = staged.run().contract();
    try {
      for (int i = 1; ; i++) {
        if (!staged.report().publishable()) {
          return refused(staged, ledger, entries);
        }
        if (lake.fastForward(contract.id(), staged.run().id().branch(), staged.base())) {
          break;
        }
        if (i == STAGE_TRIES) {
          throw new JetbridgeException(
              FailureKind.EXTERNAL,
              "Cannot publish "
                  + contract.id()
                  + ": other runs moved its main branch "
                  + i
                  + " times meanwhile; run again when they have ended");
        }
        staged = new Stager(lake, operations, history, settings).stage(staged.run());
        ledger.writeBeside(List.of(staged));
      }
    } catch (RuntimeException e) {
      JetbridgeException known = Failures.known(e, "publish " + contract.id());
      return RunResult.failed(
          contract, known.kind(), known.getMessage(), Ledger.seconds(staged.startedAt()));
    }
    entries.add(ledger.entry(staged, RunStatus.PUBLISHED, staged.run().reason()));
    history.enter(
        staged.run().id().id(),
        contract.id(),
        settings.asOf(),
        staged.snapshot(),
        staged.sequence());
    staged.files().forEach(f -> history.addFile(contract.id(), f.file().hash()));
    return result(staged, RunStatus.PUBLISHED, "", Optional.empty());
  }

  private static RunResult refused(Staged staged, Ledger ledger, List<Row> entries) {
    String rules =
        staged.report().blocking().stream().map(Runner::inWords).collect(Collectors.joining("; "));
    String message =
        "Cannot publish "
            + staged.run().contract().id()
            + ": "
            + rules
            + "; its rows stay on branch "
            + staged.run().id().branch();
    entries.add(ledger.entry(staged, RunStatus.REFUSED, message));
    return result(staged, RunStatus.REFUSED, message, Optional.of(FailureKind.CONTRACT));
  }

  private static String inWords(RuleResult result) {
    return "rule " + result.rule() + " " + OutcomeWords.of(result.outcome());
  }

  private static RunResult result(
      Staged staged, RunStatus status, String message, Optional<FailureKind> failure) {
    return new RunResult(
        staged.run().contract(),
        status,
        message,
        failure,
        staged.counts(),
        Optional.of(staged.report()),
        Optional.of(staged.snapshot()),
        Ledger.seconds(staged.startedAt()));
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
