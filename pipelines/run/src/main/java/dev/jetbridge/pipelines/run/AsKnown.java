package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.PublishedTogether;
import dev.jetbridge.pipelines.lake.RunSummary;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The inputs of the products of a run as they were known at its instant. A source is read as it had
 * been by then. A product that is made from others and has one state is made once more for the
 * instant, when it is of a later one by now: for all that read it, and it is not published. When it
 * reads its own rows of before, as identity does, it is given those that it had by the instant, as
 * far as they were kept. One that keeps a partition for each instant is read as it is, and so is
 * one that only adds.
 */
final class AsKnown implements AutoCloseable {
  private final Lake lake;
  private final KeptVersions versions;
  private final RunSettings settings;
  private final Mesh mesh;
  private final String name = "known-" + UUID.randomUUID();
  private final Map<ProductId, Again> made = new ConcurrentHashMap<>();

  /**
   * Where products are known.
   *
   * @param products what follows from a contract; empty for a product without one
   * @param contracts all that have one
   */
  record Mesh(Function<ProductId, Optional<CompiledProduct>> products, List<Contract> contracts) {}

  AsKnown(Lake lake, KeptVersions versions, RunSettings settings, Mesh mesh) {
    this.lake = lake;
    this.versions = versions;
    this.settings = settings;
    this.mesh = mesh;
  }

  /** The rows of a product that is pinned to a snapshot. */
  Dataset<Row> rows(ProductId product, long snapshot) {
    return mesh.products()
        .apply(product)
        .filter(p -> isMadeAgain(p.contract()))
        .filter(p -> isLater(lake.table(product).snapshot(snapshot)))
        .flatMap(p -> made.computeIfAbsent(product, id -> new Again(p)).rows())
        .orElseGet(() -> versions.at(product, snapshot, settings.asOf()));
  }

  /**
   * The rows that a product has before it is made at a snapshot: when that is of a later instant,
   * those that it had by the instant, where they were kept.
   */
  Dataset<Row> before(ProductId product, long snapshot) {
    return Optional.of(lake.table(product).snapshot(snapshot))
        .filter(this::isLater)
        .flatMap(later -> versions.published(product, settings.asOf()))
        .orElseGet(() -> lake.read(product, snapshot));
  }

  /** Removes what was made again. */
  @Override
  public void close() {
    made.values().forEach(Again::discard);
  }

  private static boolean isMadeAgain(Contract contract) {
    WriteMode mode = contract.change().writeMode();
    return !contract.isSource() && (mode == WriteMode.OVERWRITE || mode == WriteMode.MERGE);
  }

  private boolean isLater(Snapshot snapshot) {
    Optional<Instant> asOf = RunSummary.of(snapshot).map(RunSummary::asOf);
    return asOf.filter(i -> i.isAfter(settings.asOf())).isPresent();
  }

  /** The products that its transformation makes. */
  private Set<ProductId> together(Contract contract) {
    return contract.derivation().group().isEmpty()
        ? Set.of(contract.id())
        : mesh.contracts().stream()
            .filter(c -> c.derivation().group().equals(contract.derivation().group()))
            .filter(
                c -> c.derivation().transformation().equals(contract.derivation().transformation()))
            .map(Contract::id)
            .collect(Collectors.toSet());
  }

  /** A product that is made once more, when the first asks for it. */
  private final class Again {
    private final CompiledProduct product;
    private final StagingFolder folder;
    private Optional<Dataset<Row>> rows;

    Again(CompiledProduct product) {
      this.product = product;
      this.folder =
          new StagingFolder(
              settings.staging().of(product.contract().id()), product.contract().id(), name);
    }

    /** Empty when what it is made from is no longer there. */
    synchronized Optional<Dataset<Row>> rows() {
      if (rows == null) {
        try {
          rows = make();
        } catch (Throwable e) {
          // The next that asks tries anew, in an empty folder.
          discard();
          throw e;
        }
      }
      return rows;
    }

    private Optional<Dataset<Row>> make() {
      Contract contract = product.contract();
      List<ProductId> inputs = contract.derivation().inputs();
      Map<ProductId, Long> snapshots = new HashMap<>();
      new PublishedTogether(lake)
          .of(inputs)
          .forEach((input, snapshot) -> snapshots.put(input, snapshot.snapshotId()));
      if (!snapshots.keySet().containsAll(inputs)) {
        return Optional.empty();
      }
      RunContext context =
          new RunContext(settings.asOf(), settings.pseudonymKey(), folder.checkpoint(lake));
      PinnedInputs read =
          new PinnedInputs(
              AsKnown.this,
              contract,
              snapshots,
              output -> versions.published(output, settings.asOf()),
              Optional.empty());
      Outputs outputs = product.job().run(read, context);
      Dataset<Row> made = Agreement.of(contract, outputs.rowsOf(contract.id(), together(contract)));
      return Optional.of(lake.kept(made, folder.path() + "/rows"));
    }

    void discard() {
      try {
        StagingFolder.empty(folder.path());
      } catch (RuntimeException e) {
        // What is left harms nobody: maintain removes it.
      }
    }
  }
}
