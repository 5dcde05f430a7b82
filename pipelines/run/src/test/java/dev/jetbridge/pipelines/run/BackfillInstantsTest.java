package dev.jetbridge.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.AsOf;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillInstantsTest {
  @Test
  void areOnePeriodApartAndNeverAfterTheLast() {
    assertThat(days("2023-06-30", "2023-07-14", "7d"))
        .containsExactly("2023-06-30", "2023-07-07", "2023-07-14");
    assertThat(days("2023-06-30", "2023-07-13", "1w")).containsExactly("2023-06-30", "2023-07-07");
    assertThat(days("2024-02-29", "2025-12-31", "1y")).containsExactly("2024-02-29", "2025-02-28");
    assertThat(days("2023-06-30", "2023-06-30", "1d")).containsExactly("2023-06-30");
    assertThat(days("2023-06-30T12:00:00Z", "2023-07-02", "1d"))
        .containsExactly("2023-06-30T12:00:00Z", "2023-07-01T12:00:00Z", "2023-07-02T12:00:00Z");
  }

  @Test
  void areTheLastDaysOfMonthsWhenTheFirstIs() {
    assertThat(days("2023-01-31", "2023-04-30", "1m"))
        .containsExactly("2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30");
  }

  @Test
  void endAfterTheyBegin() {
    assertThatThrownBy(() -> days("2023-06-30", "2023-06-29", "1d"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage(
            "Invalid range: it ends with 2023-06-29 and begins with 2023-06-30 (--to must not be"
                + " before --from)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "0d", "-7d", "7 d", "7h", "P7D", "7D", "1.5d", "d", "99999d"})
  void refuseWhatIsNoPeriod(String text) {
    assertThatThrownBy(() -> BackfillInstants.period(text))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Invalid period: " + text + " (must be a number and d for days");
  }

  private static List<String> days(String from, String to, String every) {
    Period period = BackfillInstants.period(every);
    return new BackfillInstants(AsOf.parse(from), AsOf.parse(to), period)
        .all().stream().map(AsOf::inWords).toList();
  }
}
