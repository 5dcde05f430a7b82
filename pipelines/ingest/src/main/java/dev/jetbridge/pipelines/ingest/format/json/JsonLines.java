package dev.jetbridge.pipelines.ingest.format.json;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.text.BlankLine;
import dev.jetbridge.pipelines.ingest.format.text.RecordRows;
import dev.jetbridge.pipelines.ingest.rows.RowSteps;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.JavaConverters;

/**
 * Parses lines of JSON, one object each, into the texts of their fields by place. A text is without
 * its quotes and escapes; a number, an object or an array is the bytes that were sent. Spark's own
 * reader takes numbers through a double, tells names apart without their case, takes the first of
 * two objects and the last of two equal names; here each of these is exact, or a fault of the line.
 */
final class JsonLines implements Function<UTF8String, InternalRow>, Serializable {
  /** The line is not one object. */
  static final String OBJECT = "object";

  /** The line is nested deeper than {@link JsonScan#DEEPEST}. */
  static final String DEEP = "deep";

  /** A name is a duplicate in the object. */
  static final String NAMES = "names";

  /** An escape is half of a character. */
  static final String HALF = "half";

  private static final long serialVersionUID = 1L;
  private static final String PARSED = "_parsed";

  private final ArrayList<String> fields;
  private final HeaderNames matching;
  private final String charset;

  /** What one thread parses with; a thread that finds none makes another. */
  private transient AtomicReference<Parser> spare = new AtomicReference<>();

  private JsonLines(List<String> fields, HeaderNames matching, String charset) {
    this.fields = new ArrayList<>(fields);
    this.matching = matching;
    this.charset = charset;
  }

  private Object readResolve() {
    return new JsonLines(fields, matching, charset);
  }

  /** Divides records that were divided out of files already. */
  static RecordRows.Dividing dividing(List<String> fields, HeaderNames matching) {
    ArrayList<String> names = new ArrayList<>(fields);
    return () -> {
      Parser parser = new Parser(names, matching);
      return (record, values) -> {
        byte[] line = record.text().getBytes(StandardCharsets.UTF_8);
        return parser.fill(values, line, 0, line.length);
      };
    };
  }

  /**
   * The fields as {@code _0} and so on, {@link RawReader#CORRUPT} and the other columns of the
   * lines; without blank lines.
   *
   * @param charset of the bytes of the lines
   */
  static Dataset<Row> parsed(
      Dataset<Row> lines, List<String> fields, HeaderNames matching, Charset charset) {
    if (fields.size() >= RowSteps.WIDE) {
      return wide(lines, new JsonLines(fields, matching, charset.name()));
    }
    StructType object = new StructType();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      object = object.add(RawColumns.at(i), DataTypes.StringType);
      columns.add(col(PARSED).getField(RawColumns.at(i)).as(RawColumns.at(i)));
    }
    object = object.add(RawColumns.CORRUPT, DataTypes.StringType);
    columns.add(col(PARSED).getField(RawColumns.CORRUPT).as(RawColumns.CORRUPT));
    Arrays.stream(lines.columns()).forEach(name -> columns.add(col(name)));
    // Not deterministic, as far as Spark knows: a line is parsed once, not for each of its fields.
    Column parsed =
        new Column(
            new Invoke(
                new Literal(
                    new JsonLines(fields, matching, charset.name()),
                    new ObjectType(Function.class)),
                "apply",
                object,
                JavaConverters.asScalaBuffer(List.of(col(RawColumns.LINE).expr())),
                JavaConverters.asScalaBuffer(List.of()),
                true,
                true,
                false));
    return lines
        .withColumn(PARSED, parsed)
        .filter(col(PARSED).isNotNull())
        .select(columns.toArray(new Column[0]));
  }

  /** The same without a plan that names each field, see {@link RowSteps}. */
  private static Dataset<Row> wide(Dataset<Row> lines, JsonLines parsing) {
    StructType schema = new StructType();
    for (int i = 0; i < parsing.fields.size(); i++) {
      schema = schema.add(RawColumns.at(i), DataTypes.StringType);
    }
    schema = schema.add(RawColumns.CORRUPT, DataTypes.StringType);
    for (StructField column : lines.schema().fields()) {
      schema = schema.add(column);
    }
    int text = lines.schema().fieldIndex(RawColumns.LINE);
    JavaRDD<InternalRow> parsed =
        lines
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(
                rows -> {
                  JoinedRow joined = new JoinedRow();
                  return RowSteps.mapped(
                      rows,
                      row -> {
                        InternalRow fields = parsing.apply(row.getUTF8String(text));
                        return fields == null ? null : joined.apply(fields, row);
                      });
                });
    return lines
        .sparkSession()
        .internalCreateDataFrame(parsed.filter(row -> row != null).rdd(), schema, false);
  }

  /** The fields of a line; null for a blank one. */
  @Override
  public InternalRow apply(UTF8String line) {
    Parser parser = spare.getAndSet(null);
    if (parser == null) {
      parser = new Parser(fields, matching);
    }
    InternalRow row;
    if (charset.equals(StandardCharsets.UTF_8.name()) && line.getBaseObject() instanceof byte[] b) {
      int from = (int) (line.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
      row = parser.parse(b, from, from + line.numBytes());
    } else {
      byte[] bytes =
          new String(line.getBytes(), Charset.forName(charset)).getBytes(StandardCharsets.UTF_8);
      row = parser.parse(bytes, 0, bytes.length);
    }
    spare.set(parser);
    return row;
  }

  /** Fills rows by the names of fields. */
  private static final class Parser {
    private final JsonScan scan = new JsonScan();
    private final JsonNames names;
    private final int[] places;
    private final int width;

    Parser(List<String> fields, HeaderNames matching) {
      this.names = new JsonNames(matching, fields.size());
      this.width = fields.size();
      this.places = new int[width];
      for (int i = 0; i < width; i++) {
        places[names.add(fields.get(i))] = i;
      }
    }

    InternalRow parse(byte[] in, int from, int to) {
      if (BlankLine.is(in, from, to)) {
        return null;
      }
      Object[] values = new Object[width + 1];
      values[width] = fill(values, in, from, to);
      return new GenericInternalRow(values);
    }

    /** What is wrong with the line; null when nothing is. */
    private UTF8String fill(Object[] values, byte[] in, int from, int to) {
      if (!scan.object(in, from, to)) {
        return UTF8String.fromString(scan.tooDeep() ? DEEP : OBJECT);
      }
      names.begin();
      for (int i = 0; i < scan.count(); i++) {
        int number = names.number(in, scan, i);
        if (names.twice(in, scan, i, number)) {
          Arrays.fill(values, 0, width, null);
          return UTF8String.fromString(NAMES);
        }
        if (number >= 0 && number < width && !scan.isNull(i)) {
          values[places[number]] = value(in, i);
        }
      }
      return scan.half() ? UTF8String.fromString(HALF) : null;
    }

    private UTF8String value(byte[] in, int field) {
      int from = scan.valueFrom(field);
      int to = scan.valueTo(field);
      return scan.valueEscaped(field)
          ? UTF8String.fromBytes(JsonScan.unescaped(in, from, to))
          : UTF8String.fromBytes(in, from, to - from);
    }
  }
}
