package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.yaml.Shape;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How contracts write how long something lasts: hours or days. */
final class Durations {
  private static final Pattern WORDS = Pattern.compile("([1-9][0-9]{0,4}) (hour|day)s?");

  static final Shape SHAPE =
      Shape.matching(WORDS, "a number of hours or days such as 36 hours or 7 days");

  private Durations() {}

  /** How long; empty for a text of another shape, which is a fault by itself. */
  static Optional<Duration> of(String text) {
    return Optional.of(text)
        .map(WORDS::matcher)
        .filter(Matcher::matches)
        .map(
            m -> {
              long number = Long.parseLong(m.group(1));
              return m.group(2).equals("day") ? Duration.ofDays(number) : Duration.ofHours(number);
            });
  }
}
