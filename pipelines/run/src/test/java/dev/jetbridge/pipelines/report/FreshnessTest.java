package dev.jetbridge.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract.ServiceLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final Instant AS_OF = SampleReport.AS_OF;
  private static final Optional<Duration> TWO_DAYS = Optional.of(Duration.ofDays(2));

  @Test
  void keepsAPromiseWhileTheNewestRecordIsNotOlder() {
    assertThat(newestBefore(Duration.ofDays(2)).kept(AS_OF)).contains(true);
    assertThat(newestBefore(Duration.ofDays(2).plusSeconds(1)).kept(AS_OF)).contains(false);
  }

  @Test
  void judgesByThePublicationWhereNoRecordHasATime() {
    Freshness stale =
        new Freshness(Optional.of(AS_OF.minus(Duration.ofDays(3))), Optional.empty(), TWO_DAYS);

    assertThat(stale.kept(AS_OF)).contains(false);
  }

  @Test
  void judgesNothingWithoutPromiseOrData() {
    assertThat(new Freshness(Optional.of(AS_OF), Optional.empty(), Optional.empty()).kept(AS_OF))
        .isEmpty();
    assertThat(new Freshness(Optional.empty(), Optional.empty(), TWO_DAYS).kept(AS_OF)).isEmpty();
  }

  @Test
  void isNeverAheadOfTheInstant() {
    assertThat(newestBefore(Duration.ofHours(-5)).behind(AS_OF)).contains(Duration.ZERO);
  }

  @Test
  void readsTheLatencyAmongTheServiceLevels() {
    List<ServiceLevel> levels =
        List.of(new ServiceLevel("retention", "7", "y"), new ServiceLevel("latency", "1.5", "d"));

    assertThat(Promises.latency(levels)).contains(Duration.ofHours(36));
  }

  @Test
  void judgesNoLatencyInUnitsItDoesNotKnow() {
    assertThat(Promises.latency(List.of(new ServiceLevel("latency", "1", "fortnight")))).isEmpty();
    assertThat(Promises.latency(List.of(new ServiceLevel("latency", "soon", "h")))).isEmpty();
    assertThat(Promises.latency(List.of())).isEmpty();
  }

  private static Freshness newestBefore(Duration age) {
    return new Freshness(Optional.of(AS_OF), Optional.of(AS_OF.minus(age)), TWO_DAYS);
  }
}
