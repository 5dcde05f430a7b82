package dev.jetbridge.contracts;

import java.text.ParseException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.util.DateTimeUtils$;
import org.apache.spark.sql.catalyst.util.TimestampFormatter;
import org.apache.spark.sql.catalyst.util.TimestampFormatter$;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Whether the text of a file is a value of a type, by Spark's own parsers and without a session: it
 * takes what ingestion takes. Null is not judged.
 */
public final class TextValue {
  /** The cast takes a year or a month alone for a date, and 2023-1-5 too. */
  public static final String ISO_DATE = "^\\d{4}-\\d{2}-\\d{2}$";

  /** No names of zones: some of their local times exist twice, some never. */
  public static final String ISO_TIME = "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:[0-9:.+-]*Z?$";

  public static final String BOOLEAN = "^(?i:true|false)$";
  public static final String NUMBER = "^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?$";

  private static final ZoneId UTC = ZoneOffset.UTC;

  private TextValue() {}

  /** A pattern of dates or instants is tried as it is read: with each letter in its place. */
  public static Predicate<String> of(DataType type, Optional<String> format) {
    if (type instanceof DateType || type instanceof TimestampType) {
      return format.map(TextValue::formatted).orElseGet(() -> iso(type instanceof DateType));
    }
    if (type instanceof IntegerType) {
      return text ->
          text.indexOf('.') < 0 && UTF8String.fromString(text).toInt(new UTF8String.IntWrapper());
    }
    if (type instanceof LongType) {
      return text ->
          text.indexOf('.') < 0 && UTF8String.fromString(text).toLong(new UTF8String.LongWrapper());
    }
    if (type instanceof DecimalType decimal) {
      return decimal(decimal.precision(), decimal.scale());
    }
    if (type instanceof DoubleType || type instanceof FloatType) {
      return finite(type instanceof FloatType);
    }
    return type instanceof BooleanType ? Pattern.compile(BOOLEAN).asPredicate() : text -> true;
  }

  private static Predicate<String> iso(boolean date) {
    Predicate<String> shape = Pattern.compile(date ? ISO_DATE : ISO_TIME).asPredicate();
    return date
        ? text ->
            shape.test(text)
                && DateTimeUtils$.MODULE$.stringToDate(UTF8String.fromString(text)).isDefined()
        : text ->
            shape.test(text)
                && DateTimeUtils$.MODULE$
                    .stringToTimestamp(UTF8String.fromString(text.replaceAll("Z+$", "")), UTC)
                    .isDefined();
  }

  private static Predicate<String> formatted(String format) {
    TimestampFormatter formatter = TimestampFormatter$.MODULE$.apply(format, UTC, true);
    return text -> {
      try {
        formatter.parse(text);
        return true;
      } catch (ParseException | RuntimeException e) {
        // Spark tells by an exception, of one kind or another, that a text does not parse.
        return false;
      }
    };
  }

  /** The cast makes an infinity of a number that is too large. */
  private static Predicate<String> finite(boolean single) {
    Predicate<String> shape = Pattern.compile(NUMBER).asPredicate();
    return text ->
        shape.test(text)
            && (single
                ? Float.isFinite(Float.parseFloat(text))
                : Double.isFinite(Double.parseDouble(text)));
  }

  private static Predicate<String> decimal(int precision, int scale) {
    Predicate<String> shape =
        Pattern.compile(
                scale == 0 ? "^[+-]?\\d{1,38}$" : "^[+-]?\\d{1,38}(\\.\\d{1," + scale + "})?$")
            .asPredicate();
    return text ->
        shape.test(text) && new java.math.BigDecimal(text).setScale(scale).precision() <= precision;
  }
}
