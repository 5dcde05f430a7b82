package dev.jetbridge.pipelines.ingest.format.text;

import java.util.ArrayList;
import java.util.List;

/** Some records out of the first bytes of a file, to tell what a column may be. */
public final class RecordSample {
  private static final int RECORDS = 200;

  private RecordSample() {}

  /**
   * Records as they stand in bytes.
   *
   * @param whole whether the file ends there; else the last record is cut off
   */
  public static List<String> of(byte[] head, int from, boolean whole, RecordLayout layout) {
    List<String> records = new ArrayList<>();
    RecordEnds ends = layout.ends();
    int start = from;
    for (int i = from; i < head.length && records.size() < RECORDS; i++) {
      if (head[i] != '\n') {
        ends.accept(head[i]);
      } else if (ends.acceptLineFeed()) {
        records.add(line(head, start, i, layout));
        start = i + 1;
      }
    }
    if (start < head.length && (whole || records.isEmpty())) {
      records.add(line(head, start, head.length, layout));
    }
    return records;
  }

  private static String line(byte[] head, int from, int to, RecordLayout layout) {
    return new String(head, from, BlankLine.end(head, from, to) - from, layout.charset());
  }
}
