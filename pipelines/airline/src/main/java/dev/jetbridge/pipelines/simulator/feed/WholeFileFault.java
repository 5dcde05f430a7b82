package dev.jetbridge.pipelines.simulator.feed;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A fault that makes a file useless as a whole.
 *
 * @param reason the code it must be refused with
 * @param spoiling gives the faulty bytes of a file, from those of the proper one
 */
public record WholeFileFault(String reason, UnaryOperator<byte[]> spoiling) {
  /** The file breaks off. */
  public static WholeFileFault truncated() {
    return new WholeFileFault("truncated", proper -> Arrays.copyOf(proper, proper.length * 3 / 5));
  }

  public byte[] spoil(byte[] proper) {
    return spoiling.apply(proper);
  }
}
