package dev.jetbridge.pipelines.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: AWS Glue developer guide, "Time-based schedules for jobs and crawlers". */
class ClockInstantsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cron(0 3 * * ? *) | 2023-09-01T03:40:11Z | 2023-09-01T03:00:00Z",
        "cron(0 3 * * ? *) | 2023-09-01T03:00:00Z | 2023-09-01T03:00:00Z",
        "cron(0 3 * * ? *) | 2023-09-01T02:59:59Z | 2023-08-31T03:00:00Z",
        "cron(0/15 * * * ? *) | 2023-09-01T00:44:00Z | 2023-09-01T00:30:00Z",
        "cron(0/1 * * * ? *) | 2023-09-01T00:44:30Z | 2023-09-01T00:44:00Z",
        "cron(0 0/6 * * ? *) | 2023-09-01T05:59:00Z | 2023-09-01T00:00:00Z",
        "cron(0 3 ? * MON *) | 2023-09-01T12:00:00Z | 2023-08-28T03:00:00Z",
        "cron(30 4 ? * 2-6 *) | 2023-09-03T12:00:00Z | 2023-09-01T04:30:00Z",
        "cron(15,45 8 1,15 JAN,jul ? 2022-2024) | 2023-09-01T00:00:00Z | 2023-07-15T08:45:00Z"
      })
  void isTheLastOneOfItsSchedule(String cron, Instant at, Instant last) {
    assertThat(ClockInstants.of(cron).lastAt(at)).isEqualTo(last);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cron(0 3 L * ? *)",
        "cron(0 3 ? * 2#1 *)",
        "cron(61 3 * * ? *)",
        "cron(0 5-3 * * ? *)",
        "daily"
      })
  void refusesWhatItCannotTell(String cron) {
    assertThatThrownBy(() -> ClockInstants.of(cron))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot tell the instants of " + cron);
  }

  @Test
  void saysThatAScheduleHasEnded() {
    assertThatThrownBy(
            () ->
                ClockInstants.of("cron(0 3 * * ? 2030)")
                    .lastAt(Instant.parse("2023-09-01T00:00:00Z")))
        .hasMessageContaining("check schedule.cron");
  }
}
