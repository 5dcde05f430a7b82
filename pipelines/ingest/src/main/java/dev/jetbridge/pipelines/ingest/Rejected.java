package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.pipelines.ingest.FileAccount.Counts;
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
public record Rejected(Map<String, Counts> accounts, Dataset<Row> pointers) {
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
    Map<String, Counts> accounts = new HashMap<>();
    files
        .filter(col("status").notEqual(FileAccount.REFUSED))
        .select(
            "file_hash",
            "records",
            "loaded",
            "superseded",
            "duplicates",
            "quarantined",
            "suppressed")
        .collectAsList()
        .forEach(
            r ->
                accounts.put(
                    r.getString(0),
                    new Counts(
                        r.getLong(1),
                        r.getLong(2),
                        r.getLong(3),
                        r.getLong(4),
                        r.getLong(5),
                        r.isNullAt(6) ? 0 : r.getLong(6))));
    return new Rejected(
        accounts, quarantine.select(col("file_hash"), col("record_number")).distinct());
  }
}
