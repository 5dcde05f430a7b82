package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Model;
import dev.jetbridge.pipelines.anomalies.Anomalies;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.ingest.FileAccount;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.session.Interruption;
import dev.jetbridge.quality.MeasuredBy;
import dev.jetbridge.quality.Outcome;
import dev.jetbridge.quality.RuleResult;
import dev.jetbridge.registry.IcebergTables;
import dev.jetbridge.registry.retry.Retry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Row;

/**
 * Runs the products of the mesh wave by wave: stage and audit all of a wave, write its side rows
 * once, publish each, enter the runs. A product whose input failed is blocked, the others go on.
 */
public final class Runner {
  /** How often other runs of a product may be faster before a run gives up. */
  private static final int TRIES = 12;

  /** Rules that a warning names. */
  private static final int NAMED_RULES = 5;

  private final Lake lake;
  private final Landing landing;
  private final Operations operations;
  private final RunSettings settings;
  private final RunListener listener;
  private final ProductCompiler compiler;

  /** Those of a run, which are compiled before the first is made. */
  private final Map<ProductId, CompiledProduct> compiled = new ConcurrentHashMap<>();

  public Runner(
      Lake lake,
      Landing landing,
      Operations operations,
      RunSettings settings,
      RunListener listener,
      ProductCompiler compiler) {
    this.lake = lake;
    this.landing = landing;
    this.operations = operations;
    this.settings = settings;
    this.listener = listener;
    this.compiler = compiler;
  }

  /**
   * Runs everything that is due. A product whose contract does not load has failed, and what is
   * made from it is blocked.
   *
   * @throws JetbridgeException when the catalog or the tables of operations cannot be used; what
   *     stops one product is its result
   */
  public List<RunResult> run(Contracts contracts) {
    return run(contracts, false);
  }

  /**
   * Runs everything that is due.
   *
   * @param takesBack whether products with one state go back to an earlier as-of
   * @throws JetbridgeException as {@link #run(Contracts)}
   */
  public List<RunResult> run(Contracts contracts, boolean takesBack) {
    return runWaves(contracts.waves(), contracts.broken(), takesBack);
  }

  /** Runs some products only, in the order given. */
  public List<RunResult> run(Collection<Contract> products) {
    return run(products, false);
  }

  /**
   * Runs some products only, in the order given.
   *
   * @param takesBack whether products with one state go back to an earlier as-of
   */
  public List<RunResult> run(Collection<Contract> products, boolean takesBack) {
    return run(alone(products), products, List.of(), plan(takesBack));
  }

  private static BiFunction<Planner, Contract, PlannedRun> plan(boolean takesBack) {
    return (planner, contract) -> (takesBack ? planner.takingBack() : planner).plan(contract);
  }

  /** Runs products that do not depend on each other side by side, wave after wave. */
  List<RunResult> runWaves(
      List<List<Contract>> waves, List<BrokenContract> broken, boolean takesBack) {
    return run(waves, waves.stream().flatMap(List::stream).toList(), broken, plan(takesBack));
  }

  /** Runs some products in the order given, and takes what was withdrawn of them again. */
  public List<RunResult> retry(Collection<Contract> products) {
    return run(
        alone(products), products, List.of(), (planner, contract) -> planner.plan(contract, true));
  }

  /** Makes one product from zero: of all its files, or of its inputs as they are now. */
  public RunResult rebuild(Contract product) {
    List<Contract> one = List.of(product);
    return run(alone(one), one, List.of(), Planner::planRebuild).get(0);
  }

  /** Takes again what was rejected of some files of a product. */
  public RunResult replay(Contract product, List<LandedFile> files) {
    List<Contract> one = List.of(product);
    return run(
            alone(one), one, List.of(), (planner, contract) -> planner.planReplay(contract, files))
        .get(0);
  }

  private static List<List<Contract>> alone(Collection<Contract> products) {
    return products.stream().map(List::of).toList();
  }

