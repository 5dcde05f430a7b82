package dev.jetbridge.pipelines.ingest;

import java.util.ArrayList;
import java.util.List;

/** Where a large file may be divided for several tasks, found as the ends of its records go by. */
final class RecordCuts {
  /** Bytes from which a piece ends with the next record. */
  static final long PIECE = 64L << 20;

  private final List<FileCheck.Cut> cuts = new ArrayList<>();
  private final long size;
  private long records;
  private long last;

  RecordCuts(FileLayout layout, long size) {
    this.size = size;
    this.records = layout.header() ? -1 : 0;
  }

  /**
   * Takes the end of a record.
   *
   * @param end where what follows it begins
   */
  void accept(long end) {
    records++;
    if (end - last >= size && records >= 0) {
      cuts.add(new FileCheck.Cut(end, records));
      last = end;
    }
  }

  List<FileCheck.Cut> all() {
    return cuts;
  }
}
