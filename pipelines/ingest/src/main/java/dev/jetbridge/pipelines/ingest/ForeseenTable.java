package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.rows.PackedRows;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.report.QualityReport;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** The table as a run would leave it, made in memory to ask the rules of the contract of it. */
record ForeseenTable(Contract contract, RuleSet rules) {
  /**
   * What the rules would say; nothing when no row would change, as in a run.
   *
   * @param accepted parsed records with the file they come from; packed where there are {@link
   *     PackedRows} of the contract
   * @param table the published rows; empty before the first publication
   * @param replaced hashes of files whose rows would go
   * @param found what runs so far left
   */
  QualityReport audited(
      Dataset<Row> accepted, Optional<Dataset<Row>> table, List<String> replaced, Before found) {
    Optional<Dataset<Row>> before =
        table
            .map(
                rows ->
                    replaced.isEmpty()
                        ? rows
                        : rows.filter(not(col(RawColumns.FILE).isin(replaced.toArray()))))
            .map(this::conformed);
    if (contract.change().writeMode() == WriteMode.APPEND) {
      Dataset<Row> run = conformed(accepted);
      Dataset<Row> after = before.map(b -> b.unionByName(run)).orElse(run);
      boolean removes = table.filter(rows -> holds(rows, replaced)).isPresent();
      return audited(run, after, removes, Set.of());
    }
    Dataset<Row> changes =
        new KeyedChange(contract, found.key(), true)
            .decide(accepted, before, found.tombstones())
            .persist();
    try {
      Dataset<Row> kept = of(changes, "insert", "update");
      Dataset<Row> run =
          PackedRows.of(contract)
              .map(packed -> packed.unpack(kept, contract.schema()))
              .orElseGet(() -> conformed(kept));
      Dataset<Row> gone = of(changes, "update", "delete");
      return audited(
          run,
          before.map(b -> without(b, gone)).map(b -> b.unionByName(run)).orElse(run),
          false,
          // One record of each key is added to nothing.
          before.isEmpty() ? Set.of(RuleSet.KEY) : Set.of());
    } finally {
      changes.unpersist();
    }
  }

  private static boolean holds(Dataset<Row> rows, List<String> files) {
    return !files.isEmpty() && !rows.filter(col(RawColumns.FILE).isin(files.toArray())).isEmpty();
  }

  /**
   * @param removes whether the table changes though no row comes
   * @param holding ids of rules of the table that hold if there are rows
   */
  private QualityReport audited(
      Dataset<Row> run, Dataset<Row> after, boolean removes, Set<String> holding) {
    boolean nothing = run.isEmpty();
    if (nothing && !removes) {
      return new QualityReport(List.of());
    }
    Set<String> proven = new HashSet<>();
    if (!nothing) {
      proven.addAll(rules.ofRows());
      proven.addAll(holding);
    }
    return rules.evaluate(() -> run, () -> after, Map.of(), Optional.empty(), proven);
  }

  private static Dataset<Row> of(Dataset<Row> changes, String... actions) {
    return changes.filter(col(KeyedChange.ACTION).isin((Object[]) actions));
  }

  private Dataset<Row> without(Dataset<Row> rows, Dataset<Row> gone) {
    List<String> key = contract.key().stream().map(Column::name).toList();
    return rows.join(gone, JavaConverters.asScalaBuffer(key).toSeq(), "left_anti");
  }

  /** The columns of the contract; one that the table does not have yet is null. */
  private Dataset<Row> conformed(Dataset<Row> rows) {
    List<String> there = List.of(rows.columns());
    return rows.select(
        contract.columns().stream()
            .map(
                c ->
                    (there.contains(c.name()) ? col(c.name()) : lit(null))
                        .cast(c.type())
                        .as(c.name()))
            .toArray(org.apache.spark.sql.Column[]::new));
  }
}
