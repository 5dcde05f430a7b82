package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.not;

import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.FileStatus;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import dev.jetbridge.pipelines.operations.RecordCounts;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is rejected of the files of a product so far.
 *
 * @param accounts of the files that were not refused whole, by hash
 * @param pointers to the rejected rows: file_hash, record_number
 */
public record Rejected(Map<String, RecordCounts> accounts, Dataset<Row> pointers) {
  public Rejected {
    accounts = Map.copyOf(accounts);
  }

  /**
   * Reads the accounts, one row a file.
   *
   * @param files the account of each file
   * @param quarantine the rejected rows that nothing has repaired since
   */
  public static Rejected of(Dataset<Row> files, Dataset<Row> quarantine) {
    Map<String, RecordCounts> accounts = new HashMap<>();
    files
        .filter(not(FileColumns.STATUS.is(FileStatus.REFUSED)))
        .collectAsList()
        .forEach(r -> accounts.put(FileColumns.FILE_HASH.of(r), RecordCounts.of(r)));
    return new Rejected(
        accounts,
        quarantine
            .select(Field.columns(QuarantineColumns.FILE_HASH, QuarantineColumns.RECORD_NUMBER))
            .distinct());
  }
}
