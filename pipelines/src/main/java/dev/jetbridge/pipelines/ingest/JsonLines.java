package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Parses lines of JSON: one object each, as strings by name. Spark's reader alone takes the first
 * of two objects on a line and forgets the second, makes rows of an array, keeps the last of two
 * equal names and turns half of a character into a question mark. Here each of these is a fault of
 * the line, told by a code in the column of corrupt records. This costs three times as much, so
 * only files with such a line, see {@link JsonShape}, are read in this way.
 */
final class JsonLines {
  /** The line is not one object, or is nested deeper than the parser goes. */
  static final String OBJECT = "object";

  /** A name stands twice in the object. */
  static final String NAMES = "names";

  /** An escape is half of a character. */
  static final String HALF = "half";

  /** A surrogate escape that no other half precedes or follows; a doubled backslash is text. */
  private static final String HALF_ESCAPE =
      "(?i)(?<!\\\\)(?:\\\\\\\\)*\\\\u(?:d[89ab][0-9a-f]{2}(?!\\\\ud[c-f][0-9a-f]{2})"
          + "|(?<!\\\\ud[89ab][0-9a-f]{2}\\\\u)d[c-f][0-9a-f]{2})";

  private static final String END = "_end";

  private JsonLines() {}

  /** The fields, {@code _corrupt} and what else the lines have. */
  static Dataset<Row> parsed(Dataset<Row> lines, List<String> fields) {
    StructType object = new StructType();
    for (String name : fields) {
      object = object.add(name, DataTypes.StringType);
    }
    Column line = col(RawReader.LINE);
    // As an array with an end of its own, what follows the first object is seen, too.
    Column objects =
        from_json(
            concat(lit("["), line, lit(",{\"" + END + "\":1}]")),
            new ArrayType(object.add(END, DataTypes.StringType), true),
            Map.<String, String>of());
    Column names = expr("json_object_keys(" + RawReader.LINE + ")");
    Column only = col("_objects").getItem(0);
    Column one =
        size(col("_objects"))
            .equalTo(2)
            .and(only.isNotNull())
            .and(coalesce(col("_objects").getItem(1).getField(END).isNotNull(), lit(false)));
    List<Column> columns = new ArrayList<>();
    for (String name : fields) {
      columns.add(only.getField(name).as(name));
    }
    columns.add(
        when(not(one), OBJECT)
            .when(size(array_distinct(names)).notEqual(size(names)), NAMES)
            .when(line.contains("\\u").and(line.rlike(HALF_ESCAPE)), HALF)
            .as(RawReader.CORRUPT));
    for (String place : List.of(RawReader.FILE, RawReader.RECORD, RawReader.OFFSET)) {
      if (List.of(lines.columns()).contains(place)) {
        columns.add(col(place));
      }
    }
    return lines.withColumn("_objects", objects).select(columns.toArray(new Column[0]));
  }
}
