package dev.jetbridge.pipelines.run;

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
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a source had said of each key by an instant. The version with the greatest order value not
 * after the instant counts, whenever it came: the table has it, or the table of its versions. A
 * snapshot says itself whether its versions were kept, from the first record on.
 */
record KeptVersions(Lake lake, Operations operations) {
  /** Names the order column in the summary of a snapshot whose versions are kept. */
  private static final String PROPERTY = "jetbridge.history";

  private static final String PLACE = "_place";

  /** What the summary says of a run. */
  static Map<String, String> properties(Contract contract) {
    return contract.change().history()
        ? Map.of(PROPERTY, contract.change().orderColumn().orElseThrow())
        : Map.of();
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
        run.base()
            .map(base -> lake.table(contract.id()).snapshot(base))
            .map(s -> s.summary().containsKey(PROPERTY));
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

  /** The rows of a product at a snapshot, each as its source had it by the instant. */
  Dataset<Row> at(ProductId product, long snapshot, Instant asOf) {
    Dataset<Row> rows = lake.read(product, snapshot);
    Table table = lake.table(product);
    Snapshot pinned = table.snapshot(snapshot);
    String order = pinned.summary().get(PROPERTY);
    if (order == null || lake.isAtMost(product, snapshot, order, asOf)) {
      return rows;
    }
    Column known = col(order).cast(DataTypes.TimestampType).leq(lit(Timestamp.from(asOf)));
    Dataset<Row> current = rows.filter(known);
    ProductId versions = VersionHistory.table(product);
    if (lake.mainSnapshot(versions).isEmpty()) {
      return current;
    }
    List<String> key = table.schema().identifierFieldNames().stream().sorted().toList();
    long last = RunSummary.of(pinned).map(RunSummary::sequence).orElse(Long.MAX_VALUE);
    WindowSpec newestFirst =
        Window.partitionBy(columns(key))
            .orderBy(
                col(order).desc(),
                col(VersionHistory.IS_DELETED).desc(),
                col(VersionHistory.CONTENT_HASH).desc());
    Dataset<Row> earlier =
        operations
            .versions(versions, product, last)
            .filter(known)
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
