package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.input_file_name;

import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.JavaConverters;

/**
 * The hash of the landed file that a row was read from: landing names a file by it. The hash is cut
 * out of the path once a file; Spark's functions for text, once a row, cost a tenth of an ingest.
 */
final class FileHash implements UnaryOperator<UTF8String>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LENGTH = 64;

  /** Tasks of one process may share this object, so path and hash are set together. */
  private transient volatile Last last;

  private record Last(UTF8String path, UTF8String hash) {}

  /** To be asked in the stage that reads the file. */
  static Column ofRow() {
    return new Column(
        new Invoke(
            new Literal(new FileHash(), new ObjectType(UnaryOperator.class)),
            "apply",
            DataTypes.StringType,
            JavaConverters.asScalaBuffer(List.of(input_file_name().expr())),
            JavaConverters.asScalaBuffer(List.of()),
            true,
            true,
            true));
  }

  @Override
  public UTF8String apply(UTF8String path) {
    Last known = last;
    if (known == null || !known.path().equals(path)) {
      String text = path.toString();
      int name = text.lastIndexOf('/') + 1;
      known = new Last(path, UTF8String.fromString(text.substring(name, name + LENGTH)));
      last = known;
    }
    return known.hash();
  }
}
