package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.ChangeKey;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.TombstoneColumns;
import dev.jetbridge.registry.ProvenanceColumns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The values of a product's change key that are new, changed or deleted in its inputs since its
 * last run. A row that changed counts with the values that it has and with those that it had.
 *
 * @param isEntered whether the run that made a snapshot is in the ledger
 * @param read the snapshot that is read of each input
 */
record ChangedKeys(
    Lake lake,
    Operations operations,
    LongPredicate isEntered,
    ChangeKey key,
    Map<ProductId, Long> read) {
  /** One row a value; empty when no input changed. */
  Optional<Dataset<Row>> of(List<ChangesSince.Followed> followed) {
    return followed.stream().map(this::of).reduce(Dataset::unionByName).map(Dataset::distinct);
  }

  private Dataset<Row> of(ChangesSince.Followed followed) {
    Optional<ChangeKey.Through> through = key.throughOf(followed.input());
    if (through.isEmpty()) {
      return touched(followed, columns(key.columns()));
    }
    Map<String, String> on = through.get().on();
    List<String> own = on.keySet().stream().sorted().toList();
    Dataset<Row> values = touched(followed, columns(own)).distinct();
    Dataset<Row> rows = lake.read(through.get().rows(), read.get(through.get().rows()));
    Column same =
        own.stream()
            .map(name -> rows.col(on.get(name)).eqNullSafe(values.col(name)))
            .reduce(Column::and)
            .orElse(lit(true));
    return rows.join(values, same, "left_semi").select(columns(key.columns()));
  }

  /** Columns of the rows that changed, as they are and as they were. */
  private Dataset<Row> touched(ChangesSince.Followed followed, Column[] wanted) {
    ProductId input = followed.input();
    // A row from before its table told is as good as new.
    Column later = coalesce(col(ProvenanceColumns.CHANGED_IN).gt(followed.sequence()), lit(true));
    Dataset<Row> now = lake.read(input, followed.now()).filter(later);
    List<String> ids = keyOf(input);
    if (ids.isEmpty()) {
      return now.select(wanted);
    }
    Dataset<Row> before = lake.read(input, followed.last().snapshotId());
    Dataset<Row> changed = before.join(now.select(columns(ids)), names(ids), "left_semi");
    Dataset<Row> all = now.select(wanted).unionByName(changed.select(wanted));
    if (!mayHaveDeleted(followed)) {
      return all;
    }
    Dataset<Row> kept = lake.read(input, followed.now()).select(columns(ids));
    Dataset<Row> deleted = before.join(kept, names(ids), "left_anti");
    return all.unionByName(deleted.select(wanted));
  }

  /** Tombstones count once their run is entered; of one that is not yet, nobody knows. */
  private boolean mayHaveDeleted(ChangesSince.Followed followed) {
    Snapshot now = lake.table(followed.input()).snapshot(followed.now());
    return !isEntered.test(Lake.contentId(now))
        || !operations
            .tombstones(followed.input())
            .filter(TombstoneColumns.CHANGED_IN.column().gt(followed.sequence()))
            .isEmpty();
  }

  private List<String> keyOf(ProductId input) {
    Schema schema = lake.table(input).schema();
    return schema.columns().stream()
        .filter(c -> schema.identifierFieldIds().contains(c.fieldId()))
        .map(c -> c.name())
        .toList();
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(org.apache.spark.sql.functions::col).toArray(Column[]::new);
  }

  private static Seq<String> names(List<String> names) {
    return JavaConverters.asScalaBuffer(names).toSeq();
  }
}
