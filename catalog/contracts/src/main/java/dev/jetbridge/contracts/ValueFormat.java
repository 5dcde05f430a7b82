package dev.jetbridge.contracts;

import java.io.Serializable;
import java.util.List;

/**
 * How the values of a column are written in source files, beyond what its type alone takes. It
 * travels to executors, so it holds no {@link java.util.Optional}.
 *
 * @param nullMarkers texts that stand for no value, compared exactly
 * @param numbers how numbers are written
 * @param trueWords texts that mean true beside {@code true}, compared exactly
 * @param falseWords texts that mean false beside {@code false}
 * @param epoch the unit in which an instant is counted from 1970-01-01T00:00:00Z; null for none
 * @param dateFormats patterns that are tried in this order; empty when the column has at most one,
 *     see {@link Column#format()}
 * @param pivotYear the first of the hundred years that two digits may mean; 0 for none
 */
public record ValueFormat(
    List<String> nullMarkers,
    NumberFormat numbers,
    List<String> trueWords,
    List<String> falseWords,
    Epoch epoch,
    List<String> dateFormats,
    int pivotYear)
    implements Serializable {
  /** Nothing but what the type takes. */
  public static final ValueFormat PLAIN =
      new ValueFormat(List.of(), NumberFormat.PLAIN, List.of(), List.of(), null, List.of(), 0);

  public ValueFormat {
    nullMarkers = List.copyOf(nullMarkers);
    trueWords = List.copyOf(trueWords);
    falseWords = List.copyOf(falseWords);
    dateFormats = List.copyOf(dateFormats);
  }

  /** The same with other numbers. */
  public ValueFormat with(NumberFormat other) {
    return new ValueFormat(
        nullMarkers, other, trueWords, falseWords, epoch, dateFormats, pivotYear);
  }

  /** Units in which instants are counted. */
  public enum Epoch implements Labelled {
    SECONDS(6),
    MILLISECONDS(3),
    MICROSECONDS(0),
    NANOSECONDS(-3);

    private final int digits;

    Epoch(int digits) {
      this.digits = digits;
    }

    /** By how many digits the point moves to the right to make microseconds. */
    public int digits() {
      return digits;
    }
  }

  /** What becomes of a number with a percent sign. */
  public enum Percent implements Labelled {
    /** The sign is not a part of a number. */
    NONE,
    /** 12.5% is 0.125. */
    FRACTION,
    /** 12.5% is 12.5. */
    NUMBER;
  }

  /**
   * How numbers are written.
   *
   * @param decimal the mark before the decimals
   * @param group the mark between groups of three digits; 0 for none
   * @param accounting whether a minus may stand behind a number or parentheses around it
   * @param currency marks of which one may stand before or behind a number
   * @param exponent whether decimals take an exponent; floating-point numbers always do
   * @param tokens whether a text may also be a number of JSON, whose mark is a point whatever else
   *     is said
   */
  public record NumberFormat(
      char decimal,
      char group,
      boolean accounting,
      List<String> currency,
      Percent percent,
      boolean exponent,
      boolean tokens)
      implements Serializable {
    /** Digits, a point and a sign. */
    public static final NumberFormat PLAIN =
        new NumberFormat('.', (char) 0, false, List.of(), Percent.NONE, false);

    public NumberFormat {
      currency = List.copyOf(currency);
    }

    /** That of files in which all values are texts. */
    public NumberFormat(
        char decimal,
        char group,
        boolean accounting,
        List<String> currency,
        Percent percent,
        boolean exponent) {
      this(decimal, group, accounting, currency, percent, exponent, false);
    }

    /** That of JSON, where a point may come from a number though texts have it for groups. */
    public NumberFormat withTokens() {
      return decimal == '.' && group != '.'
          ? this
          : new NumberFormat(decimal, group, accounting, currency, percent, exponent, true);
    }

    public NumberFormat withoutTokens() {
      return new NumberFormat(decimal, group, accounting, currency, percent, exponent);
    }

    /** As it stands in a contract. */
    public String inYaml() {
      List<String> parts = new java.util.ArrayList<>();
      if (decimal != '.') {
        parts.add("decimal: '" + decimal + "'");
      }
      if (group != 0) {
        parts.add("group: " + (group == '\'' ? "\"'\"" : "'" + group + "'"));
      }
      if (accounting) {
        parts.add("accounting: true");
      }
      if (!currency.isEmpty()) {
        parts.add("currency: ['" + String.join("', '", currency) + "']");
      }
      if (percent != Percent.NONE) {
        parts.add("percent: " + percent.label());
      }
      if (exponent) {
        parts.add("exponent: true");
      }
      return "numberFormat {" + String.join(", ", parts) + "}";
    }
  }
}
