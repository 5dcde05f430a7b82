package dev.jetbridge.pipelines.simulator.world;

/** Turns running numbers into identifiers that look drawn by lot but never meet. */
public final class Digits {
  private static final long FACTOR = 7_368_787;
  private static final long START = 104_729_003;
  private static final String LOCATOR = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private Digits() {}

  /** A number below 10^digits as another one of as many digits; one to one. */
  public static String scattered(long number, int digits) {
    long bound = 1;
    for (int i = 0; i < digits; i++) {
      bound *= 10;
    }
    // The factor shares no divisor with a power of ten; 10^12 times it fits into 63 bits.
    return padded((number * FACTOR + START) % bound, digits);
  }

  /** The number with leading zeros. */
  static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  /** A number below 2^30 as six letters and digits; one to one. */
  static String locator(long number) {
    long left = (number * FACTOR + START) & ((1L << 30) - 1);
    char[] text = new char[6];
    for (int i = 0; i < text.length; i++) {
      text[i] = LOCATOR.charAt((int) (left & 31));
      left >>= 5;
    }
    return new String(text);
  }
}
