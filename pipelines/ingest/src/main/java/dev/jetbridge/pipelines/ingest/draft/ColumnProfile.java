package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.value.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;

/** What the values of one column of a file have in common, gathered value by value. */
public final class ColumnProfile {
  /** More values than these are no set of codes. */
  static final int MAX_SET = 20;

  /** A value seen fewer times than this may be one of many that the sample lacks. */
  private static final long LEAST_SEEN = 3;

  private static final int LONGEST_CODE = 40;
  private static final int SENTENCE = 40;
  private static final Pattern OF_NAMES =
      Pattern.compile("\\p{Lu}\\p{Ll}+[ '-]\\p{Lu}\\p{L}+(?: .*)?");

  /** Codes of countries, airlines, regions: NA is one of them. */
  private static final Pattern SHORT_CODE = Pattern.compile("[A-Z0-9]{2,4}");

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,20}");

  private final String name;
  private final DistinctValues distinct;
  private final NullMarkers markers = new NullMarkers();
  private final Temporals temporals = new Temporals();
  private final BooleanWords booleans = new BooleanWords();
  private final Numbers numbers = new Numbers();
  private final NumberForms forms = new NumberForms();
  private final TextShape shape = new TextShape();
  private final PersonalData personal = new PersonalData();
  private final Map<String, Long> set = new TreeMap<>();
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
    characters += value.length();
    shortest = Math.min(shortest, value.length());
    longest = Math.max(longest, value.length());
    lines |= value.indexOf('\n') >= 0;
    if (markers.take(value)) {
      return;
    }
    temporals.add(value);
    booleans.add(value);
    if (!numbers.add(value)) {
      forms.add(value);
    }
    shape.add(value);
    personal.add(value);
    if (codes) {
      set.merge(value, 1L, Long::sum);
      codes = !value.isEmpty() && value.length() <= LONGEST_CODE && set.size() <= MAX_SET;
      if (!codes) {
        set.clear();
      }
    }
  }

  static long hash(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, 42);
  }

  String name() {
    return name;
  }

  public long values() {
    return values;
  }

  /** Values that are no null marker. */
  long plainValues() {
    return values - markers.total();
  }

  /** How often it has each null marker. */
  Map<String, Long> markers() {
    return markers.counts();
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

  Temporals temporals() {
    return temporals;
  }

  BooleanWords booleans() {
    return booleans;
  }

  Numbers numbers() {
    return numbers;
  }

  NumberForms forms() {
    return forms;
  }

  /** Whether all of its numbers are between the two, the ends included. */
  boolean within(double least, double most) {
    return numbers.within(least, most) && forms.mayBeAtLeast(least) && forms.mayBeAtMost(most);
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

  /** A pattern that all values match, see {@link TextShape}; one value alone has none. */
  public Optional<String> pattern(boolean literal) {
    return codes && set.size() < 2
        ? Optional.empty()
        : shape
            .pattern(literal)
            .filter(p -> markers().keySet().stream().allMatch(m -> isNone(m, p) || m.matches(p)));
  }

  /**
   * All values, when they are several, each seen often, few, short and hardly names of persons;
   * empty otherwise.
   */
  SortedSet<String> valueSet() {
    long names = set.keySet().stream().filter(v -> OF_NAMES.matcher(v).matches()).count();
    boolean often = set.values().stream().allMatch(count -> count >= LEAST_SEEN);
    boolean unmarked = markers().keySet().stream().allMatch(this::isNoneInText);
    return set.size() > 1 && often && unmarked && 2 * names <= set.size()
        ? new TreeSet<>(set.keySet())
        : new TreeSet<>();
  }

  /**
   * Whether a marker means no value though the column is text: where it could be nothing else, or
   * is unlike the codes beside it.
   */
  boolean isNoneInText(String marker) {
    return isNone(marker, shape.pattern(true).orElse(null));
  }

  private boolean isNone(String marker, String pattern) {
    if (NullMarkers.isPlain(marker) || plainValues() == 0) {
      return true;
    }
    if (pattern != null && plainValues() >= TypeChoice.LEAST) {
      return !marker.matches(pattern) && !NullMarkers.isWord(marker);
    }
    boolean codesOnly =
        codes
            && set.size() > 1
            && plainValues() >= TypeChoice.LEAST
            && set.keySet().stream().allMatch(v -> CODE.matcher(v).matches());
    boolean code = SHORT_CODE.matcher(marker).matches();
    return codesOnly
        && !NullMarkers.isWord(marker)
        && !(code && set.keySet().stream().anyMatch(v -> SHORT_CODE.matcher(v).matches()));
  }

  /**
   * Whether the file itself tells day from month in this column; empty where that is no question.
   */
  Optional<Boolean> dayFirst() {
    if (temporals.most() < plainValues() - TypeChoice.allowed(plainValues())) {
      return Optional.empty();
    }
    var orders = temporals.best().stream().flatMap(t -> t.dayFirst().stream()).distinct().toList();
    return orders.size() == 1 ? Optional.of(orders.get(0)) : Optional.empty();
  }

  /** Whether a separator in its numbers tells that a comma parts decimals. */
  Optional<Boolean> comma() {
    return plainValues() == 0
        ? Optional.empty()
        : forms
            .choose(numbers, Optional.empty())
            .filter(c -> c.values() >= plainValues() - TypeChoice.allowed(plainValues()))
            .flatMap(NumberForms.Choice::comma);
  }

  /**
   * The narrowest type that all values have but for a few odd ones.
   *
   * @param name of the column in the table
   */
  TypeGuess type(String name, TypeChoice.FileHints hints) {
    return new TypeChoice(this, name, hints).type();
  }

  String textNote() {
    return "text of "
        + (shortest == longest ? "" : shortest + " to ")
        + longest
        + (longest == 1 ? " character" : " characters");
  }

  /** Whether its values are nothing but text. */
  public boolean isText() {
    return type(name, TypeChoice.FileHints.NONE).logicalType().equals("string");
  }

  /** What its values look like, without one of them; empty when none has one. */
  public Optional<String> inWords() {
    if (plainValues() == 0) {
      return Optional.empty();
    }
    TypeGuess type = type(name, TypeChoice.FileHints.NONE);
    return Optional.of(
        type.logicalType().equals("string")
            ? type.note() + pattern(false).map(p -> " matching " + p).orElse("")
            : type.inWords());
  }

  /** Whether a text could be a value, by the type of the others; false in a column of text. */
  public boolean typeTakes(String text) {
    TypeGuess type = type(name, TypeChoice.FileHints.NONE);
    return !type.logicalType().equals("string")
        && TextValue.of(type.type(), type.format()).test(text);
  }

  /** Whether senders write a text where there is no value. */
  public static boolean isNullMarker(String text) {
    return new NullMarkers().take(text);
  }
}
