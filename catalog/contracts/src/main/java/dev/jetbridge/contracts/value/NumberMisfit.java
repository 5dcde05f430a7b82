package dev.jetbridge.contracts.value;

import dev.jetbridge.contracts.ValueFormat.NumberFormat;
import dev.jetbridge.contracts.ValueFormat.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;

/** The shape of a text that is not a number of its column. */
final class NumberMisfit {
  private static final Pattern HEX = Pattern.compile("[+-]?0[xX][0-9a-fA-F.]+.*");
  private static final Pattern EXPONENT = Pattern.compile("(.*[0-9.])[eE][+-]?[0-9]{1,3}");
  private static final Pattern DATE =
      Pattern.compile("[0-9]{1,4}([-/.])[0-9]{1,2}\\1[0-9]{1,4}(?:[ T].*)?");
  private static final Pattern PLAIN = Pattern.compile("([0-9]*)(?:\\.([0-9]*))?");

  /** Groups of three behind one to three digits; what stands between them is the first group. */
  private static final Pattern GROUPED =
      Pattern.compile(
          "[1-9][0-9]{0,2}([,.'\u2019"
              + " \u00a0\u202f\u2009])[0-9]{3}(?:\\1[0-9]{3})*(?:([.,])[0-9]+)?");

  private static final Pattern COMMA = Pattern.compile("[0-9]+,[0-9]*|,[0-9]+");
  private static final Pattern MARKED =
      Pattern.compile("[0-9]+(?:[,.'\u2019 \u00a0\u202f\u2009][0-9]+)+");
  private static final int MOST_TOLD = 40;

  private final TextValue column;
  private final DataType type;
  private final NumberFormat own;
  private final List<String> seen = new ArrayList<>();
  private boolean accounting;
  private String currency = "";
  private boolean percent;
  private boolean exponent;
  private char group;
  private char decimal = '.';

  private NumberMisfit(TextValue column) {
    this.column = column;
    this.type = column.type();
    this.own = column.values().numbers();
  }

  static String of(TextValue column, String text) {
    return new NumberMisfit(column).shape(text);
  }

  private boolean isWhole() {
    return type instanceof IntegerType || type instanceof LongType;
  }

  private boolean isFloating() {
    return !isWhole() && !(type instanceof DecimalType);
  }

  private String shape(String text) {
    if (text.chars().anyMatch(c -> Character.isDigit(c) && c > '9')) {
      return "has digits other than 0 to 9";
    }
    if (text.chars().noneMatch(c -> c >= '0' && c <= '9')) {
      return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
          ? "is true or false"
          : "is a text without digits";
    }
    if (text.chars().anyMatch(c -> c == '\u2212' || (c >= '\u2010' && c <= '\u2015'))) {
      return "has a minus or dash that is not the ASCII one";
    }
    if (HEX.matcher(text).matches()) {
      return "is a hexadecimal number";
    }
    if (DATE.matcher(text).matches()) {
      return "is a date";
    }
    String core = unwrap(text);
    if (core.indexOf('_') >= 0 && core.chars().allMatch(c -> c == '_' || c == '.' || isDigit(c))) {
      return "has underscores between digits";
    }
    String digits = separators(core);
    if (digits == null) {
      return "is a text with other characters than a number has";
    }
    amount(digits);
    return told(text);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Takes signs and marks off and notes those that the column does not take. */
  private String unwrap(String text) {
    String rest = text;
    String before;
    do {
      before = rest;
      if (rest.startsWith("(") && rest.endsWith(")")) {
        rest = note(rest.substring(1, rest.length() - 1), "is in parentheses", own.accounting());
        accounting = true;
      } else if (rest.endsWith("-") && rest.length() > 1) {
        rest = note(rest.substring(0, rest.length() - 1), "has a minus after it", own.accounting());
        accounting = true;
      } else if (rest.endsWith("%") && !percent) {
        rest =
            note(
                rest.substring(0, rest.length() - 1),
                "has a percent sign",
                own.percent() != Percent.NONE);
        percent = true;
      } else if (rest.startsWith("-") || rest.startsWith("+")) {
        rest = rest.substring(1);
      } else if (currency.isEmpty()) {
        rest = withoutMark(rest);
      }
      rest = rest.strip();
    } while (!rest.equals(before));
    Matcher power = EXPONENT.matcher(rest);
    if (power.matches()) {
      String what =
          isWhole()
              ? "is in scientific notation, in which spreadsheets lose digits of a whole number"
              : "has an exponent";
      rest = note(power.group(1), what, isFloating() || own.exponent());
      exponent = true;
    }
    return rest;
  }

  private String note(String rest, String what, boolean taken) {
    if (!taken) {
      seen.add(what);
    }
    return rest;
  }

  private String withoutMark(String text) {
    int from = 0;
    while (from < text.length() && isMark(text.codePointAt(from))) {
      from++;
    }
    int to = text.length();
    while (to > from && isMark(text.codePointAt(to - 1))) {
      to--;
    }
    boolean before = from > 0;
    boolean behind = to < text.length();
    if (before == behind) {
      return text;
    }
    String mark = before ? text.substring(0, from) : text.substring(to);
    boolean symbol =
        mark.codePoints().allMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL);
    if (!symbol && mark.length() > 4) {
      return text;
    }
    currency = mark;
    boolean taken = own.currency().contains(mark);
    note("", symbol ? "has a currency mark" : "has letters next to the digits", taken);
    return before ? text.substring(from) : text.substring(0, to);
  }

  private static boolean isMark(int c) {
    return Character.isLetter(c) || Character.getType(c) == Character.CURRENCY_SYMBOL;
  }

