package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.RecordText;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The records of files as rows, divided as the byte pass does: texts by place, what is wrong with
 * the record, and its place.
 */
public final class RecordRows {
  /** Behind the fields: what is wrong, file, record, offset and text. */
  private static final int MORE = 5;

  private static final int MANY = 1_000;
  private static final long SMALL = 1L << 16;

  private RecordRows() {}

  /** Makes what divides the records of a task into fields. */
  @FunctionalInterface
  public interface Dividing extends Serializable {
    Divider begin();
  }

  /** Divides a record into fields. */
  @FunctionalInterface
  public interface Divider {
    /**
     * Fills in the fields of a record, {@link UTF8String} each or null for none; what is wrong with
     * it as a whole, null when nothing is.
     */
    UTF8String divide(RecordText record, Object[] fields);
  }

  /**
   * Whether files are better read like this than by a reader of Spark's own, which takes a
   * millisecond to open a file, in which it could parse some hundred records.
   */
  public static boolean suits(List<FileCheck> files) {
    long bytes = files.stream().mapToLong(f -> f.file().bytes()).sum();
    return files.size() > MANY && bytes < files.size() * SMALL;
  }

  /** The columns of rows of files. */
  public static StructType schema(int width) {
    StructType schema = new StructType();
    for (int i = 0; i < width; i++) {
      schema = schema.add(RawColumns.at(i), DataTypes.StringType);
    }
    return schema.add(RawColumns.CORRUPT, DataTypes.StringType);
  }

  /**
   * The records of files as rows.
   *
   * @param width how many fields there are
   */
  public static Dataset<Row> of(
      SparkSession spark,
      List<FileCheck> files,
      RecordLayout layout,
      int width,
      Dividing dividing) {
    List<FileCheck.Piece> pieces = files.stream().flatMap(f -> f.pieces().stream()).toList();
    JavaRDD<FileCheck.Piece> tasks =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(
                pieces, Math.min(pieces.size(), 2 * spark.sparkContext().defaultParallelism()));
    StructType schema =
        schema(width)
            .add(RawColumns.FILE, DataTypes.StringType)
            .add(RawColumns.RECORD, DataTypes.LongType)
            .add(RawColumns.OFFSET, DataTypes.LongType)
            .add(RawColumns.LINE, DataTypes.StringType);
    return spark.internalCreateDataFrame(
        tasks.mapPartitions(of -> new Rows(of, layout, width, dividing.begin())).rdd(),
        schema,
        false);
  }

  /** The rows of pieces, which share a divider: to make one may cost more than to read a file. */
  private static final class Rows implements Iterator<InternalRow> {
    private final Iterator<FileCheck.Piece> pieces;
    private final RecordLayout layout;
    private final int width;
    private final Divider divider;
    private Iterator<RecordText> records;

    Rows(Iterator<FileCheck.Piece> pieces, RecordLayout layout, int width, Divider divider) {
      this.pieces = pieces;
      this.layout = layout;
      this.width = width;
      this.divider = divider;
      this.records = open();
    }

    private Iterator<RecordText> open() {
      return pieces.hasNext() ? new RecordReader(pieces.next(), layout) : null;
    }

    @Override
    public boolean hasNext() {
      // Not before the last row was taken: which file is read is asked of the thread.
      while (records != null && !records.hasNext()) {
        records = open();
      }
      return records != null;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      RecordText record = records.next();
      Object[] values = new Object[width + MORE];
      values[width] = divider.divide(record, values);
      values[width + 1] = UTF8String.fromString(record.file());
      values[width + 2] = record.number();
      values[width + 3] = record.offset();
      values[width + 4] = UTF8String.fromString(record.text());
      return new GenericInternalRow(values);
    }
  }
}
