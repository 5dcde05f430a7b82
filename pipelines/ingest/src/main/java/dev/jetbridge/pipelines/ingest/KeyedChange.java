package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.rows.PackedRows;
import dev.jetbridge.pipelines.operations.TombstoneColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.MapType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Decides for each accepted record of a keyed product what it does to the table. The newer order
 * value wins; at equal order a delete wins, then the greater content hash, then the greater
 * content: the outcome does not depend on the order in which files arrive. Two records are equal
 * when their contents are: the hash has 64 bits, and whoever wants to finds two records that have
 * it. It comes first because it is compared faster.
 *
 * <p>Adds {@code _action}: insert, update, delete, superseded (older than another record of its
 * key) or duplicate (equal to one), {@code _key_hash} of what deletes, and {@code _matched}:
 * whether the table has a row of the key that an update or delete takes away; where that is wanted,
 * {@code _taken_away} is the row.
 */
final class KeyedChange {
  static final String ACTION = ChangeWriter.ACTION;
  static final String KEY_HASH = ChangeWriter.KEY_HASH;
  static final String MATCHED = ChangeWriter.MATCHED;
  static final String TAKEN_AWAY = ChangeWriter.TAKEN_AWAY;
  private static final String HASH = "_hash";
  private static final String DELETES = "_deletes";
  private static final String TABLE_ORDER = "_table_order";
  private static final String TABLE_HASH = "_table_hash";
  private static final String TABLE_CONTENT = "_table_content";
  private static final String TOMB_ORDER = "_tomb_order";

  private static final String JOINED_HASH = "_joined_hash";
  private static final String JOINED_ORDER = "_joined_order";

  private final Contract contract;
  private final String order;
  private final List<String> key;
  private final KeyHash keyHash;
  private final boolean few;
  private final boolean takesAway;
  private final Optional<PackedRows> packed;

  /**
   * @param few whether the keys of the records may be sent to every worker, so that the table is
   *     not shuffled
   */
  KeyedChange(Contract contract, Secret pseudonymKey, boolean few) {
    this(contract, pseudonymKey, few, false);
  }

  /**
   * @param takesAway whether the rows that are taken away are wanted; the table then says of each
   *     what {@link ClosedVersions#PROVENANCE} names
   */
  KeyedChange(Contract contract, Secret pseudonymKey, boolean few, boolean takesAway) {
    this.contract = contract;
    this.takesAway = takesAway;
    this.order = contract.change().orderColumn().orElseThrow();
    this.key = contract.key().stream().map(dev.jetbridge.contracts.Column::name).toList();
    this.keyHash = new KeyHash(key, pseudonymKey);
    this.few = few;
    this.packed = PackedRows.of(contract);
  }

  /**
   * @param accepted parsed records with the file they come from; packed, where there are {@link
   *     PackedRows} of the contract, and so is the result
   * @param table the published rows; empty before the first publication
   * @param tombstones key_hash and order_value of deletes so far; empty when the product has no
   *     delete marker
   */
  Dataset<Row> decide(
      Dataset<Row> accepted, Optional<Dataset<Row>> table, Optional<Dataset<Row>> tombstones) {
    Dataset<Row> ranked = withinBatch(accepted);
    Dataset<Row> beside = beside(ranked, table, tombstones);
    Column content = content();
    Column newest = col("_rank").equalTo(1);
    Column older =
        col(TABLE_ORDER)
            .gt(col(order))
            .or(col(TOMB_ORDER).gt(col(order)))
            .or(col(TOMB_ORDER).equalTo(col(order)).and(col(DELETES).equalTo(false)));
    Column sameOrder = col(TABLE_ORDER).equalTo(col(order)).and(col(DELETES).equalTo(false));
    Column sameHash = sameOrder.and(col(TABLE_HASH).equalTo(col(HASH)));
    Column action =
        when(newest.unary_$bang().and(col("_same")), "duplicate")
            .when(newest.unary_$bang(), "superseded")
            .when(col(DELETES).and(col(TOMB_ORDER).equalTo(col(order))), "duplicate")
            .when(older, "superseded")
            .when(sameOrder.and(col(TABLE_HASH).gt(col(HASH))), "superseded")
            .when(sameHash.and(col(TABLE_CONTENT).equalTo(content)), "duplicate")
            .when(sameHash.and(col(TABLE_CONTENT).gt(content)), "superseded")
            .when(col(DELETES), "delete")
            .when(col(TABLE_ORDER).isNotNull(), "update")
            .otherwise("insert");
    return beside
        .withColumn(ACTION, action)
        .withColumns(
            byName(
                Map.of(
                    MATCHED,
                    col(ACTION).isin("update", "delete").and(col(TABLE_ORDER).isNotNull()),
                    KEY_HASH,
                    when(col(DELETES), col(KEY_HASH)))))
        .withColumns(byName(takenAway(table.isPresent())))
        .drop(HASH, DELETES, TABLE_ORDER, TABLE_HASH, TABLE_CONTENT, TOMB_ORDER, "_rank", "_same");
  }

  /** The row of the table, where it is taken away and somebody wants it. */
  private Map<String, Column> takenAway(boolean fromTable) {
    return fromTable && takesAway
        ? Map.of(TAKEN_AWAY, when(col(MATCHED), col(TAKEN_AWAY)))
        : Map.of();
  }

  /** Whether a record deletes its key. */
  static Column deletes(Contract contract) {
    return contract
        .change()
        .deleteMarker()
        .map(m -> coalesce(col(m.column()).equalTo(m.value()), lit(false)))
        .orElse(lit(false));
  }

