package dev.jetbridge.pipelines.features;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * The columns of Parquet files that hold instants in nanoseconds, as pandas writes them, and which
 * Spark has no type for: it reads the number, from which the instant is made to the microsecond,
 * rounded down.
 */
final class ParquetInstants {
  /** Makes Spark read such columns as whole numbers; without it, it refuses the file. */
  static final String AS_NUMBERS = "spark.sql.legacy.parquet.nanosAsLong";

  private final Map<String, TimestampLogicalTypeAnnotation> columns;

  private ParquetInstants(Map<String, TimestampLogicalTypeAnnotation> columns) {
    this.columns = columns;
  }

  /**
   * Looks into the footers of a file, or of the files of a folder.
   *
   * @throws JetbridgeException CONFIG when a column has a time that cannot be read, with its unit
   * @throws IOException when a file is not Parquet
   */
  static ParquetInstants of(Path labels) throws IOException {
    Map<String, TimestampLogicalTypeAnnotation> found = null;
    for (Path file : files(labels)) {
      Map<String, TimestampLogicalTypeAnnotation> own = new TreeMap<>();
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(
                  new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)))) {
        for (Type field : reader.getFileMetaData().getSchema().getFields()) {
          collect(labels, field, own);
        }
      }
      if (found != null && !found.equals(own)) {
        throw fault(
            labels,
            "its files disagree about instants in nanoseconds ("
                + found.keySet()
                + " and "
                + own.keySet()
                + "); write all of them in microseconds");
      }
      found = own;
    }
    return new ParquetInstants(found == null ? Map.of() : found);
  }

  boolean isEmpty() {
    return columns.isEmpty();
  }

  /** A column as it is, one in nanoseconds as the instant it means. */
  Column read(String name) {
    Column column = functions.col("`" + name.replace("`", "``") + "`");
    TimestampLogicalTypeAnnotation nanoseconds = columns.get(name);
    if (nanoseconds == null) {
      return column;
    }
    Column whole = column.minus(functions.pmod(column, functions.lit(1000L)));
    // Exact in whole numbers, and the remainder is gone, so that the division leaves none.
    Column instant =
        functions.timestamp_micros(functions.call_function("div", whole, functions.lit(1000L)));
    return (nanoseconds.isAdjustedToUTC() ? instant : instant.cast("timestamp_ntz")).as(name);
  }

  private static List<Path> files(Path labels) throws IOException {
    if (!Files.isDirectory(labels)) {
      return List.of(labels);
    }
    try (Stream<Path> all = Files.walk(labels)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().matches("[._].*"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private static void collect(
      Path labels, Type field, Map<String, TimestampLogicalTypeAnnotation> found) {
    if (!field.isPrimitive()) {
      field.asGroupType().getFields().forEach(f -> refuseWithin(labels, field.getName(), f));
    } else if (isNanoseconds(field)) {
      found.put(field.getName(), (TimestampLogicalTypeAnnotation) field.getLogicalTypeAnnotation());
    } else {
      refuseTime(labels, field.getName(), field);
    }
  }

  private static void refuseWithin(Path labels, String outer, Type field) {
    String name = outer + "." + field.getName();
    if (!field.isPrimitive()) {
      field.asGroupType().getFields().forEach(f -> refuseWithin(labels, name, f));
    } else if (isNanoseconds(field)) {
      throw unreadable(labels, name, field, "write it in microseconds");
    } else {
      refuseTime(labels, name, field);
    }
  }

  private static boolean isNanoseconds(Type field) {
    return field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
        && timestamp.getUnit() == TimeUnit.NANOS;
  }

  private static void refuseTime(Path labels, String name, Type field) {
    if (field.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation) {
      throw unreadable(labels, name, field, "write it as text or leave it out");
    }
  }

  private static JetbridgeException unreadable(
      Path labels, String name, Type field, String advice) {
    LogicalTypeAnnotation type = field.getLogicalTypeAnnotation();
    return fault(
        labels, "column " + name + " is " + type + ", which cannot be read here; " + advice);
  }

  private static JetbridgeException fault(Path labels, String reason) {
    return new JetbridgeException(
        FailureKind.CONFIG, "Cannot use labels " + labels + ": " + reason);
  }
}
