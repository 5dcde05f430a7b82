package dev.jetbridge.pipelines.ingest.format.text;

/** Judges UTF-8 byte by byte: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8Check {
  private int missing;
  private int low = 0x80;
  private int high = 0xBF;

  /** Whether the bytes so far end with a whole character. */
  boolean complete() {
    return missing == 0;
  }

  /** Takes the next byte; false when it cannot stand there. */
  boolean accept(byte b) {
    int value = b & 0xFF;
    if (missing > 0) {
      if (value < low || value > high) {
        return false;
      }
      low = 0x80;
      high = 0xBF;
      missing--;
      return true;
    }
    if (value < 0x80) {
      return true;
    }
    if (value < 0xC2 || value > 0xF4) {
      return false;
    }
    if (value < 0xE0) {
      missing = 1;
    } else if (value < 0xF0) {
      missing = 2;
      low = value == 0xE0 ? 0xA0 : 0x80;
      high = value == 0xED ? 0x9F : 0xBF;
    } else {
      missing = 3;
      low = value == 0xF0 ? 0x90 : 0x80;
      high = value == 0xF4 ? 0x8F : 0xBF;
    }
    return true;
  }
}
