package dev.jetbridge.contracts.value;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.ValueFormat;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Whether the text of a file is a value of a column, without a session: it takes what ingestion
 * takes, which reads by the same classes. Null is not judged, and a null marker is taken.
 *
 * <p>As an operator it gives the reason for which a text is not a value, in words and never with
 * the text itself.
 */
public final class TextValue implements Predicate<String>, UnaryOperator<UTF8String>, Serializable {
  private static final long serialVersionUID = 1L;

  public static final String BOOLEAN = "^(?i:true|false)\\z";
  public static final String NUMBER = "^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?\\z";

  private final DataType type;
  private final String format;
  private final ValueFormat values;

  /** Whether blanks around a value could be no part of it, and are. */
  private final boolean trimmable;

  private final TextForm form;
  private final FloatingText floating;
  private final NumberText number;
  private final MomentText moment;

  private TextValue(DataType type, String format, ValueFormat values, boolean trimmable) {
    this.type = type;
    this.format = format;
    this.values = values;
    this.trimmable = trimmable;
    boolean temporal = type instanceof DateType || type instanceof TimestampType;
    boolean text = type instanceof StringType || type instanceof MapType;
    boolean plain = values.numbers().equals(ValueFormat.NumberFormat.PLAIN);
    this.moment = temporal ? MomentText.of(type, format, values) : null;
    this.floating = FloatingText.reads(type) ? FloatingText.of(type) : null;
    this.form = temporal || text || floating != null ? null : TextForm.of(type);
    this.number =
        temporal || text || plain || type instanceof BooleanType
            ? null
            : new NumberText(type, values.numbers());
  }

  /** A pattern of dates or instants is tried as it is read: with each letter in its place. */
  public static TextValue of(DataType type, Optional<String> format) {
    return of(type, format, ValueFormat.PLAIN);
  }

  /** The same for values that are written in a way of their own. */
  public static TextValue of(DataType type, Optional<String> format, ValueFormat values) {
    return new TextValue(type, format.orElse(null), values, false);
  }

  /** Those of a column. */
  public static TextValue of(Column column) {
    return of(column.type(), column.format(), column.values());
  }

  /** The same, of files in which the contract could have trimmed blanks, but does not. */
  public TextValue untrimmed() {
    return new TextValue(type, format, values, true);
  }

  TextValue with(ValueFormat.NumberFormat numbers) {
    return new TextValue(type, format, values.with(numbers), trimmable);
  }

  /** Whether ingestion takes the text, for a value or, as a null marker, for none. */
  @Override
  public boolean test(String text) {
    return isNull(text) || isValue(text);
  }

  /** Whether the text stands for no value. */
  public boolean isNull(String text) {
    return values.nullMarkers().contains(text);
  }

  boolean isValue(String text) {
    if (moment != null) {
      return moment.test(text);
    }
    if (number != null) {
      String plain = number.plain(text);
      return plain != null && inRange(plain);
    }
    if (type instanceof BooleanType) {
      return form.test(text)
          || values.trueWords().contains(text)
          || values.falseWords().contains(text);
    }
    if (floating != null) {
      return floating.test(text);
    }
    return form == null || (form.test(text) && inRange(text));
  }

  /** Whether the cast of a number of the right form gives one. */
  private boolean inRange(String text) {
    UTF8String bytes = UTF8String.fromString(text);
    if (type instanceof IntegerType) {
      return bytes.toInt(new UTF8String.IntWrapper());
    }
    if (type instanceof LongType) {
      return bytes.toLong(new UTF8String.LongWrapper());
    }
    if (type instanceof DecimalType decimal) {
      return new BigDecimal(text).setScale(decimal.scale()).precision() <= decimal.precision();
    }
    return floating == null || floating.test(text);
  }

  DataType type() {
    return type;
  }

  Optional<String> format() {
    return Optional.ofNullable(format);
  }

  ValueFormat values() {
    return values;
  }

  boolean isTemporal() {
    return moment != null;
  }

  boolean isTrimmable() {
    return trimmable;
  }

  /** What a text must be, such as {@code a whole number}. */
  public String expectation() {
    if (values.epoch() != null) {
      return "an instant in " + values.epoch().label() + " since 1970";
    }
    if (moment != null) {
      boolean date = type instanceof DateType;
      String forms = format == null ? String.join(" or ", values.dateFormats()) : format;
      String kind = date ? "a date " : "an instant ";
      return kind + (forms.isEmpty() ? (date ? "yyyy-MM-dd" : "in ISO 8601") : forms);
    }
    if (type instanceof DecimalType decimal) {
      return decimal.scale() == 0
          ? "a whole number of at most " + decimal.precision() + " digits"
          : "a number with at most "
              + decimal.scale()
              + (decimal.scale() == 1 ? " decimal" : " decimals");
    }
    if (type instanceof BooleanType) {
      return values.trueWords().isEmpty() && values.falseWords().isEmpty()
          ? "true or false"
          : "true, false or a word of booleanWords";
    }
    return type instanceof IntegerType || type instanceof LongType ? "a whole number" : "a number";
  }

  /** Why a text that is not taken is none: what it must be and which shape was seen. */
  public String reason(String text) {
    return "must be " + expectation() + ", but " + Misfit.of(this, text);
  }

  @Override
  public UTF8String apply(UTF8String text) {
    return UTF8String.fromString(reason(text.toString()));
  }
}
