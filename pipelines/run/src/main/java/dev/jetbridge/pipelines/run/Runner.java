package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductGroup;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.registry.IcebergTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Runs the products of the mesh wave by wave: stage and audit all of a wave, write its side rows
 * once, publish each, enter the runs. A product whose input failed is blocked, the others go on.
 */
public final class Runner {
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
   * @param rewinds whether products with one state go back to an earlier as-of
   * @throws JetbridgeException as {@link #run(Contracts)}
   */
  public List<RunResult> run(Contracts contracts, boolean rewinds) {
    return runWaves(contracts.waves(), contracts.broken(), rewinds);
  }

  /** Runs some products only, in the order given. */
  public List<RunResult> run(Collection<Contract> products) {
    return run(products, false);
  }

  /**
   * Runs some products only, in the order given.
   *
   * @param rewinds whether products with one state go back to an earlier as-of
   */
  public List<RunResult> run(Collection<Contract> products, boolean rewinds) {
    return run(apart(products), products, List.of(), Set.of(), plan(rewinds));
  }

  /**
   * Runs some products, wave after wave, as a job beside those of other products.
   *
   * @param stopped products that other jobs could not make, see {@link Stopped}
   */
  public List<RunResult> run(List<List<Contract>> waves, boolean rewinds, Set<ProductId> stopped) {
    List<Contract> products = waves.stream().flatMap(List::stream).toList();
    return run(waves, products, List.of(), stopped, plan(rewinds));
  }

  private static BiFunction<Planner, Contract, PlannedRun> plan(boolean rewinds) {
    return (planner, contract) -> (rewinds ? planner.rewinding() : planner).plan(contract);
  }

  /** Runs products that do not depend on each other side by side, wave after wave. */
  List<RunResult> runWaves(
      List<List<Contract>> waves, List<BrokenContract> broken, boolean rewinds) {
    return run(
        waves, waves.stream().flatMap(List::stream).toList(), broken, Set.of(), plan(rewinds));
  }

  /** Runs some products in the order given, and takes what was withdrawn of them again. */
  public List<RunResult> retry(Collection<Contract> products) {
    return run(
        apart(products),
        products,
        List.of(),
        Set.of(),
        (planner, contract) -> planner.plan(contract, true));
  }

  /** Makes one product from zero: of all its files, or of its inputs as they are now. */
  public RunResult rebuild(Contract product) {
    return rebuild(List.of(product)).get(0);
  }

  /** The same for the products of a group. */
  public List<RunResult> rebuild(Collection<Contract> products) {
    return run(apart(products), products, List.of(), Set.of(), Planner::planRebuild);
  }

  /** Takes again what was rejected of some files of a product. */
  public RunResult replay(Contract product, List<LandedFile> files) {
    List<Contract> one = List.of(product);
    return run(
            apart(one),
            one,
            List.of(),
            Set.of(),
            (planner, contract) -> planner.planReplay(contract, files))
        .get(0);
  }

  /** One group after the other. */
  private static List<List<Contract>> apart(Collection<Contract> products) {
    return ProductGroup.of(products).stream().map(ProductGroup::members).toList();
  }

  private List<RunResult> run(
      List<List<Contract>> waves,
      Collection<Contract> all,
      List<BrokenContract> broken,
      Set<ProductId> stopped,
      BiFunction<Planner, Contract, PlannedRun> plan) {
    Map<ProductId, BrokenContract> unread = new LinkedHashMap<>();
    broken.forEach(b -> b.product().ifPresent(product -> unread.put(product, b)));
    RunHistory history = history(all, unread);
    Map<ProductId, JetbridgeException> unfit = new HashMap<>();
    IcebergTables tables = new IcebergTables(lake.catalog());
    prepare(all, unfit, c -> compiled.put(c.id(), compiler.compile(c)));
    prepare(all, unfit, c -> tables.createOrEvolve(compiled(c).table()));
    prepare(
        all.stream().filter(c -> c.change().history()).toList(),
        unfit,
        c -> tables.createOrEvolve(VersionHistory.of(c)));
    Recovery recovery = new Recovery(lake, operations, history);
    prepare(all, unfit, contract -> recovery.complete(List.of(contract)));
    Map<ProductId, RunResult> results = new HashMap<>();
    KeptVersions versions = new KeptVersions(lake, operations, history, settings.knownBy());
    Wave.Plan planned = new Wave.Plan(plan, results, unfit, unread.keySet(), stopped);
    ExecutorService pool = Executors.newFixedThreadPool(settings.parallelism());
    try (AsKnown known = new AsKnown(lake, versions, settings, mesh(all, unfit))) {
      Stager stager =
          new Stager(lake, landing, operations, history, this::compiled, known, settings);
      List<RunResult> ordered = new ArrayList<>();
      for (List<Contract> wave : waves) {
        for (RunResult result :
            new Wave(lake, landing, operations, settings, listener, history, stager, planned)
                .run(wave, pool)) {
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

  /** The products of the run, and those that it reads. */
  private AsKnown.Mesh mesh(Collection<Contract> all, Map<ProductId, JetbridgeException> unfit) {
    Map<ProductId, Contract> contracts = new TreeMap<>();
    compiler.mesh().forEach(c -> contracts.put(c.id(), c));
    all.forEach(c -> contracts.put(c.id(), c));
    return new AsKnown.Mesh(
        product ->
            Optional.ofNullable(contracts.get(product))
                .filter(c -> !unfit.containsKey(product))
                .map(c -> compiled.computeIfAbsent(product, id -> compiler.compile(c))),
        List.copyOf(contracts.values()));
  }

  private CompiledProduct compiled(Contract contract) {
    return compiled.get(contract.id());
  }
}
