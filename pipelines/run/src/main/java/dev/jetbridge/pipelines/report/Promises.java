package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.Contract.ServiceLevel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The promises of a contract's service levels, as far as the page can judge them. */
final class Promises {
  private Promises() {}

  /** The latency promised; empty without one or in a unit that has no fixed length. */
  static Optional<Duration> latency(List<ServiceLevel> levels) {
    return levels.stream()
        .filter(l -> l.property().equals("latency"))
        .flatMap(l -> duration(l).stream())
        .findFirst();
  }

  private static Optional<Duration> duration(ServiceLevel level) {
    try {
      BigDecimal amount = new BigDecimal(level.value());
      return unit(level.unit())
          .map(
              unit ->
                  Duration.ofSeconds(
                      amount
                          .multiply(BigDecimal.valueOf(unit.getDuration().toSeconds()))
                          .longValue()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<ChronoUnit> unit(String unit) {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "s", "sec", "second", "seconds" -> Optional.of(ChronoUnit.SECONDS);
      case "min", "minute", "minutes" -> Optional.of(ChronoUnit.MINUTES);
      case "h", "hr", "hour", "hours" -> Optional.of(ChronoUnit.HOURS);
      case "d", "day", "days" -> Optional.of(ChronoUnit.DAYS);
      case "w", "week", "weeks" -> Optional.of(ChronoUnit.WEEKS);
      default -> Optional.empty();
    };
  }
}
