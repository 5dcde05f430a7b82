package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import java.util.ArrayList;
import java.util.List;

/** Where a large file may be divided for several tasks, found as the ends of its records go by. */
public final class RecordCuts implements RecordListener {
  /** Bytes from which a piece ends with the next record. */
  public static final long PIECE = 64L << 20;

  private final List<FileCheck.Cut> cuts = new ArrayList<>();
  private final long size;
  private long records;
  private long last;

  public RecordCuts(RecordLayout layout, long size) {
    this.size = size;
    this.records = layout.header() ? -1 : 0;
  }

  @Override
  public void ended(byte[] bytes, int from, int to, long end, boolean blank) {
    if (blank) {
      return;
    }
    records++;
    if (end - last >= size && records >= 0) {
      cuts.add(new FileCheck.Cut(end, records));
      last = end;
    }
  }

  public List<FileCheck.Cut> all() {
    return cuts;
  }
}
