package dev.jetbridge.pipelines.ingest.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many values of a column each way to write a date or an instant reads. */
final class Temporals {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 40;

  /** Those of a month, AM or PM. */
  private static final int MOST_LETTERS = 5;

  /** Outlines that texts of senders have are no end; those of dates are few. */
  private static final int MOST_OUTLINES = 10_000;

  private static final Map<String, List<Temporal>> BY_OUTLINE = new ConcurrentHashMap<>();

  private final Map<Temporal, Long> reads = new LinkedHashMap<>();

  void add(String value) {
    if (!mayBeTemporal(value)) {
      return;
    }
    for (Temporal temporal : candidates(value)) {
      if (temporal.reads(value)) {
        reads.merge(temporal, 1L, Long::sum);
      }
    }
  }

  /** Digits first, and few letters: what else senders write has too many outlines. */
  private static boolean mayBeTemporal(String value) {
    if (value.length() < SHORTEST || value.length() > LONGEST || !isDigit(value.charAt(0))) {
      return false;
    }
    int letters = 0;
    for (int i = 0; i < value.length(); i++) {
      letters += Character.isLetter(value.charAt(i)) ? 1 : 0;
    }
    return letters <= MOST_LETTERS;
  }

  private static List<Temporal> candidates(String value) {
    String outline = outline(value);
    List<Temporal> known = BY_OUTLINE.get(outline);
    if (known != null) {
      return known;
    }
    List<Temporal> fitting = Temporal.KNOWN.stream().filter(t -> t.outlines(value)).toList();
    if (BY_OUTLINE.size() < MOST_OUTLINES) {
      BY_OUTLINE.put(outline, fitting);
    }
    return fitting;
  }

  /** Digits are alike, and so are letters but for those of the time of day. */
  private static String outline(String value) {
    StringBuilder outline = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain = Character.isLetter(c) && "TZzAaPpMm".indexOf(c) < 0;
      outline.append(isDigit(c) ? '9' : plain ? 'x' : c);
    }
    return outline.toString();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Those that read the most values of the column; empty when none reads any. */
  List<Temporal> best() {
    long most = most();
    return Temporal.KNOWN.stream().filter(t -> most > 0 && count(t) == most).toList();
  }

  /** How many values the best one reads. */
  long most() {
    return reads.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  long count(Temporal temporal) {
    return reads.getOrDefault(temporal, 0L);
  }

  /** Whether its values fit the other order of day and month as well. */
  boolean isOpen(Temporal temporal) {
    return reads.keySet().stream()
        .anyMatch(other -> temporal.swaps(other) && count(other) == count(temporal));
  }

  /**
   * Ways of different outlines that read all values together, the most frequent first; of one
   * outline the one that reads most. Empty when it takes one only, or dates and instants.
   *
   * @param dayFirst which order of day and month to take where values leave it open
   */
  List<Temporal> together(boolean dayFirst) {
    Map<String, Temporal> byOutline = new LinkedHashMap<>();
    for (Temporal temporal : Temporal.KNOWN) {
      if (count(temporal) > 0) {
        byOutline.merge(temporal.outline(), temporal, (a, b) -> better(b, a, dayFirst) ? b : a);
      }
    }
    List<Temporal> all = new ArrayList<>(byOutline.values());
    all.sort((a, b) -> Long.compare(count(b), count(a)));
    boolean alike = all.stream().map(Temporal::date).distinct().count() == 1;
    return alike && all.size() > 1 ? all : List.of();
  }

  private boolean better(Temporal one, Temporal other, boolean dayFirst) {
    if (count(one) != count(other)) {
      return count(one) > count(other);
    }
    return one.dayFirst().filter(d -> d == dayFirst).isPresent()
        && other.dayFirst().filter(d -> d == dayFirst).isEmpty();
  }
}
