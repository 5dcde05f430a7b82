package dev.jetbridge.pipelines.operations;

import dev.jetbridge.contracts.ProductId;
import java.time.Instant;
import java.util.List;

/** The columns of operations.runs. */
public final class RunColumns {
  public static final Field<String> KIND = Field.text("kind");
  public static final Field<Instant> AS_OF = Field.instant("as_of");
  public static final Field<String> STATUS = Field.text("status");
  public static final Field<Long> SEQUENCE = Field.number("sequence");
  public static final Field<String> INPUTS_DIGEST = Field.text("inputs_digest");
  public static final Field<String> INPUTS = Field.text("inputs");
  public static final Field<String> CONTRACT_VERSION = Field.text("contract_version");
  public static final Field<String> CONTRACT_DIGEST = Field.text("contract_digest");
  public static final Field<String> CODE_VERSION = Field.text("code_version");
  public static final Field<Instant> STARTED_AT = Field.instant("started_at");
  public static final Field<Double> SECONDS = Field.decimal("seconds");
  public static final Field<Long> FILES = Field.number("files");
  public static final Field<Long> REFUSED_FILES = Field.number("refused_files");
  public static final Field<Long> TABLE_ROWS = Field.number("table_rows");
  public static final Field<Integer> RULES_PASSED = Field.integer("rules_passed");
  public static final Field<Integer> RULES_VIOLATED = Field.integer("rules_violated");
  public static final Field<Integer> RULES_NOT_EVALUATED = Field.integer("rules_not_evaluated");
  public static final Field<String> MESSAGE = Field.text("message");
  public static final Field<String> KNOWN_BY = Field.text("known_by");

  static final List<Field<?>> ALL =
      List.of(
          RunKey.RUN_ID,
          RunKey.PRODUCT,
          KIND,
          AS_OF,
          STATUS,
          RunKey.SNAPSHOT_ID,
          SEQUENCE,
          INPUTS_DIGEST,
          INPUTS,
          CONTRACT_VERSION,
          CONTRACT_DIGEST,
          CODE_VERSION,
          STARTED_AT,
          SECONDS,
          FILES,
          REFUSED_FILES,
          RecordCounts.RECORDS,
          RecordCounts.LOADED,
          RecordCounts.SUPERSEDED,
          RecordCounts.DUPLICATES,
          RecordCounts.QUARANTINED,
          TABLE_ROWS,
          RULES_PASSED,
          RULES_VIOLATED,
          RULES_NOT_EVALUATED,
          MESSAGE,
          RecordCounts.SUPPRESSED,
          KNOWN_BY);

  private RunColumns() {}

  /** Begins an entry. */
  public static NewRow entry(String runId, ProductId product, Instant asOf, String status) {
    return new NewRow(OperationsTable.RUNS)
        .with(RunKey.RUN_ID, runId)
        .with(RunKey.PRODUCT, product)
        .with(AS_OF, asOf)
        .with(STATUS, status);
  }
}
