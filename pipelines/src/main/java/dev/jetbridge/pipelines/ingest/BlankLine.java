package dev.jetbridge.pipelines.ingest;

/**
 * What is not a record: a line of nothing but spaces, its line end apart. Everything else is one,
 * be it of tabs or of control characters, and ends as loaded or in quarantine.
 */
final class BlankLine {
  private BlankLine() {}

  /** Whether the bytes of a line of JSON, without its line feed, are blank. */
  static boolean is(byte[] bytes, int from, int to) {
    return is(bytes, from, to, false);
  }

  /** Whether those of a CSV record are; where spaces delimit, they are fields. */
  static boolean is(byte[] bytes, int from, int to, boolean spacesDelimit) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    for (int i = from; i < end; i++) {
      if (bytes[i] != ' ' || spacesDelimit) {
        return false;
      }
    }
    return true;
  }
}
