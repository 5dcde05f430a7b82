package dev.jetbridge.pipelines.simulator;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What is in one source file.
 *
 * @param path below the folder of the sources
 * @param from first day of its period
 * @param to last day of its period
 * @param newKeys keys that appear in it for the first time
 * @param deletedKeys keys it deletes
 * @param outdated records older than one of their key in an earlier file
 * @param refused the code it must be refused with as a whole; empty for a proper file
 */
record FileTruth(
    String path,
    String from,
    String to,
    long records,
    long newKeys,
    long deletedKeys,
    long quarantined,
    long duplicates,
    long outdated,
    String refused) {
  static final String HEADER =
      "file,first_day,last_day,records,new_keys,deleted_keys,quarantined,duplicates,outdated,"
          + "refused";

  static final StructType SCHEMA = new StructType().add("line", DataTypes.StringType, false);

  boolean isProper() {
    return refused.isEmpty();
  }

  String line() {
    return String.join(
        ",",
        path,
        from,
        to,
        String.valueOf(records),
        String.valueOf(newKeys),
        String.valueOf(deletedKeys),
        String.valueOf(quarantined),
        String.valueOf(duplicates),
        String.valueOf(outdated),
        refused);
  }

  static FileTruth parse(String line) {
    String[] f = line.split(",", -1);
    return new FileTruth(
        f[0],
        f[1],
        f[2],
        Long.parseLong(f[3]),
        Long.parseLong(f[4]),
        Long.parseLong(f[5]),
        Long.parseLong(f[6]),
        Long.parseLong(f[7]),
        Long.parseLong(f[8]),
        f[9]);
  }

  Row row() {
    return RowFactory.create(line());
  }

  static FileTruth of(Row row) {
    return parse(row.getString(0));
  }
}
