package dev.jetbridge.pipelines.run;

import static dev.jetbridge.registry.ProvenanceColumns.CHANGED_IN;
import static dev.jetbridge.registry.ProvenanceColumns.SOURCE_FILE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.operations.Operations;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * What was known of each key by an instant. Of a source the version with the greatest order value
 * not after the instant counts, whenever it came, or of those only that had arrived: the table has
 * it, or the table of its versions. A snapshot says itself whether its versions were kept. Of a
 * product that is made from others the version of the last run as of the instant counts.
 */
record KeptVersions(Lake lake, Operations operations, RunHistory history, KnownBy knownBy) {
  /**
   * Names the order of versions in the summary of a snapshot that keeps them: the order column of a
   * source, of a product that is made from others the column of the run.
   */
  private static final String PROPERTY = "jetbridge.history";

  /** The sequence of the run from which on those of a product made from others are kept. */
  private static final String SINCE = "jetbridge.history-since";

  private static final String PLACE = "_place";

  /**
   * What the summary says of a run.
   *
   * @param base the snapshot whose rows it goes on from
   */
  static Map<String, String> properties(Contract contract, Optional<Snapshot> base, long sequence) {
    if (!contract.change().history()) {
      return Map.of();
    }
    return contract.isSource()
        ? Map.of(PROPERTY, contract.change().orderColumn().orElseThrow())
        : Map.of(
            PROPERTY,
            CHANGED_IN,
            SINCE,
            base.map(b -> b.summary().get(SINCE)).orElseGet(() -> Long.toString(sequence)));
  }

  /** Whether the versions of the rows of a snapshot are kept. */
  static boolean isKept(Snapshot snapshot) {
    return snapshot.summary().containsKey(PROPERTY);
  }

  /**
   * Refuses a run after which versions would be missing, or some would be there that nobody adds
   * to.
   *
   * @throws JetbridgeException CONTRACT when the contract says history and the table was made
   *     without, or the other way round, and the run does not make it from zero
   */
  static void refuseGap(Lake lake, PlannedRun run) {
    Contract contract = run.contract();
    Optional<Boolean> kept =
        run.base().map(base -> lake.table(contract.id()).snapshot(base)).map(KeptVersions::isKept);
    boolean wanted = contract.change().history();
    if (run.kind() == RunKind.REBUILD || kept.isEmpty() || kept.get() == wanted) {
      return;
    }
    throw new JetbridgeException(
        FailureKind.CONTRACT,
        "Cannot publish "
            + contract.id()
            + ": its contract "
            + (wanted
                ? "says history: true, and the versions before this run were not kept"
                : "no longer says history: true, and for earlier instants its versions are read")
            + "; make it from its files (jetbridge rebuild "
            + contract.id()
            + ")"
            + (wanted ? "" : ", or say it again"));
  }

  /** The rows of a product at a snapshot, each as it was known by the instant. */
  Dataset<Row> at(ProductId product, long snapshot, Instant asOf) {
    Dataset<Row> rows = lake.read(product, snapshot);
    Snapshot pinned = lake.table(product).snapshot(snapshot);
    Arrivals arrivals =
        knownBy == KnownBy.ARRIVAL && List.of(rows.columns()).contains(SOURCE_FILE)
            ? Arrivals.until(asOf, product, operations, history)
            : Arrivals.ALL;
    String order = pinned.summary().get(PROPERTY);
    if (order == null || order.equals(CHANGED_IN)) {
      return arrivals.of(rows);
    }
    if (arrivals.all() && lake.isAtMost(product, snapshot, order, asOf)) {
      return rows;
    }
    Column known = col(order).cast(DataTypes.TimestampType).leq(lit(Timestamp.from(asOf)));
    return newest(product, pinned, order, some -> arrivals.of(some).filter(known));
  }

  /**
   * The rows that a product which is made from others had by the instant: those of its last run as
   * of then. Empty when there was none, or its versions were not kept then.
   */
  Optional<Dataset<Row>> published(ProductId product, Instant asOf) {
    Optional<Snapshot> main =
        lake.main(product).filter(s -> CHANGED_IN.equals(s.summary().get(PROPERTY)));
    OptionalLong last =
        history.runsOf(product).stream()
            .filter(r -> !r.asOf().isAfter(asOf))
            .mapToLong(RunHistory.Publication::sequence)
            .max();
    if (main.isEmpty()
        || last.isEmpty()
        || last.getAsLong() < Long.parseLong(main.get().summary().get(SINCE))) {
      return Optional.empty();
    }
    Column known = col(CHANGED_IN).leq(last.getAsLong());
    return Optional.of(newest(product, main.get(), CHANGED_IN, some -> some.filter(known)));
  }

  /**
   * Of each key the newest version among those that were known.
   *
   * @param known the rows among some that were
   */
  private Dataset<Row> newest(
      ProductId product, Snapshot pinned, String order, UnaryOperator<Dataset<Row>> known) {
    Dataset<Row> rows = lake.read(product, pinned.snapshotId());
    Dataset<Row> current = known.apply(rows);
    ProductId versions = VersionHistory.table(product);
    if (lake.mainSnapshot(versions).isEmpty()) {
      return current;
    }
    List<String> key =
        lake.table(product).schema().identifierFieldNames().stream().sorted().toList();
    long last = RunSummary.of(pinned).map(RunSummary::sequence).orElse(Long.MAX_VALUE);
    WindowSpec newestFirst =
        Window.partitionBy(columns(key))
            .orderBy(
                col(order).desc(),
                col(VersionHistory.IS_DELETED).desc(),
                col(VersionHistory.CONTENT_HASH).desc());
    Dataset<Row> earlier =
        known
            .apply(operations.versions(versions, product, last))
            .join(current.select(columns(key)), key.toArray(String[]::new), "left_anti")
            .withColumn(PLACE, row_number().over(newestFirst))
            .filter(col(PLACE).equalTo(1).and(not(col(VersionHistory.IS_DELETED))));
    return current.unionByName(earlier.select(columns(List.of(rows.columns()))));
  }

  private static Column[] columns(List<String> names) {
    List<Column> columns = new ArrayList<>();
    names.forEach(name -> columns.add(functions.col(name)));
    return columns.toArray(Column[]::new);
  }
}
