package dev.jetbridge.pipelines.ingest.format.text;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How records stand in a text. It goes to executors. */
public interface RecordLayout extends Serializable {
  default Charset charset() {
    return StandardCharsets.UTF_8;
  }

  /** Lines above the records that are not read. */
  default int skipLines() {
    return 0;
  }

  /** Whether the first record names the columns. */
  default boolean header() {
    return false;
  }

  /** What tells the ends of the records of one file. */
  default RecordEnds ends() {
    return RecordEnds.LINES;
  }

  /** Whether the bytes of a line, without its line feed, are no record; see {@link BlankLine}. */
  default boolean isBlank(byte[] bytes, int from, int to) {
    return BlankLine.is(bytes, from, to);
  }
}
