package dev.jetbridge.pipelines.ingest.format.json;

import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The outermost names of all objects of a JSON lines file, from its bytes as they go by. A line
 * that will be rejected adds no name: one broken record is no reason to refuse its file.
 */
final class JsonFields {
  private static final int LEAST_LIMIT = 1_000;

  private final Charset charset;
  private final JsonScan scan = new JsonScan();
  private final JsonNames names;
  private final int limit;

  /** The beginning of a line whose end has not come yet. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private final List<Found> found = new ArrayList<>();
  private Found[] byNumber = new Found[64];
  private int[] ofLine = new int[64];
  private boolean overflows;
  private long line = 1;
  private long objects;

  private record Found(String name, long firstLine) {}

  /**
   * @param known how many fields the contract has
   */
  JsonFields(Charset charset, int known) {
    this.charset = charset;
    this.names = new JsonNames(HeaderNames.EXACT, known);
    this.limit = limit(known);
  }

  /**
   * How many names a file may have. One with more uses objects as maps, whose names are values:
   * they can be as many as a sender likes, and no contract describes them.
   */
  static int limit(int known) {
    return Math.max(LEAST_LIMIT, 2 * known);
  }

  int limit() {
    return limit;
  }

  /** The names in the order in which they first came. */
  List<String> names() {
    return found.stream().map(Found::name).toList();
  }

  /** The names that the contract does not have, sorted. */
  List<String> beyond(SourceColumns columns) {
    return names().stream().filter(columns.knowing().negate()).sorted().toList();
  }

  /** Where the first name stands that the contract does not have. */
  String place(SourceColumns columns) {
    Predicate<String> known = columns.knowing();
    return found.stream()
        .filter(f -> !known.test(f.name()))
        .map(Found::firstLine)
        .min(Long::compare)
        .map(first -> "line " + first)
        .orElse("whole file");
  }

  /** How many lines are one object without a fault. */
  long objects() {
    return objects;
  }

  boolean overflows() {
    return overflows;
  }

  /** Takes a part of a line that goes on behind it. */
  void begun(byte[] bytes, int from, int to) {
    begun.write(bytes, from, to - from);
  }

  /** Takes the last part of a line. */
  void ended(byte[] bytes, int from, int to) {
    if (begun.size() == 0) {
      line(bytes, from, to);
    } else {
      begun.write(bytes, from, to - from);
      byte[] whole = begun.toByteArray();
      begun.reset();
      line(whole, 0, whole.length);
    }
    line++;
  }

  private void line(byte[] bytes, int from, int to) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      object(bytes, from, to);
    } else {
      byte[] text = new String(bytes, from, to - from, charset).getBytes(StandardCharsets.UTF_8);
      object(text, 0, text.length);
    }
  }

  private void object(byte[] in, int from, int to) {
    if (overflows || !scan.object(in, from, to) || scan.half()) {
      return;
    }
    names.begin();
    if (ofLine.length < scan.count()) {
      ofLine = new int[scan.count()];
    }
    for (int i = 0; i < scan.count(); i++) {
      ofLine[i] = names.number(in, scan, i);
      if (names.twice(in, scan, i, ofLine[i])) {
        return;
      }
    }
    objects++;
    for (int i = 0; i < scan.count(); i++) {
      meet(ofLine[i]);
    }
  }

  private void meet(int number) {
    if (number == JsonNames.OTHER) {
      overflows = true;
      return;
    }
    if (number >= byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, Math.max(2 * byNumber.length, number + 1));
    }
    if (byNumber[number] == null) {
      byNumber[number] = new Found(names.name(number), line);
      found.add(byNumber[number]);
      overflows |= found.size() > limit;
    }
  }
}
