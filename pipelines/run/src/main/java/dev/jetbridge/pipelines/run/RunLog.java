package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/** The runs of a home as people ask for them: each once, whatever entries it has. */
public final class RunLog {
  private static final String[] SAID = {
    "kind",
    "as_of",
    "seconds",
    "files",
    "records",
    "loaded",
    "superseded",
    "duplicates",
    "quarantined",
    "table_rows",
    "message",
    "inputs"
  };

  private final Operations operations;

  public RunLog(Operations operations) {
    this.operations = operations;
  }

  /**
   * A run that ended.
   *
   * @param status published, withdrawn, refused or failed
   * @param startedAt empty for an entry that an older version made
   * @param seconds empty for a run whose process was killed after it had published
   * @param inputs of a made product: the snapshot of each input's run, by product; JSON
   */
  public record Entry(
      String runId,
      ProductId product,
      String kind,
      Instant asOf,
      String status,
      Optional<Instant> startedAt,
      Optional<Double> seconds,
      Optional<Long> snapshot,
      Optional<Long> files,
      Optional<Long> records,
      Optional<Long> loaded,
      Optional<Long> quarantined,
      Optional<Long> tableRows,
      String message,
      String inputs) {
    /** How it ended in the words of the console and the page, see {@link RunResult#word}. */
    public String word() {
      boolean nothing =
          status.equals(Operations.PUBLISHED)
              && kind.equals(RunKind.RUN.label())
              && quarantined.orElse(0L) > 0
              && quarantined.equals(records);
      return nothing ? RunResult.NOTHING_ACCEPTED : status;
    }

    /** Whether somebody should look at it: a published run, too, may have refused files. */
    public boolean well() {
      return !status.equals("failed")
          && !status.equals("refused")
          && !word().equals(RunResult.NOTHING_ACCEPTED)
          && !message.contains(Intake.REFUSED);
    }
  }

  /** The last runs, newest first. */
  public List<Entry> last(Optional<ProductId> product, int limit) {
    return rows(product)
        .orderBy(col("started_at").desc_nulls_last(), col("product"), col("run_id"))
        .limit(limit)
        .collectAsList()
        .stream()
        .map(RunLog::entry)
        .toList();
  }

  /** The last run of each product, whether it was published or not. */
  public List<Entry> lastOfEach() {
    return lastOfEach(rows(Optional.empty()));
  }

  /** The last run of each product that counts. */
  public List<Entry> lastPublishedOfEach() {
    return lastOfEach(rows(Optional.empty()).filter(col("status").equalTo(Operations.PUBLISHED)));
  }

  private static List<Entry> lastOfEach(Dataset<Row> rows) {
    Column newest =
        functions
            .row_number()
            .over(
                Window.partitionBy("product")
                    .orderBy(col("started_at").desc_nulls_last(), col("run_id")));
    return rows
        .withColumn("_newest", newest)
        .filter(col("_newest").equalTo(1))
        .collectAsList()
        .stream()
        .map(RunLog::entry)
        .toList();
  }

  /** One row a run and attempt: a run that was entered twice by processes that met, or undone. */
  private Dataset<Row> rows(Optional<ProductId> product) {
    Dataset<Row> runs = operations.read(OperationsTable.RUNS);
    if (product.isPresent()) {
      runs = runs.filter(col("product").equalTo(product.get().toString()));
    }
    Column attempt = coalesce(col("snapshot_id").cast("string"), col("started_at").cast("string"));
    Column[] said = new Column[SAID.length + 2];
    for (int i = 0; i < SAID.length; i++) {
      said[i] = max(col(SAID[i])).as(SAID[i]);
    }
    said[SAID.length] = max("snapshot_id").as("snapshot_id");
    // A withdrawn run has an entry of its publication, too; its word comes last in the alphabet.
    said[SAID.length + 1] = max("status").as("status");
    return runs.withColumn("_attempt", coalesce(attempt, lit("")))
        .groupBy("product", "run_id", "_attempt")
        .agg(max("started_at").as("started_at"), said);
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getAs("run_id"),
        ProductId.parse(row.getAs("product")),
        text(row, "kind"),
        row.<Timestamp>getAs("as_of").toInstant(),
        row.getAs("status"),
        Optional.ofNullable(row.<Timestamp>getAs("started_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getAs("seconds")),
        Optional.ofNullable(row.getAs("snapshot_id")),
        Optional.ofNullable(row.getAs("files")),
        Optional.ofNullable(row.getAs("records")),
        Optional.ofNullable(row.getAs("loaded")),
        Optional.ofNullable(row.getAs("quarantined")),
        Optional.ofNullable(row.getAs("table_rows")),
        text(row, "message"),
        text(row, "inputs"));
  }

  private static String text(Row row, String column) {
    String text = row.getAs(column);
    return text == null ? "" : text;
  }
}
