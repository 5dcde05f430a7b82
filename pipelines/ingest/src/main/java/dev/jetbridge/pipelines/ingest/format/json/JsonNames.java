package dev.jetbridge.pipelines.ingest.format.json;

import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.JsonScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers the names of fields as they come. Names that come again in the same order, as they do
 * from one writer, cost a comparison of their bytes each.
 */
final class JsonNames {
  /** The number of a name beyond those that are remembered: one too many, or too long. */
  static final int OTHER = -1;

  /** Bytes of a name; a longer one is a value, and thousands of them would not fit the memory. */
  static final int LONGEST = 1 << 16;

  private final HeaderNames fold;

  /** Names that are remembered: files with more are refused, so none beyond it is waited for. */
  private final int limit;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** Names as they are written and the numbers of them, in the order in which they first came. */
  private final List<byte[]> written = new ArrayList<>();

  private final Map<String, Integer> places = new HashMap<>();
  private final List<Integer> meant = new ArrayList<>();
  private int expected;

  /** In which object a name was last; what is a duplicate in one is found by it. */
  private long[] last = new long[64];

  private long object;
  private final Set<String> others = new HashSet<>();

  /**
   * @param fold what makes one name of several, such as of those that differ in case
   * @param known how many names the contract has
   */
  JsonNames(HeaderNames fold, int known) {
    this.fold = fold;
    // Names of records that are rejected are remembered, too.
    this.limit = 4 * JsonFields.limit(known);
  }

  /** The number of a name, from 0 in the order in which they come. */
  int add(String name) {
    return numbers.computeIfAbsent(
        fold.apply(name),
        key -> {
          names.add(key);
          return names.size() - 1;
        });
  }

  String name(int number) {
    return names.get(number);
  }

  /** An object begins. */
  void begin() {
    object++;
    others.clear();
    expected = 0;
  }

  /** The number of the name of a field, or OTHER. */
  int number(byte[] in, JsonScan scan, int field) {
    int from = scan.nameFrom(field);
    int to = scan.nameTo(field);
    if (expected < written.size()) {
      byte[] likely = written.get(expected);
      if (likely.length == to - from && Arrays.equals(likely, 0, likely.length, in, from, to)) {
        return meant.get(expected++);
      }
    }
    return unknown(in, from, to, scan.nameEscaped(field));
  }

  /** Whether the object that began last has the name of the field a second time. */
  boolean twice(byte[] in, JsonScan scan, int field, int number) {
    if (number == OTHER) {
      return !others.add(scan.name(in, field));
    }
    if (number >= last.length) {
      last = Arrays.copyOf(last, Math.max(2 * last.length, number + 1));
    }
    boolean twice = last[number] == object;
    last[number] = object;
    return twice;
  }

  private int unknown(byte[] in, int from, int to, boolean escaped) {
    String raw = JsonScan.text(in, from, to, false);
    Integer place = places.get(raw);
    if (place != null) {
      expected = place + 1;
      return meant.get(place);
    }
    String name = escaped ? JsonScan.text(in, from, to, true) : raw;
    Integer known = numbers.get(fold.apply(name));
    if (known == null && (names.size() >= limit || to - from > LONGEST)) {
      return OTHER;
    }
    int number = known == null ? add(name) : known;
    if (written.size() < limit && to - from <= LONGEST) {
      places.put(raw, written.size());
      written.add(Arrays.copyOfRange(in, from, to));
      meant.add(number);
    }
    return number;
  }
}
