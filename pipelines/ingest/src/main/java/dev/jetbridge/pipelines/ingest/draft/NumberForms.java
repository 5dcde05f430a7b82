package dev.jetbridge.pipelines.ingest.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which ways to write numbers other than plain ones read the values of a column: separators, signs
 * of accounting, a currency, percent.
 */
final class NumberForms {
  private static final int LONGEST = 40;
  private static final String CURRENCY = "[$\u20AC\u00A3\u00A5\u20B9]|[A-Z]{3}";

  /** Sign, opening bracket, currency, sign, the number, currency or percent, closing or sign. */
  private static final Pattern PARTS =
      Pattern.compile(
          "([+-]?)(\\(?)([+-]?)(?:("
              + CURRENCY
              + ")[ \u00A0]?)?([+-]?)([0-9][0-9.,'\u2019 \u00A0\u202F]*)(?:[ \u00A0]?("
              + CURRENCY
              + "|%))?(\\)?)(-?)");

  /**
   * Separators, the usual ones first: of two that read as many values, the earlier one is taken.
   */
  private static final List<Form> FORMS =
      List.of(
          new Form('.', ""),
          new Form(',', ""),
          new Form('.', ","),
          new Form(',', "."),
          new Form(',', " "),
          new Form(',', "\u00A0"),
          new Form(',', "\u202F"),
          new Form('.', " "),
          new Form('.', "\u00A0"),
          new Form('.', "'"),
          new Form(',', "'"),
          new Form('.', "\u2019"));

  /** How a column stands with each of them. */
  private final List<Reading> readings = FORMS.stream().map(Reading::new).toList();

  private final Map<String, Long> currencies = new TreeMap<>();
  private long percents;
  private long accounting;
  private boolean any;
  private boolean negative;

  /**
   * A separator of decimals and one of thousands; empty for none.
   *
   * @param pattern its numbers, which each column of thousands would make anew
   */
  record Form(char decimal, String group, Pattern pattern) {
    Form(char decimal, String group) {
      this(decimal, group, pattern(decimal, group));
    }

    private static Pattern pattern(char decimal, String group) {
      String grouped =
          group.isEmpty() ? "" : "|[1-9][0-9]{0,2}(?:" + Pattern.quote(group) + "[0-9]{3})+";
      String point = Pattern.quote(String.valueOf(decimal));
      return Pattern.compile("([0-9]+" + grouped + ")(?:" + point + "([0-9]+))?");
    }
  }

  /** What one form reads. */
  private static final class Reading {
    private final Form form;
    private long fits;
    private long grouped;
    private long pointed;
    private long codes;
    private int scale;
    private int digits;

    Reading(Form form) {
      this.form = form;
    }

    /** The same with the values that need no form. */
    Reading with(Numbers plain) {
      Reading sum = new Reading(form);
      boolean point = form.decimal() == '.';
      boolean group = form.group().equals(".");
      sum.fits = fits + plain.wholes() + (point ? plain.pointed() : group ? plain.grouped() : 0);
      sum.grouped = grouped + (group ? plain.grouped() : 0);
      sum.pointed = pointed + (point ? plain.pointed() : 0);
      sum.codes = codes + plain.codes();
      sum.scale = point ? Math.max(scale, plain.scale()) : scale;
      int more = group && plain.grouped() > 0 ? 3 : 0;
      sum.digits = Math.max(digits, plain.integerDigits() + more);
      return sum;
    }

    void add(String body) {
      Matcher matcher = form.pattern().matcher(body);
      if (!matcher.matches()) {
        return;
      }
      fits++;
      String whole = matcher.group(1);
      boolean parted = !form.group().isEmpty() && whole.contains(form.group());
      grouped += parted ? 1 : 0;
      digits = Math.max(digits, parted ? whole.replace(form.group(), "").length() : whole.length());
      String decimals = matcher.group(2);
      codes += decimals == null && whole.length() > 1 && whole.charAt(0) == '0' ? 1 : 0;
      if (decimals != null) {
        pointed++;
        scale = Math.max(scale, decimals.length());
      }
    }
  }

  void add(String value) {
    if (value.length() > LONGEST) {
      return;
    }
    Matcher parts = PARTS.matcher(value);
    if (!parts.matches() || !bracketed(parts) || signs(parts) > 1) {
      return;
    }
    String before = parts.group(4);
    String after = parts.group(7);
    if (before != null && after != null) {
      return;
    }
    percents += "%".equals(after) ? 1 : 0;
    String currency = before != null ? before : "%".equals(after) ? null : after;
    if (currency != null) {
      currencies.merge(currency, 1L, Long::sum);
    }
    any = true;
    negative |= signs(parts) > 0 && !value.contains("+");
    accounting += !parts.group(2).isEmpty() || !parts.group(9).isEmpty() ? 1 : 0;
    String body = parts.group(6).strip();
    readings.forEach(r -> r.add(body));
  }

