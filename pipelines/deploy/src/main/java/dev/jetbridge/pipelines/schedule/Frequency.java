package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When products run by themselves: as often as the contract that promises most, in the early
 * morning UTC. A product that promises less is made as often as the others, since all of them run
 * as of one instant.
 */
final class Frequency {
  private static final Pattern CRON = Pattern.compile("cron\\(\\S+( \\S+){5}\\)");

  /** Glue starts nothing more often, in minutes. */
  private static final int LEAST = 5;

  private static final int HOUR = 60;
  private static final int DAY = 24 * HOUR;
  private static final int WEEK = 7 * DAY;

  private Frequency() {}

  /**
   * The schedule expression of Glue and EventBridge.
   *
   * @param said an expression that replaces the derived one
   * @throws JetbridgeException CONFIG when the expression is none, when no contract states a
   *     frequency, or when the shortest one has no expression
   */
  static String cron(Collection<Contract> contracts, Optional<String> said) {
    if (said.isPresent()) {
      return checked(said.get());
    }
    return contracts.stream()
        .flatMap(Frequency::promised)
        .min(Comparator.comparingInt(Promise::minutes))
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.CONFIG,
                    "Cannot schedule the products: no contract states slaProperties frequency; say"
                        + " when with schedule.cron"))
        .cron();
  }

  /**
   * An expression that somebody wrote.
   *
   * @throws JetbridgeException CONFIG when it is none
   */
  static String checked(String said) {
    if (!CRON.matcher(said).matches()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid schedule: "
              + said
              + " (must be of the form cron(0 3 * * ? *): minute, hour, day of month, month, day"
              + " of week, year, UTC)");
    }
    return said;
  }

  private static Stream<Promise> promised(Contract contract) {
    return contract.serviceLevels().stream()
        .filter(level -> level.property().equals("frequency"))
        .map(level -> Promise.of(contract, level));
  }

  private record Promise(Contract contract, Contract.ServiceLevel level, int minutes) {
    static Promise of(Contract contract, Contract.ServiceLevel level) {
      Promise promise = new Promise(contract, level, 0);
      if (!level.value().matches("[1-9]\\d{0,3}")) {
        throw promise.unusable();
      }
      return new Promise(contract, level, Integer.parseInt(level.value()) * promise.unit());
    }

    private int unit() {
      return switch (level.unit().toLowerCase(Locale.ROOT)) {
        case "min", "minute", "minutes" -> 1;
        case "h", "hr", "hour", "hours" -> HOUR;
        case "d", "day", "days" -> DAY;
        case "w", "week", "weeks" -> WEEK;
        default -> throw unusable();
      };
    }

    String cron() {
      if (minutes >= LEAST && minutes < HOUR && HOUR % minutes == 0) {
        return "cron(0/" + minutes + " * * * ? *)";
      }
      if (minutes % HOUR == 0 && minutes < DAY && DAY % minutes == 0) {
        return "cron(0 0/" + minutes / HOUR + " * * ? *)";
      }
      return switch (minutes) {
        case DAY -> "cron(0 3 * * ? *)";
        case WEEK -> "cron(0 3 ? * MON *)";
        default -> throw unusable();
      };
    }

    private JetbridgeException unusable() {
      return new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot schedule "
              + contract.id()
              + ": its frequency "
              + level.value()
              + " "
              + level.unit()
              + " does not divide an hour (from 5 min) or a day, and is not 1 d or 1 w; say"
              + " when with schedule.cron");
    }
  }
}