  private Dataset<Row> withinBatch(Dataset<Row> accepted) {
    List<Column> newestFirst =
        new ArrayList<>(List.of(col(order).desc(), col(DELETES).desc(), col(HASH).desc()));
    parts().forEach(part -> newestFirst.add(part.desc()));
    newestFirst.add(col(RawColumns.FILE).asc());
    WindowSpec ofKey = Window.partitionBy(columns(key)).orderBy(newestFirst.toArray(Column[]::new));
    Column content = content();
    return accepted
        .withColumns(byName(Map.of(HASH, contentHash(), DELETES, deletes(contract))))
        .withColumns(
            byName(
                Map.of(
                    "_rank",
                    row_number().over(ofKey),
                    "_same",
                    coalesce(lag(content, 1).over(ofKey).equalTo(content), lit(false)),
                    KEY_HASH,
                    keyHash.of())));
  }

  private Dataset<Row> beside(
      Dataset<Row> ranked, Optional<Dataset<Row>> table, Optional<Dataset<Row>> tombstones) {
    Dataset<Row> rows = ranked;
    if (table.isPresent()) {
      Seq<String> on = JavaConverters.asScalaBuffer(key).toSeq();
      Dataset<Row> keys = broadcast(ranked.select(columns(key)).distinct());
      Dataset<Row> rowsOfTable = few ? table.get().join(keys, on, "left_semi") : table.get();
      String[] provenance =
          takesAway ? ClosedVersions.PROVENANCE.toArray(String[]::new) : new String[0];
      Dataset<Row> met = packed.map(p -> p.pack(rowsOfTable, provenance)).orElse(rowsOfTable);
      List<Column> wanted = new ArrayList<>();
      key.forEach(k -> wanted.add(col(k)));
      wanted.add(col(order).as(TABLE_ORDER));
      wanted.add(contentHash().as(TABLE_HASH));
      wanted.add(content().as(TABLE_CONTENT));
      if (takesAway) {
        wanted.add(ClosedVersions.row(contract, packed.isPresent()).as(TAKEN_AWAY));
      }
      rows = rows.join(met.select(wanted.toArray(new Column[0])), on, "left_outer");
    } else {
      rows =
          rows.withColumns(
              byName(
                  Map.of(
                      TABLE_ORDER,
                      lit(null).cast(contract.column(order).type()),
                      TABLE_HASH,
                      lit(null).cast("bigint"),
                      TABLE_CONTENT,
                      when(lit(false), content()))));
    }
    if (tombstones.isEmpty()) {
      return rows.withColumn(TOMB_ORDER, lit(null).cast(contract.column(order).type()));
    }
    Dataset<Row> deleted = tombstones.get();
    if (key.size() == 1) {
      return rows.join(newest(deleted, KEY_HASH, TOMB_ORDER), names(KEY_HASH), "left_outer");
    }
    // Deletes that an older version noted hold by the hash it made.
    Column lengths = TombstoneColumns.KEY_HASH.column().startsWith(KeyHash.LENGTHS);
    return rows.join(
            newest(deleted.filter(lengths), KEY_HASH, TOMB_ORDER), names(KEY_HASH), "left_outer")
        .withColumn(JOINED_HASH, keyHash.joined())
        .join(
            newest(deleted.filter(not(lengths)), JOINED_HASH, JOINED_ORDER),
            names(JOINED_HASH),
            "left_outer")
        .withColumn(TOMB_ORDER, greatest(col(TOMB_ORDER), col(JOINED_ORDER)))
        .drop(JOINED_HASH, JOINED_ORDER);
  }

  private Dataset<Row> newest(Dataset<Row> tombstones, String hash, String orderOf) {
    return tombstones
        .groupBy(TombstoneColumns.KEY_HASH.column().as(hash))
        .agg(
            max(TombstoneColumns.ORDER_VALUE.column().cast(contract.column(order).type()))
                .as(orderOf));
  }

  private static Seq<String> names(String name) {
    return JavaConverters.asScalaBuffer(List.of(name)).toSeq();
  }

  private Column contentHash() {
    return packed.isPresent() ? xxhash64(content()) : contentHash(contract);
  }

  /** Over every column of the contract; a null is told from any value and from its place. */
  static Column contentHash(Contract contract) {
    List<Column> hashed = new ArrayList<>();
    for (dev.jetbridge.contracts.Column column : contract.columns()) {
      if (!column.required()) {
        hashed.add(col(column.name()).isNull());
      }
      hashed.add(part(column));
    }
    return xxhash64(hashed.toArray(Column[]::new));
  }

  /** Every column of the contract, to be compared; null comes before any value. */
  private Column content() {
    return packed.isPresent() ? col(PackedRows.CONTENT) : struct(parts().toArray(Column[]::new));
  }

  private List<Column> parts() {
    return packed.isPresent()
        ? List.of(content())
        : contract.columns().stream().map(KeyedChange::part).toList();
  }

  /** A map has no order of its own and no hash. */
  private static Column part(dev.jetbridge.contracts.Column column) {
    Column value = col(column.name());
    return column.type() instanceof MapType ? array_sort(map_entries(value)) : value;
  }

  /** In an order that is the same in every run. */
  private static Map<String, Column> byName(Map<String, Column> columns) {
    return new TreeMap<>(columns);
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(org.apache.spark.sql.functions::col).toArray(Column[]::new);
  }
}
