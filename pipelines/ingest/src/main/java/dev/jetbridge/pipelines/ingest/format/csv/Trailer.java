package dev.jetbridge.pipelines.ingest.format.csv;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.jetbridge.pipelines.ingest.format.FileFault;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import java.io.Serializable;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The last record of a file, which counts the others. It is told by its first field, whatever its
 * other fields are.
 *
 * @param marker its first field, and that of no other record
 * @param countField place of the count in it, from 1
 */
record Trailer(String marker, int countField) implements Serializable {
  private static final Pattern COUNT = Pattern.compile("\\s*\\d{1,18}\\s*");

  /** Rows without it. */
  Dataset<Row> without(Dataset<Row> rows) {
    return rows.filter(not(col(RawColumns.at(0)).eqNullSafe(lit(marker))));
  }

  /**
   * Holds the count of a file against its records.
   *
   * @param last the fields of its last record
   * @param counted records beside it and the header
   * @throws FileFault when it is none, not the only one, or does not tell the truth
   */
  void judge(String[] last, long counted, TrailerMark seen) throws FileFault {
    if (last.length == 0 || !marker.equals(last[0])) {
      throw new FileFault("trailer: the last record does not begin with " + marker, "last line");
    }
    if (seen.count() != 1) {
      throw new FileFault(
          "trailer: " + seen.count() + " records begin with " + marker + ", only the last one may",
          "line " + seen.firstLine());
    }
    if (counted < 0) {
      throw new FileFault("header: the file has a trailer only", "line 1");
    }
    String stated = last.length < countField ? null : last[countField - 1];
    if (stated == null || !COUNT.matcher(stated).matches()) {
      throw new FileFault("trailer: no count in field " + countField, "last line");
    }
    if (Long.parseLong(stated.strip()) != counted) {
      throw new FileFault(
          "trailer: the file has "
              + counted
              + " records, its trailer states "
              + Long.parseLong(stated.strip()),
          "last line");
    }
  }
}
