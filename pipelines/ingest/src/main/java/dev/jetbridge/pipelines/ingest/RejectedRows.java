package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import dev.jetbridge.quality.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads rejected rows back from landing, where alone their content is. */
public record RejectedRows(Lake lake, Contract contract, RuleSet rules, FormatReader format) {
  /** What stands beside the values of the source. */
  private static final List<Field<?>> POINTER =
      List.of(
          QuarantineColumns.FILE_HASH,
          QuarantineColumns.RECORD_NUMBER,
          QuarantineColumns.COLUMN_NAME,
          QuarantineColumns.RULE,
          QuarantineColumns.REASON);

  private static final String VALUES = "values";

  /** The record as it came, when it could not be split into columns. */
  public static final String LINE = "_line";

  /**
   * file_hash, record_number, column_name, rule and reason, the texts of the record, see {@link
   * #values}, and {@link #LINE}, null for a record that has columns. One row a pointer, by file and
   * record. Columns of a source may be called like any of these, so they are none here.
   *
   * @param files of landing; those with pointers are read
   * @param pointers rows of operations.quarantine
   * @param mended file_hash, record_number, values: shown instead of what came
   * @throws JetbridgeException CONTRACT when a file does not fit the contract any more
   */
  public Dataset<Row> read(
      List<LandedFile> files, Dataset<Row> pointers, Optional<Dataset<Row>> mended) {
    Ingest ingest = new Ingest(lake, contract, rules, format);
    List<FileCheck> checks = ingest.check(files);
    for (FileCheck check : checks) {
      if (check.refused()) {
        throw new JetbridgeException(
            FailureKind.CONTRACT,
            "Cannot read the rejected rows of %s: by its contract of today file %s would be refused whole: %s, %s"
                .formatted(contract.id(), check.file().name(), check.refusal(), check.place()));
      }
    }
    SourceColumns source = SourceColumns.of(contract);
    RawReader reader = new RawReader(lake.spark(), format, source);
    Dataset<Row> located = reader.locate(checks);
    Dataset<Row> rows =
        mended.isEmpty() ? located : Batch.Mended.of(mended.get()).over(located, reader);
    List<Column> columns = new ArrayList<>();
    POINTER.forEach(field -> columns.add(field.in(pointers)));
    columns.add(
        map(source.columns().stream()
                .flatMap(c -> Stream.of(lit(c.source()), rows.col(c.name())))
                .toArray(Column[]::new))
            .as(VALUES));
    columns.add(rows.col(RawColumns.LINE).as(LINE));
    return rows.join(
            pointers,
            rows.col(RawColumns.FILE)
                .equalTo(QuarantineColumns.FILE_HASH.in(pointers))
                .and(
                    rows.col(RawColumns.RECORD)
                        .equalTo(QuarantineColumns.RECORD_NUMBER.in(pointers))))
        .select(columns.toArray(Column[]::new))
        .orderBy(Field.columns(QuarantineColumns.FILE_HASH, QuarantineColumns.RECORD_NUMBER));
  }

  /** The texts of a row of {@link #read} by column of the source; null for none. */
  public static Map<String, String> values(Row row) {
    return row.getJavaMap(row.fieldIndex(VALUES));
  }
}
