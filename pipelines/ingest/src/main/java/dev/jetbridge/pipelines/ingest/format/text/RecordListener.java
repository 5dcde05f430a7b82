package dev.jetbridge.pipelines.ingest.format.text;

/** Is told of the records of a text as they go by. */
@FunctionalInterface
public interface RecordListener {
  /** Takes a part of a record that goes on behind it; the bytes are another's. */
  default void begun(byte[] bytes, int from, int to) {}

  /**
   * Takes the last part of a record, or of a blank line, without its line feed.
   *
   * @param end the offset at which what follows it begins
   */
  void ended(byte[] bytes, int from, int to, long end, boolean blank);
}