  private List<RunResult> run(
      List<List<Contract>> waves,
      Collection<Contract> all,
      List<BrokenContract> broken,
      BiFunction<Planner, Contract, PlannedRun> plan) {
    Map<ProductId, BrokenContract> unread = new LinkedHashMap<>();
    broken.forEach(b -> b.product().ifPresent(product -> unread.put(product, b)));
    RunHistory history = history(all, unread);
    Map<ProductId, JetbridgeException> unfit = new HashMap<>();
    IcebergTables tables = new IcebergTables(lake.catalog());
    prepare(all, unfit, c -> compiled.put(c.id(), compiler.compile(c)));
    prepare(all, unfit, c -> tables.createOrEvolve(compiled(c).table()));
    Recovery recovery = new Recovery(lake, operations, history);
    prepare(all, unfit, contract -> recovery.complete(List.of(contract)));
    Map<ProductId, RunResult> results = new HashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(settings.parallelism());
    try {
      List<RunResult> ordered = new ArrayList<>();
      for (List<Contract> wave : waves) {
        for (RunResult result :
            new Wave(plan, results, history, unfit, unread.keySet()).run(wave, pool)) {
          results.put(result.contract().id(), result);
          ordered.add(result);
        }
      }
      return ordered;
    } finally {
      pool.shutdownNow();
    }
  }

  /** The ledger, with the contracts that do not load entered. */
  private RunHistory history(Collection<Contract> all, Map<ProductId, BrokenContract> unread) {
    try {
      operations.create();
      Ledger ledger = new Ledger(operations, settings);
      ledger.enter(
          unread.entrySet().stream().map(e -> ledger.failure(e.getValue(), e.getKey())).toList());
      return RunHistory.read(operations, all);
    } catch (Throwable e) {
      throw Ledger.unusable(e, "nothing was made");
    }
  }

  /** One step before the first row is read; what fails of a product concerns nobody else. */
  private static void prepare(
      Collection<Contract> all, Map<ProductId, JetbridgeException> unfit, Consumer<Contract> step) {
    for (Contract contract : all) {
      if (!unfit.containsKey(contract.id())) {
        try {
          step.accept(contract);
        } catch (Throwable e) {
          unfit.put(contract.id(), Failures.logged(e, "make " + contract.id()));
        }
      }
    }
  }

  private CompiledProduct compiled(Contract contract) {
    return compiled.get(contract.id());
  }

  /** One product up to its audited branch: either it staged or it already has a result. */
  private record Attempt(
      PlannedRun run, Instant start, Optional<Staged> staged, Optional<RunResult> result) {}

  /** Products that do not depend on each other. */
  private final class Wave {
    private final BiFunction<Planner, Contract, PlannedRun> plan;
    private final Map<ProductId, RunResult> before;
    private final RunHistory history;
    private final Map<ProductId, JetbridgeException> unfit;
    private final Set<ProductId> unread;
    private final Stager stager;
    private final Ledger ledger = new Ledger(operations, settings);
    private final List<Row> entries = new ArrayList<>();

    Wave(
        BiFunction<Planner, Contract, PlannedRun> plan,
        Map<ProductId, RunResult> before,
        RunHistory history,
        Map<ProductId, JetbridgeException> unfit,
        Set<ProductId> unread) {
      this.plan = plan;
      this.before = before;
      this.history = history;
      this.unfit = unfit;
      this.unread = unread;
      this.stager = new Stager(lake, landing, operations, history, Runner.this::compiled, settings);
    }

    List<RunResult> run(List<Contract> wave, ExecutorService pool) {
      List<Future<Attempt>> futures = new ArrayList<>();
      for (Contract contract : wave) {
        futures.add(pool.submit(() -> attempt(contract, true)));
      }
      List<Attempt> attempts = besides(futures.stream().map(Runner::get).toList());
      List<RunResult> results = new ArrayList<>();
      for (Attempt attempt : attempts) {
        RunResult result = publish(attempt);
        results.add(result);
        listener.ended(result);
      }
      enter(results);
      return results;
    }

    /** Enters how the wave ended; what is published stays so, entered or not. */
    private void enter(List<RunResult> results) {
      try {
        ledger.enter(entries);
      } catch (Throwable e) {
        throw Ledger.unusable(e, unentered(results));
      }
    }

