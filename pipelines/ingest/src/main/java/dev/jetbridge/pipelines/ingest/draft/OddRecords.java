package dev.jetbridge.pipelines.ingest.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records that will not be taken: how many, and the first of them. */
public final class OddRecords {
  private static final int NAMED = 5;

  private final List<Long> first = new ArrayList<>();
  private long count;

  /** One more. */
  public void add(long record) {
    count++;
    if (first.size() < NAMED) {
      first.add(record);
    }
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** The number of the first of them, from 1; 0 when there are none. */
  public long first() {
    return first.isEmpty() ? 0 : first.get(0);
  }

  /** Their numbers in words, such as record 3, or records 3, 7 and so on. */
  public String numbers() {
    return (count == 1 ? "record " : "records ")
        + first.stream().map(String::valueOf).collect(Collectors.joining(", "))
        + (count > first.size() ? " and so on" : "");
  }

  /** What becomes of them, by their numbers; empty when there are none. */
  Optional<String> words() {
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d %s not of this type and will be quarantined: %s",
            count,
            count == 1 ? "value is" : "values are",
            numbers()));
  }
}
