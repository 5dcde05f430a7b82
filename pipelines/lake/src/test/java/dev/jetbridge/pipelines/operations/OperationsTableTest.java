package dev.jetbridge.pipelines.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.ProductId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class OperationsTableTest {
  private static final ProductId MEALS = ProductId.parse("catering.meals");

  /** The columns that tables of earlier versions have: who renames or retypes one loses them. */
  private static final Map<OperationsTable, String> WRITTEN =
      Map.of(
          OperationsTable.RUNS,
          "run_id STRING, product STRING, kind STRING, as_of TIMESTAMP, status STRING, snapshot_id"
              + " BIGINT, sequence BIGINT, inputs_digest STRING, inputs STRING, contract_version"
              + " STRING, contract_digest STRING, code_version STRING, started_at TIMESTAMP,"
              + " seconds DOUBLE, files BIGINT, refused_files BIGINT, records BIGINT, loaded"
              + " BIGINT, superseded BIGINT, duplicates BIGINT, quarantined BIGINT, table_rows"
              + " BIGINT, rules_passed INT, rules_violated INT, rules_not_evaluated INT, message"
              + " STRING, suppressed BIGINT, known_by STRING",
          OperationsTable.FILES,
          "snapshot_id BIGINT, run_id STRING, product STRING, file_hash STRING, file_name STRING,"
              + " sender STRING, bytes BIGINT, status STRING, reason STRING, place STRING,"
              + " records BIGINT, loaded BIGINT, superseded BIGINT, duplicates BIGINT,"
              + " quarantined BIGINT, content_hash STRING, sent STRING, suppressed BIGINT,"
              + " delivered STRING",
          OperationsTable.QUARANTINE,
          "snapshot_id BIGINT, run_id STRING, product STRING, file_hash STRING, record_number"
              + " BIGINT, byte_offset BIGINT, column_name STRING, rule STRING, reason STRING",
          OperationsTable.TOMBSTONES,
          "snapshot_id BIGINT, run_id STRING, product STRING, key_hash STRING, order_value STRING,"
              + " changed_in BIGINT",
          OperationsTable.METRICS,
          "snapshot_id BIGINT, run_id STRING, product STRING, as_of TIMESTAMP, kind STRING,"
              + " file_hash STRING, file_name STRING, metric STRING, column_name STRING, value"
              + " DOUBLE, verdict STRING, explanation STRING",
          OperationsTable.MODELS,
          "snapshot_id BIGINT, run_id STRING, product STRING, as_of TIMESTAMP, model_id STRING,"
              + " kind STRING, parameters STRING, provenance STRING",
          OperationsTable.DELIVERIES,
          "snapshot_id BIGINT, run_id STRING, product STRING, port STRING, delivered_at TIMESTAMP,"
              + " status STRING, noted_at TIMESTAMP, message STRING",
          OperationsTable.ONLINE_RECORDS,
          "snapshot_id BIGINT, run_id STRING, product STRING, feature_group STRING,"
              + " record_identifier STRING, event_time STRING, digest STRING, expires_at TIMESTAMP,"
              + " status STRING, reason STRING, noted_at TIMESTAMP",
          OperationsTable.SUPPRESSED_PEOPLE,
          "product STRING, token STRING, erased_at TIMESTAMP",
          OperationsTable.QUALITY_RESULTS,
          "snapshot_id BIGINT, run_id STRING, product STRING, as_of TIMESTAMP, rule STRING,"
              + " dqdl STRING, scope STRING, severity STRING, outcome STRING, observed DOUBLE,"
              + " explanation STRING, measured_by STRING");

  @Test
  void keepsTheColumnsOfEarlierVersions() {
    for (OperationsTable table : OperationsTable.values()) {
      assertThat(table.schema()).as(table.name()).isEqualTo(StructType.fromDDL(WRITTEN.get(table)));
    }
  }

  @Test
  void writesAndReadsAnEntry() {
    Instant asOf = Instant.parse("2023-08-31T00:00:00.123456Z");
    RunCounts counts = new RunCounts(3, 1, new RecordCounts(21, 6, 5, 4, 3, 3), 90);

    Row row =
        typed(
            OperationsTable.RUNS,
            counts.on(RunColumns.entry("run-1", MEALS, asOf, Operations.PUBLISHED)));

    assertThat(RunCounts.of(row)).isEqualTo(counts);
    assertThat(RunKey.PRODUCT.of(row)).isEqualTo(MEALS);
    assertThat(RunColumns.AS_OF.of(row)).isEqualTo(asOf);
    assertThat(row.<Timestamp>getAs("as_of")).isEqualTo(Timestamp.from(asOf));
    assertThat(RunColumns.SECONDS.find(row)).isEmpty();
    assertThat(RunColumns.MESSAGE.of(row, "none")).isEqualTo("none");
    assertThatThrownBy(() -> RunColumns.SECONDS.of(row))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("column seconds has no value");
  }

  @Test
  void writesWordsAsTheyAlwaysWere() {
    Row file =
        typed(
            OperationsTable.FILES,
            new RunKey(7, "run-1", MEALS)
                .row(OperationsTable.FILES)
                .with(FileColumns.STATUS, FileStatus.REFUSED));

    assertThat(file.<Long>getAs("snapshot_id")).isEqualTo(7);
    assertThat(file.<String>getAs("product")).isEqualTo("catering.meals");
    assertThat(file.<String>getAs("status")).isEqualTo("refused");
    assertThat(FileColumns.STATUS.of(file)).isEqualTo(FileStatus.REFUSED);
    // Written before anybody counted them.
    assertThat(RecordCounts.of(file)).isEqualTo(RecordCounts.NONE);
  }

  @Test
  void takesNoValueForTheColumnOfAnotherTable() {
    NewRow delivery = new RunKey(7, "run-1", MEALS).row(OperationsTable.DELIVERIES);

    assertThatThrownBy(() -> delivery.with(RunColumns.KIND, "told"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kind");
  }

  private static Row typed(OperationsTable table, NewRow row) {
    Row values = row.row();
    Object[] cells = new Object[values.length()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = values.get(i);
    }
    return new GenericRowWithSchema(cells, table.schema());
  }
}