    /** The attempts with their side rows written; failed ones when that cannot be. */
    private List<Attempt> besides(List<Attempt> attempts) {
      try {
        ledger.writeBeside(attempts.stream().flatMap(a -> a.staged().stream()).toList());
        return attempts;
      } catch (Throwable e) {
        return attempts.stream().map(a -> a.result().isPresent() ? a : unwritten(a, e)).toList();
      }
    }

    private Attempt unwritten(Attempt attempt, Throwable failure) {
      attempt.staged().ifPresent(stager::discard);
      Contract contract = attempt.run().contract();
      JetbridgeException known =
          Ledger.unusable(failure, contract.id() + " stays as it was published last");
      return ended(
          attempt.run(),
          attempt.start(),
          RunResult.failed(
              contract, known.kind(), known.getMessage(), Ledger.seconds(attempt.start())));
    }

    private Attempt attempt(Contract contract, boolean first) {
      Instant start = Instant.now();
      PlannedRun run = PlannedRun.unplanned(contract, settings.asOf());
      try {
        if (unfit.containsKey(contract.id())) {
          throw unfit.get(contract.id());
        }
        Optional<ProductId> faulty =
            contract.derivation().inputs().stream().filter(unread::contains).findFirst();
        if (faulty.isPresent()) {
          String reason = "its input " + faulty.get() + " has a faulty contract";
          return ended(run, start, RunResult.blocked(contract, reason));
        }
        Optional<ProductId> missing =
            contract.derivation().inputs().stream()
                .filter(i -> before.containsKey(i) && !before.get(i).usable())
                .findFirst();
        if (missing.isPresent()) {
          String reason = "its input " + missing.get() + " failed or was refused";
          return ended(run, start, RunResult.blocked(contract, reason));
        }
        settle(contract);
        run = plan.apply(new Planner(lake, landing, history, settings.asOf()), contract);
        if (!run.due()) {
          String reason = first ? run.reason() : run.reason() + ", another run was faster";
          Optional<Long> main = lake.main(contract.id()).map(Lake::contentId);
          return ended(run, start, RunResult.unchanged(contract, reason, main));
        }
        if (first) {
          listener.started(contract, run.reason());
        }
        return new Attempt(run, start, Optional.of(stager.stage(run)), Optional.empty());
      } catch (Throwable e) {
        return ended(run, start, failed(contract, "make", e, start));
      }
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

    /**
     * Publishes what is staged. A run is planned on what main holds; when main has moved meanwhile,
     * the plan is made again, and maybe nothing is left to do.
     */
    private RunResult publish(Attempt attempted) {
      Attempt attempt = attempted;
      Retry.Tries tries = Retry.ofCommits(TRIES).begin();
      while (true) {
        if (attempt.result().isPresent()) {
          RunResult result = attempt.result().get();
          if (result.status() == RunStatus.FAILED) {
            entries.add(ledger.failure(attempt.run(), result.message(), attempt.start()));
          }
          return result;
        }
        Staged staged = attempt.staged().orElseThrow();
        Contract contract = staged.run().contract();
        try {
          if (!staged.report().publishable()) {
            StagingFolder.empty(staged.folder());
            return refused(staged, ledger, entries);
          }
          if (new Intake(staged).isRefused()) {
            stager.discard(staged);
            return refusedFiles(staged, ledger, entries);
          }
          // Whoever stopped the program was told what is published.
          Interruption.standStill();
          if (lake.fastForward(contract.id(), staged.branch(), staged.run().base())) {
            return published(staged);
          }
          stager.discard(staged);
          if (!tries.again()) {
            throw new JetbridgeException(
                FailureKind.EXTERNAL,
                "Cannot publish "
                    + contract.id()
                    + ": other runs moved its main branch "
                    + TRIES
                    + " times meanwhile; run again when they have ended");
          }
          attempt = attempt(contract, false);
          ledger.writeBeside(attempt.staged().stream().toList());
        } catch (Throwable e) {
          RunResult result = failed(contract, "publish", e, staged.startedAt());
          entries.add(ledger.failure(staged.run(), result.message(), staged.startedAt()));
          return result;
        }
      }
    }

    private RunResult published(Staged staged) {
      Intake intake = new Intake(staged);
      boolean rejected = intake.isRejected();
      String message = told(rejected ? intake.rejections() : "", warnings(staged, intake));
      String entered = told(staged.run().reason(), rejected ? message : intake.refusals());
      entries.add(ledger.entry(staged, RunStatus.PUBLISHED, entered));
      ProductId product = staged.run().contract().id();
      String run = staged.run().id().id();
      history.enter(
          new RunHistory.Publication(
              run, product, settings.asOf(), staged.snapshot(), staged.sequence()));
      staged.files().forEach(f -> history.addFile(product, f.file().hash(), staged.snapshot()));
      StagingFolder.empty(staged.folder());
      Interruption.published(product.toString());
      return result(
          staged,
          RunStatus.PUBLISHED,
          message,
          rejected ? Optional.of(FailureKind.CONTRACT) : Optional.empty());
    }
  }