  /** Digits with a point before the decimals; null for what no format reads. */
  private String separators(String core) {
    if (PLAIN.matcher(core).matches() && own.decimal() == '.') {
      return core;
    }
    Matcher grouped = GROUPED.matcher(core);
    if (grouped.matches()
        && !(grouped.group(2) != null && grouped.group(2).equals(grouped.group(1)))) {
      return grouped(core, grouped);
    }
    if (PLAIN.matcher(core).matches()) {
      if (!own.tokens()) {
        seen.add("has a decimal point");
      }
      return core;
    }
    if (COMMA.matcher(core).matches()) {
      decimal = ',';
      if (own.decimal() != ',') {
        seen.add("has a decimal comma");
      }
      return core.replace(',', '.');
    }
    if (MARKED.matcher(core).matches()) {
      seen.add("has separators that do not separate groups of three digits");
      return "";
    }
    return null;
  }

  private String grouped(String core, Matcher grouped) {
    char mark = grouped.group(1).charAt(0);
    String decimals = grouped.group(2);
    char written = Character.isSpaceChar(mark) ? ' ' : mark;
    boolean one = core.indexOf(mark) == core.lastIndexOf(mark);
    if (mark == own.decimal() && decimals == null && one) {
      return core.replace(mark, '.');
    }
    if (mark == ',' && one && decimals == null && own.group() != ',' && !isWhole()) {
      seen.add("has a comma before three digits");
      decimal = 0;
      return "";
    }
    group = written;
    decimal = decimals == null ? own.decimal() : decimals.charAt(0);
    if (own.group() != written) {
      seen.add("has thousands separators");
    }
    if (decimals != null && own.decimal() != decimal) {
      seen.add(decimal == ',' ? "has a decimal comma" : "has a decimal point");
    }
    String plain = core.replace(String.valueOf(mark), "");
    return decimals == null ? plain : plain.replace(decimal, '.');
  }

  /** What the type itself does not hold of the digits. */
  private void amount(String digits) {
    Matcher plain = PLAIN.matcher(digits);
    if (digits.isEmpty() || !plain.matches()) {
      return;
    }
    String whole = plain.group(1).replaceFirst("^0+(?=[0-9])", "");
    String decimals = plain.group(2);
    if (whole.isEmpty() && (decimals == null || decimals.isEmpty())) {
      seen.add("has no digit next to the point");
    } else if (isWhole() && whole.isEmpty()) {
      seen.add("has no digit before the point");
    } else if (isWhole() && decimals != null && decimals.isEmpty()) {
      seen.add("has no digit after the point");
    } else if (isWhole() && decimals != null && !exponent) {
      seen.add(decimals.matches("0+") ? "has decimals, though all are 0" : "has decimals");
    } else if (type instanceof DecimalType decimalType && !exponent && !percent) {
      int room = decimalType.precision() - decimalType.scale();
      if (decimals != null && decimals.length() > decimalType.scale()) {
        seen.add(
            "has "
                + count(decimals.length())
                + (decimals.length() == 1 ? " decimal" : " decimals"));
      }
      if (whole.length() > room && !whole.equals("0")) {
        seen.add(
            "has "
                + count(whole.length())
                + " digits before the point, at most "
                + room
                + " fit "
                + type.simpleString());
      }
    }
  }

  private static String count(int digits) {
    return digits > MOST_TOLD ? "more than " + MOST_TOLD : String.valueOf(digits);
  }

  private String told(String text) {
    String all = String.join(" and ", seen);
    if (decimal == 0) {
      return all
          + ": numberFormat {decimal: ','} would read it as decimals, {group: ','} as thousands";
    }
    if (own.tokens() && column.with(own.withoutTokens()).test(text)) {
      return "has a point before three digits, which in JSON a number has before decimals and a"
          + " text here between thousands";
    }
    NumberFormat wider = wider();
    if (!wider.equals(own) && column.with(wider).test(text)) {
      boolean letters = !currency.isEmpty() && !isSymbol(currency);
      return all
          + "; "
          + (letters ? "numberFormat with the mark under currency" : wider.inYaml())
          + " would accept it";
    }
    if (isWhole() && seen.isEmpty()) {
      return beyond(text);
    }
    if (isFloating() && seen.isEmpty()) {
      return "is beyond the range of " + type.simpleString();
    }
    return all.isEmpty() ? "does not fit " + type.simpleString() + " exactly" : all;
  }

  private static boolean isSymbol(String mark) {
    return mark.codePoints().allMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL);
  }

  private String beyond(String text) {
    if (type instanceof IntegerType
        && TextValue.of(DataTypes.LongType, column.format(), column.values()).test(text)) {
      return "is beyond the range of int; format: i64 would read it as bigint";
    }
    return "is beyond the range of "
        + type.simpleString()
        + (text.length() <= DecimalType.MAX_PRECISION()
            ? "; a number with physicalType decimal(38,0) would accept it"
            : "");
  }

  /** The column's own format and what the text has besides. */
  private NumberFormat wider() {
    List<String> marks = new ArrayList<>(own.currency());
    if (!currency.isEmpty() && !marks.contains(currency)) {
      marks.add(currency);
    }
    return new NumberFormat(
        decimal == 0
            ? own.decimal()
            : (decimal == '.' && group == 0 && own.decimal() != '.' ? '.' : decimal),
        group == 0 ? own.group() : group,
        own.accounting() || accounting,
        marks,
        percent && own.percent() == Percent.NONE
            ? (isWhole() ? Percent.NUMBER : Percent.FRACTION)
            : own.percent(),
        own.exponent() || (exponent && type instanceof DecimalType),
        own.tokens());
  }
}
