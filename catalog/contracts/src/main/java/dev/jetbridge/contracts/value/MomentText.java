package dev.jetbridge.contracts.value;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.ValueFormat;
import dev.jetbridge.contracts.ValueFormat.Epoch;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads the whole text of a date or an instant: as days or microseconds since 1970, or null when it
 * is none, when it is outside the years 1 to 9999 in UTC, or when it has digits of a second that
 * cannot be kept.
 */
public final class MomentText implements Function<UTF8String, Object>, Serializable {
  private static final long serialVersionUID = 1L;

  static final long MICROS_OF_DAY = 86_400_000_000L;
  static final long FIRST_DAY = java.time.LocalDate.of(1, 1, 1).toEpochDay();
  static final long LAST_DAY = java.time.LocalDate.of(9999, 12, 31).toEpochDay();

  private final boolean date;
  private final Epoch epoch;
  private final List<String> patterns;
  private final int pivotYear;
  private transient volatile List<DatePattern> readers;

  private MomentText(boolean date, Epoch epoch, List<String> patterns, int pivotYear) {
    this.date = date;
    this.epoch = epoch;
    this.patterns = patterns;
    this.pivotYear = pivotYear;
  }

  /** Those of a column of dates or instants. */
  public static MomentText of(Column column) {
    return of(column.type(), column.format().orElse(null), column.values());
  }

  static MomentText of(DataType type, String format, ValueFormat values) {
    List<String> patterns = format == null ? values.dateFormats() : List.of(format);
    return new MomentText(type instanceof DateType, values.epoch(), patterns, values.pivotYear());
  }

  /** An Integer for a date, a Long for an instant. */
  @Override
  public Object apply(UTF8String text) {
    if (epoch != null) {
      return counted(text.toString());
    }
    if (patterns.isEmpty()) {
      // No conditional expression: it would unbox what may be null.
      if (date) {
        return IsoText.day(text);
      }
      return IsoText.micros(text);
    }
    String value = text.toString();
    List<DatePattern> all = readers();
    for (DatePattern reader : all) {
      Long micros = all.size() == 1 || reader.looksLike(value) ? reader.micros(value) : null;
      if (micros != null) {
        return date ? (Object) (int) Math.floorDiv(micros, MICROS_OF_DAY) : micros;
      }
    }
    return null;
  }

  boolean test(String text) {
    return apply(UTF8String.fromString(text)) != null;
  }

  private List<DatePattern> readers() {
    List<DatePattern> known = readers;
    if (known == null) {
      known = new ArrayList<>();
      for (String pattern : patterns) {
        known.add(new DatePattern(pattern, pivotYear));
      }
      readers = known;
    }
    return known;
  }

  /** Whole units, or with decimals as far as microseconds go. */
  private Long counted(String text) {
    if (text.length() > 40 || !COUNT.test(text)) {
      return null;
    }
    try {
      return inYears(new BigDecimal(text).movePointRight(epoch.digits()).longValueExact());
    } catch (ArithmeticException e) {
      // More than 64 bits, or a fraction of a microsecond.
      return null;
    }
  }

  private static final TextForm COUNT =
      TextForm.of(org.apache.spark.sql.types.DataTypes.createDecimalType(38, 18));

  /** The same when it lies in the years that every reader of a table knows; else null. */
  static Long inYears(long micros) {
    long day = Math.floorDiv(micros, MICROS_OF_DAY);
    return day < FIRST_DAY || day > LAST_DAY ? null : micros;
  }
}
