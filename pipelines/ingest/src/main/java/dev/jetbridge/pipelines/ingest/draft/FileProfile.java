package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.Contract;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What the records of a sample hold: what is common to the values of each column, gathered record
 * by record in bounded memory. The format of the file fills it.
 */
public final class FileProfile {
  /** No file has more columns than these. */
  public static final int MOST_COLUMNS = 20_480;

  /** Hashes that all columns together keep to tell whether values are unique: 64 MB at most. */
  static final long HASHES = 4_000_000;

  /** More fields than these are looked at: do they come again, or are objects used as maps? */
  private static final int MANY_FIELDS = 1_000;

  /** The part of the records that may be broken in a file that is drafted at all ... */
  private static final double MAX_BROKEN = 0.1;

  /** ... and how many in a file of few records, though fewer than half. */
  private static final int FEW_BROKEN = 3;

  /** The first columns, of which two together may be a key. */
  private static final int PAIRED = 6;

  private final SampleFile file;
  private final AtomicLong budget = new AtomicLong(HASHES);
  private final Map<String, ColumnProfile> columns = new LinkedHashMap<>();
  private final Map<List<String>, DistinctValues> pairs = new LinkedHashMap<>();
  private final Map<String, ColumnCheck> checks;
  private final Set<String> nested = new HashSet<>();
  private boolean taken;
  private long records;
  private long number;
  private long quarantined;
  private long broken;
  private long firstBroken;

  /**
   * @param product the contract whose columns the values are held against
   */
  public FileProfile(SampleFile file, Optional<Contract> product) {
    this.file = file;
    this.checks = product.map(ColumnCheck::of).orElse(Map.of());
  }

  /** The column of a name, a new one where there was none. */
  public ColumnProfile column(String name) {
    ColumnProfile known = columns.get(name);
    if (known != null) {
      return known;
    }
    if (columns.size() == MOST_COLUMNS) {
      throw file.refused(
          "it has more than "
              + MOST_COLUMNS
              + " different fields; objects used as maps cannot be drafted");
    }
    ColumnProfile column = new ColumnProfile(name, budget);
    columns.put(name, column);
    return column;
  }

  /** A column that turned out to be none. */
  public void remove(ColumnProfile column) {
    columns.remove(column.name());
  }

  /** The next record begins. */
  public void begin() {
    number++;
    taken = true;
  }

  /** The number of the record, from 1. */
  public long number() {
    return number;
  }

  /** The record has a value; null for none. */
  public void add(ColumnProfile column, String value) {
    ColumnCheck check = checks.get(column.name());
    if (value == null) {
      column.addEmpty(1);
      if (check != null) {
        check.addEmpty(1);
      }
      return;
    }
    column.add(value);
    taken &= check == null || check.add(value, number);
  }

  /** The column holds objects or lists. */
  public void nest(String name) {
    nested.add(name);
  }

  /** All values of the record were added. */
  public void end() {
    records++;
    quarantined += taken ? 0 : 1;
  }

  /** The record has no values that anybody could tell. */
  public void breakAt(long line) {
    broken++;
    if (broken == 1) {
      firstBroken = line;
    }
  }

  /** Looks at the first columns of a record for two that tell all records apart. */
  public void addPairs(List<String> names, String[] values) {
    int most = Math.min(PAIRED, values.length);
    for (int i = 0; i < most; i++) {
      for (int j = i + 1; j < most; j++) {
        DistinctValues pair =
            pairs.computeIfAbsent(
                List.of(names.get(i), names.get(j)), k -> new DistinctValues(budget));
        if (values[i] == null || values[j] == null) {
          pair.refuse();
        } else {
          pair.add(31 * ColumnProfile.hash(values[i]) + ColumnProfile.hash(values[j]));
        }
      }
    }
  }

  /** Records that lack a column have no value in it, where each record names its fields. */
  public void fillEmpty() {
    for (ColumnProfile column : columns.values()) {
      long without = records - column.values() - column.empty();
      if (without > 0) {
        column.addEmpty(without);
        Optional.ofNullable(checks.get(column.name())).ifPresent(c -> c.addEmpty(without));
      }
    }
  }

  /**
   * Refuses a file whose names are values, as those of a map are: most of them never come again.
   *
   * @param widest the most fields that a record has
   */
  public void refuseMaps(int widest) {
    long once = columns.values().stream().filter(c -> c.values() + c.empty() == 1).count();
    int most = Math.max(MANY_FIELDS, 2 * Math.max(widest, checks.size()));
    if (columns.size() > most && 2 * once > columns.size()) {
      throw file.refused(
          "it has "
              + columns.size()
              + " different fields, of which "
              + once
              + " are in one object only; objects used as maps cannot be drafted");
    }
  }

  /** Refuses a file whose columns no table could tell apart. */
  public void refuseEqualNames() {
    List<String> folded =
        columns.keySet().stream().map(n -> n.toLowerCase(Locale.ROOT)).distinct().toList();
    if (folded.size() < columns.size()) {
      throw file.refused("fields differ in upper and lower case only, which one table cannot");
    }
  }

  /** Refuses a file of which too many records are broken. */
  public void refuseBroken(String how) {
    refuseBroken(broken, how + ", the first at line " + firstBroken);
  }

  /** The same of records that are broken in a way of their own. */
  public void refuseBroken(long faulty, String what) {
    boolean few = faulty <= FEW_BROKEN && 2 * faulty < number;
    if (faulty > MAX_BROKEN * number && !few) {
      throw file.refused(faulty + " of " + number + " records " + what);
    }
  }

  /** Refuses a file without records. */
  public void refuseEmpty() {
    if (records == 0) {
      throw file.refused("it has a header and no records: there is nothing to infer from");
    }
  }

  String fileName() {
    return file.name();
  }

  List<ColumnProfile> columns() {
    return List.copyOf(columns.values());
  }

  ColumnCheck check(String source) {
    return checks.get(source);
  }

  boolean isNested(ColumnProfile column) {
    return nested.contains(column.name());
  }

  /** How many records have values. */
  public long records() {
    return records;
  }

  /** How many records are broken, see {@link #breakAt}. */
  public long broken() {
    return broken;
  }

  long firstBroken() {
    return firstBroken;
  }

  /** By the names of the file, the records that a column of the contract does not take. */
  Map<String, OddRecords> odd() {
    Map<String, OddRecords> odd = new HashMap<>();
    checks.forEach((name, check) -> odd.put(name, check.odd()));
    return odd;
  }

  /** Records of which a column of the contract does not take a value. */
  long quarantined() {
    return quarantined;
  }

  /**
   * Two columns whose values together came once each; empty when a pair was not needed or found.
   */
  List<List<String>> uniquePairs() {
    return pairs.entrySet().stream()
        .filter(e -> e.getValue().unique())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What columns tell of others: empty where none does, or where they differ. */
  TypeChoice.FileHints hints() {
    return new TypeChoice.FileHints(told(ColumnProfile::dayFirst), told(ColumnProfile::comma));
  }

  private Optional<Boolean> told(Function<ColumnProfile, Optional<Boolean>> by) {
    List<Boolean> told =
        columns.values().stream().flatMap(c -> by.apply(c).stream()).distinct().toList();
    return told.size() == 1 ? Optional.of(told.get(0)) : Optional.empty();
  }
}