  /** What a wave did of which the ledger does not tell, and what it could not do. */
  private static String unentered(List<RunResult> results) {
    String published =
        results.stream()
            .filter(r -> r.status() == RunStatus.PUBLISHED)
            .map(r -> r.contract().id().toString())
            .collect(Collectors.joining(", "));
    String more =
        results.stream()
            .filter(r -> !r.well())
            .map(r -> "\n" + r.word() + ": " + r.message())
            .collect(Collectors.joining());
    return (published.isEmpty()
            ? "nothing was published meanwhile"
            : "published all the same, and entered by the next run: " + published)
        + "; what comes after it was not made"
        + more;
  }

  private static String warnings(Staged staged, Intake intake) {
    return told(
        intake.refusals(),
        FileAccount.warnings(staged.files()),
        Anomalies.inWords(staged.figures()),
        unmet(staged),
        told(staged.models().stream().map(Model::note).toArray(String[]::new)));
  }

  /** The rules that warn, each with what was observed; figures have their own words. */
  private static String unmet(Staged staged) {
    List<RuleResult> unmet =
        staged.report().results().stream()
            .filter(r -> !(r.outcome() instanceof Outcome.Passed))
            .filter(r -> r.measuredBy() != MeasuredBy.COMPARED)
            .toList();
    int more = unmet.size() - NAMED_RULES;
    return unmet.stream().limit(NAMED_RULES).map(Runner::inWords).collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more rules" : "");
  }

  private static String told(String... parts) {
    return Stream.of(parts).filter(words -> !words.isEmpty()).collect(Collectors.joining("; "));
  }

  private static Attempt ended(PlannedRun run, Instant start, RunResult result) {
    return new Attempt(run, start, Optional.empty(), Optional.of(result));
  }

  private static RunResult failed(
      Contract contract, String action, Throwable failure, Instant start) {
    JetbridgeException known = Failures.logged(failure, action + " " + contract.id());
    return RunResult.failed(contract, known.kind(), known.getMessage(), Ledger.seconds(start));
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
            + staged.branch()
            + lookAt(staged);
    entries.add(ledger.entry(staged, RunStatus.REFUSED, message));
    return result(staged, RunStatus.REFUSED, message, Optional.of(FailureKind.CONTRACT));
  }

  /** A run that took nothing: its files wait, and are judged again by the next run. */
  private static RunResult refusedFiles(Staged staged, Ledger ledger, List<Row> entries) {
    String message =
        "Cannot publish "
            + staged.run().contract().id()
            + ": "
            + new Intake(staged).refusals()
            + "; the table stays as it is; deliver a corrected file, or mend the contract, and run"
            + " again";
    entries.add(ledger.entry(staged, RunStatus.REFUSED, message));
    return result(staged, RunStatus.REFUSED, message, Optional.of(FailureKind.CONTRACT));
  }

  /** What to do about figures that no rule forbids. */
  private static String lookAt(Staged staged) {
    ProductId product = staged.run().contract().id();
    return staged.report().blocking().stream().allMatch(r -> r.measuredBy() == MeasuredBy.COMPARED)
        ? "; if the figures are right: jetbridge retry " + product + " --accept-anomalies"
        : "";
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
