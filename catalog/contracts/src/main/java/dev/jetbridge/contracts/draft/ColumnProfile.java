package dev.jetbridge.contracts.draft;

import dev.jetbridge.contracts.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.Platform;

/** What all values of one column of a file have in common, gathered value by value. */
public final class ColumnProfile {
  /** More values than these are no set of codes. */
  static final int MAX_SET = 20;

  private static final int LONGEST_CODE = 40;
  private static final int SENTENCE = 40;
  private static final Pattern BOOLEAN = Pattern.compile(TextValue.BOOLEAN);
  private static final Pattern OF_NAMES =
      Pattern.compile("\\p{Lu}\\p{Ll}+[ '-]\\p{Lu}\\p{L}+(?: .*)?");

  private final String name;
  private final DistinctValues distinct;
  private final Numbers numbers = new Numbers();
  private final TextShape shape = new TextShape();
  private final PersonalData personal = new PersonalData();
  private final SortedSet<String> set = new TreeSet<>();
  private List<Temporal> temporals;
  private boolean booleans = true;
  private boolean codes = true;
  private boolean lines;
  private long values;
  private long empty;
  private long characters;
  private int shortest = Integer.MAX_VALUE;
  private int longest;

  /**
   * @param name as the file has it
   */
  public ColumnProfile(String name) {
    this(name, new AtomicLong(0));
  }

  ColumnProfile(String name, AtomicLong budget) {
    this.name = name;
    this.distinct = new DistinctValues(budget);
  }

  /** A record without a value. */
  void addEmpty() {
    addEmpty(1);
  }

  void addEmpty(long records) {
    empty += records;
    distinct.refuse();
  }

  /** A value. */
  public void add(String value) {
    values++;
    distinct.add(hash(value));
    booleans = booleans && BOOLEAN.matcher(value).matches();
    numbers.add(value);
    addTemporal(value);
    shape.add(value);
    personal.add(value);
    characters += value.length();
    shortest = Math.min(shortest, value.length());
    longest = Math.max(longest, value.length());
    lines |= value.indexOf('\n') >= 0;
    if (codes) {
      codes = !value.isEmpty() && value.length() <= LONGEST_CODE && set.size() <= MAX_SET;
      if (codes) {
        set.add(value);
      } else {
        set.clear();
      }
    }
  }

  private void addTemporal(String value) {
    if (temporals == null) {
      temporals = new ArrayList<>(Temporal.KNOWN);
    }
    if (!temporals.isEmpty()) {
      temporals.removeIf(t -> !t.reads(value));
    }
  }

  static long hash(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, 42);
  }

  String name() {
    return name;
  }

  long values() {
    return values;
  }

  long empty() {
    return empty;
  }

  boolean required() {
    return empty == 0 && values > 0;
  }

  DistinctValues distinct() {
    return distinct;
  }

  PersonalData personal() {
    return personal;
  }

  /** Whether all of them are numbers between the two, the ends included. */
  boolean within(double least, double most) {
    return numbers.within(least, most);
  }

  int shortest() {
    return values == 0 ? 0 : shortest;
  }

  int longest() {
    return longest;
  }

  /** Whether its values are rather sentences than words. */
  boolean freeText() {
    return lines || (values > 0 && longest > SENTENCE && characters / values > SENTENCE);
  }

  /** A pattern that all values match, see {@link TextShape}. */
  Optional<String> pattern(boolean literal) {
    return shape.pattern(literal);
  }

  /** All values, when they are few, short and hardly names of persons; empty otherwise. */
  SortedSet<String> valueSet() {
    long names = set.stream().filter(v -> OF_NAMES.matcher(v).matches()).count();
    return set.size() <= MAX_SET && 2 * names <= set.size() ? set : new TreeSet<>();
  }

  /**
   * Whether the file itself tells day from month in this column; empty where that is no question.
   */
  Optional<Boolean> dayFirst() {
    List<Boolean> orders =
        fitting().stream().flatMap(t -> t.dayFirst().stream()).distinct().toList();
    return orders.size() == 1 ? Optional.of(orders.get(0)) : Optional.empty();
  }

  private List<Temporal> fitting() {
    return temporals == null ? List.of() : temporals;
  }

  /**
   * The narrowest type that all values have.
   *
   * @param dayFirst which order of day and month to take where the column leaves it open
   */
  TypeGuess type(boolean dayFirst) {
    if (values == 0) {
      return TypeGuess.of(DataTypes.StringType, "string", "no record has a value");
    }
    if (!fitting().isEmpty()) {
      return temporal(dayFirst);
    }
    if (booleans) {
      return TypeGuess.of(DataTypes.BooleanType, "boolean", "true and false");
    }
    return numbers
        .guess()
        .orElseGet(() -> TypeGuess.of(DataTypes.StringType, "string", textNote()));
  }

  private String textNote() {
    return "text of "
        + (shortest == longest ? "" : shortest + " to ")
        + longest
        + (longest == 1 ? " character" : " characters");
  }

  private TypeGuess temporal(boolean dayFirst) {
    List<Temporal> all = fitting();
    Temporal best =
        all.stream()
            .filter(t -> t.dayFirst().map(d -> d == dayFirst).orElse(true))
            .findFirst()
            .orElse(all.get(0));
    Optional<String> other =
        all.stream().filter(best::swaps).findFirst().flatMap(Temporal::pattern);
    String note = best.date() ? "dates" : "instants, taken for UTC where no zone is written";
    return TypeGuess.of(
            best.date() ? DataTypes.DateType : DataTypes.TimestampType,
            best.date() ? "date" : "timestamp",
            note)
        .formatted(best.pattern(), other);
  }

  /** Whether its values are nothing but text. */
  boolean isText() {
    return type(true).logicalType().equals("string");
  }

  /** What its values look like, without one of them. */
  public String inWords() {
    TypeGuess type = type(true);
    return type.logicalType().equals("string")
        ? type.note() + pattern(false).map(p -> " matching " + p).orElse("")
        : type.inWords();
  }
}
