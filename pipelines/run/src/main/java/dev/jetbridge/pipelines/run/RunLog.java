package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.operations.RunKey;
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
  /** Of several entries of a run each says the same, or nothing. */
  private static final List<Field<?>> SAID =
      List.of(
          RunColumns.KIND,
          RunColumns.AS_OF,
          RunColumns.STARTED_AT,
          RunColumns.SECONDS,
          RunKey.SNAPSHOT_ID,
          RunColumns.FILES,
          RunColumns.REFUSED_FILES,
          RecordCounts.RECORDS,
          RecordCounts.LOADED,
          RecordCounts.SUPERSEDED,
          RecordCounts.DUPLICATES,
          RecordCounts.QUARANTINED,
          RecordCounts.SUPPRESSED,
          RunColumns.TABLE_ROWS,
          RunColumns.MESSAGE,
          RunColumns.INPUTS);

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
   * @param counts the same with 0 for what is not known
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
      RunCounts counts,
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

    /** Whether its product failed, was refused, or nothing of it was accepted. */
    public boolean failed() {
      return unpublished() || word().equals(RunResult.NOTHING_ACCEPTED);
    }

    private boolean unpublished() {
      return status.equals("failed") || status.equals("refused");
    }

    /** Whether products made from it can go on, see {@link RunResult#usable}. */
    boolean usable() {
      return !unpublished() || message.contains(Verdicts.TABLE_STAYS);
    }

    /** Whether somebody should look at it: a published run, too, may have refused files. */
    public boolean well() {
      return !failed() && !message.contains(Intake.REFUSED);
    }
  }

  /** The last runs, newest first. */
  public List<Entry> last(Optional<ProductId> product, int limit) {
    return rows(product)
        .orderBy(
            RunColumns.STARTED_AT.column().desc_nulls_last(),
            RunKey.PRODUCT.column(),
            RunKey.RUN_ID.column())
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
    return lastOfEach(rows(Optional.empty()).filter(RunColumns.STATUS.is(Operations.PUBLISHED)));
  }

  private static List<Entry> lastOfEach(Dataset<Row> rows) {
    Column newest =
        functions
            .row_number()
            .over(
                Window.partitionBy(RunKey.PRODUCT.column())
                    .orderBy(
                        RunColumns.STARTED_AT.column().desc_nulls_last(), RunKey.RUN_ID.column()));
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
      runs = runs.filter(RunKey.PRODUCT.is(product.get()));
    }
    Column attempt =
        coalesce(
            RunKey.SNAPSHOT_ID.column().cast("string"),
            RunColumns.STARTED_AT.column().cast("string"),
            lit(""));
    // A withdrawn run has an entry of its publication, too; its word comes last in the alphabet.
    Column status = RunColumns.STATUS.as(max(RunColumns.STATUS.column()));
    Column[] said = SAID.stream().map(f -> f.as(max(f.column()))).toArray(Column[]::new);
    return runs.withColumn("_attempt", attempt)
        .groupBy(RunKey.PRODUCT.column(), RunKey.RUN_ID.column(), col("_attempt"))
        .agg(status, said);
  }

  private static Entry entry(Row row) {
    return new Entry(
        RunKey.RUN_ID.of(row),
        RunKey.PRODUCT.of(row),
        RunColumns.KIND.of(row, ""),
        RunColumns.AS_OF.of(row),
        RunColumns.STATUS.of(row),
        RunColumns.STARTED_AT.find(row),
        RunColumns.SECONDS.find(row),
        RunKey.SNAPSHOT_ID.find(row),
        RunColumns.FILES.find(row),
        RecordCounts.RECORDS.find(row),
        RecordCounts.LOADED.find(row),
        RecordCounts.QUARANTINED.find(row),
        RunColumns.TABLE_ROWS.find(row),
        RunCounts.of(row),
        RunColumns.MESSAGE.of(row, ""),
        RunColumns.INPUTS.of(row, ""));
  }
}
