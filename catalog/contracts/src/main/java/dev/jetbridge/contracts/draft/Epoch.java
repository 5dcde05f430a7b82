package dev.jetbridge.contracts.draft;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Units in which instants are counted since 1970. */
enum Epoch {
  SECONDS(1),
  MILLISECONDS(1e3),
  MICROSECONDS(1e6),
  NANOSECONDS(1e9);

  /** 2000-01-01 and 2100-01-01 in seconds: numbers without are hardly instants. */
  private static final double FIRST = 946_684_800;

  private static final double LAST = 4_102_444_800.0;

  private final double perSecond;

  Epoch(double perSecond) {
    this.perSecond = perSecond;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one in which all numbers are plausible instants. */
  static Optional<Epoch> of(Numbers numbers) {
    return Arrays.stream(values())
        .filter(e -> numbers.within(FIRST * e.perSecond, LAST * e.perSecond))
        .findFirst();
  }
}