  /**
   * Whether its numbers keep a bound, as far as it knows: of those below only whether any is
   * negative.
   */
  boolean mayBeAtLeast(double least) {
    return !any || (least <= 0 && !negative);
  }

  boolean mayBeAtMost(double most) {
    return !any || most == Double.MAX_VALUE;
  }

  private static boolean bracketed(Matcher parts) {
    return parts.group(2).isEmpty() == parts.group(8).isEmpty();
  }

  private static int signs(Matcher parts) {
    return parts.group(1).length()
        + parts.group(2).length()
        + parts.group(3).length()
        + parts.group(5).length()
        + parts.group(9).length();
  }

  /**
   * What reads most values.
   *
   * @param plain the other values of the column, which are numbers as every contract takes them
   * @param comma whether other columns of the file part decimals by a comma; empty when none tells
   */
  Optional<Choice> choose(Numbers plain, Optional<Boolean> comma) {
    List<Reading> all = readings.stream().map(r -> r.with(plain)).toList();
    long most = all.stream().mapToLong(r -> r.fits).max().orElse(0);
    if (most == 0) {
      return Optional.empty();
    }
    List<Reading> best = new ArrayList<>(all.stream().filter(r -> r.fits == most).toList());
    boolean open = isOpen(best);
    if (open && comma.isPresent()) {
      List<Reading> told =
          best.stream().filter(r -> (r.form.decimal() == ',') == comma.get()).toList();
      open = told.isEmpty() || isOpen(told);
      best = told.isEmpty() ? best : told;
    }
    return Optional.of(new Choice(this, best.get(0), open));
  }

  private static boolean isOpen(List<Reading> readings) {
    return readings.stream().anyMatch(r -> r.pointed != readings.get(0).pointed);
  }

  /**
   * A form and what comes with it.
   *
   * @param open whether a separator may part decimals or thousands in every value
   */
  record Choice(NumberForms all, Reading reading, boolean open) {
    /** Values that it reads; those with a second currency are none of them. */
    long values() {
      long foreign =
          NullMarkers.total(all.currencies)
              - all.currencies.values().stream().mapToLong(Long::longValue).max().orElse(0);
      return reading.fits - foreign;
    }

    /** Whether a separator between decimals tells which character it is. */
    Optional<Boolean> comma() {
      return open || reading.pointed + reading.grouped == 0
          ? Optional.empty()
          : Optional.of(reading.form.decimal() == ',');
    }

    /** Whether some have a percent sign and others none, so that nobody knows what those mean. */
    boolean mixesPercent() {
      return all.percents > 0 && all.percents < reading.fits;
    }

    boolean codes() {
      return reading.codes > 0;
    }

    /** Whether the values are nothing but plain numbers. */
    boolean plain() {
      return parts().isEmpty();
    }

    TypeGuess type() {
      if (reading.scale == 0 && reading.digits <= 18) {
        TypeGuess whole =
            TypeGuess.of(
                reading.digits > 9 ? DataTypes.LongType : DataTypes.IntegerType,
                "integer",
                "whole numbers");
        return reading.digits > 9 ? whole.integers("i64") : whole;
      }
      int precision =
          Math.max(Numbers.LEAST_PRECISION, reading.digits + reading.scale + Numbers.ROOM);
      return Numbers.decimal(Math.min(38, precision), reading.scale);
    }

    boolean holds() {
      return reading.digits + reading.scale <= 38;
    }

    private List<String> parts() {
      List<String> parts = new ArrayList<>();
      if (reading.form.decimal() != '.' && reading.scale > 0) {
        parts.add("decimal: " + YamlText.scalar(String.valueOf(reading.form.decimal())));
      }
      if (reading.grouped > 0) {
        parts.add("group: " + YamlText.scalar(reading.form.group()));
      }
      if (all.accounting > 0) {
        parts.add("accounting: true");
      }
      if (!all.currencies.isEmpty()) {
        String most =
            all.currencies.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        parts.add("currency: " + YamlText.list(List.of(most)));
      }
      if (all.percents > 0) {
        parts.add("percent: number");
      }
      return parts;
    }

    /** The value of the property. */
    String property() {
      return "{" + String.join(", ", parts()) + "}";
    }
  }
}
