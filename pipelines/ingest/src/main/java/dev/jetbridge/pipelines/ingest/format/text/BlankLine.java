package dev.jetbridge.pipelines.ingest.format.text;

/**
 * What is not a record: a line of nothing but spaces, its line end apart. Everything else is one,
 * be it of tabs or of control characters, and ends as loaded or in quarantine.
 */
public final class BlankLine {
  private BlankLine() {}

  /** Whether the bytes of a line, without its line feed, are blank. */
  public static boolean is(byte[] bytes, int from, int to) {
    int end = end(bytes, from, to);
    for (int i = from; i < end; i++) {
      if (bytes[i] != ' ') {
        return false;
      }
    }
    return true;
  }

  /** Whether there are none. */
  public static boolean isEmpty(byte[] bytes, int from, int to) {
    return end(bytes, from, to) <= from;
  }

  /** Where the line ends without its carriage return. */
  static int end(byte[] bytes, int from, int to) {
    return to > from && bytes[to - 1] == '\r' ? to - 1 : to;
  }
}
