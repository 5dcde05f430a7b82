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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The inputs of a run as they were known at its instant. A source is read as it had been by then. A
 * product that is made from others and has one state is made once more for the instant, when it is
 * of a later one by now; it is not published. When it reads its own rows of before, as identity
 * does, it is given those that it had by the instant, as far as they were kept. One that keeps a
 * partition for each instant is read as it is, and so is one that only adds.
 */
final class AsKnown {
  private final Lake lake;
  private final KeptVersions versions;
  private final RunContext context;
  private final Mesh mesh;
  private final String folder;
  private final Map<ProductId, Dataset<Row>> made = new HashMap<>();

  /**
   * Where products are known.
   *
   * @param products what follows from a contract; empty for a product without one
   * @param contracts all that have one
   */
  record Mesh(Function<ProductId, Optional<CompiledProduct>> products, List<Contract> contracts) {}

  /**
   * @param context of the run
   * @param folder for rows that are made once more; the caller empties it
   */
  AsKnown(Lake lake, KeptVersions versions, RunContext context, Mesh mesh, String folder) {
    this.lake = lake;
    this.versions = versions;
    this.context = context;
    this.mesh = mesh;
    this.folder = folder;
  }

  /** The rows of a product that is pinned to a snapshot. */
  Dataset<Row> rows(ProductId product, long snapshot) {
    Optional<CompiledProduct> later =
        mesh.products()
            .apply(product)
            .filter(p -> isMadeAgain(p.contract()))
            .filter(p -> isLater(lake.table(product).snapshot(snapshot)));
    if (later.isPresent() && !made.containsKey(product)) {
      makeAgain(later.get()).ifPresent(rows -> made.put(product, rows));
    }
    return made.containsKey(product)
        ? made.get(product)
        : versions.at(product, snapshot, context.asOf());
  }

  private static boolean isMadeAgain(Contract contract) {
    WriteMode mode = contract.change().writeMode();
    return !contract.isSource() && (mode == WriteMode.OVERWRITE || mode == WriteMode.MERGE);
  }

  private boolean isLater(Snapshot snapshot) {
    Optional<Instant> asOf = RunSummary.of(snapshot).map(RunSummary::asOf);
    return asOf.filter(i -> i.isAfter(context.asOf())).isPresent();
  }

  /** Empty when what it is made from is no longer there. */
  private Optional<Dataset<Row>> makeAgain(CompiledProduct product) {
    Contract contract = product.contract();
    List<ProductId> inputs = contract.derivation().inputs();
    Map<ProductId, Long> snapshots = new HashMap<>();
    new PublishedTogether(lake)
        .of(inputs)
        .forEach((input, snapshot) -> snapshots.put(input, snapshot.snapshotId()));
    if (!snapshots.keySet().containsAll(inputs)) {
      return Optional.empty();
    }
    Outputs outputs =
        product
            .job()
            .run(
                new PinnedInputs(
                    this,
                    contract,
                    snapshots,
                    output -> versions.published(output, context.asOf()),
                    Optional.empty()),
                context);
    Dataset<Row> rows = Agreement.of(contract, outputs.rowsOf(contract.id(), together(contract)));
    return Optional.of(lake.kept(rows, folder + "/known-" + contract.id()));
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
}
