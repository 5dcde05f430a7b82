package dev.jetbridge.pipelines.ingest.format.text;

/**
 * Tells where the records of a text end, from its bytes as they go by: the one place that divides
 * the records of a format, whoever reads them. Here every line is one.
 */
public interface RecordEnds {
  /** Every line is a record. */
  RecordEnds LINES = new RecordEnds() {};

  /** Takes the next byte, no line feed; false when the record goes on though it cannot. */
  default boolean accept(byte b) {
    return true;
  }

  /** Takes a line feed; whether the record ends there. */
  default boolean acceptLineFeed() {
    return true;
  }

  /** Takes the end of the file. */
  default void finish() {}

  /** Whether a line feed would be a part of the record. */
  default boolean open() {
    return false;
  }

  /** Whether the last byte belongs to what may hold line feeds, be it its end. */
  default boolean within() {
    return false;
  }

  /** What may hold line feeds, in a word. */
  default String what() {
    return "";
  }

  /** Whether bytes that it does not watch for can change nothing now. */
  default boolean steady() {
    return true;
  }

  /** Whether one of eight bytes is watched for. */
  default boolean watchesFor(long word) {
    return false;
  }

  /** Tells that bytes which are not watched for were passed over, the last of them being this. */
  default void skippedTo(byte last) {}
}
