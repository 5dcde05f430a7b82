package dev.jetbridge.pipelines.channel.dataexchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.channel.Pulled;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A data set of seven years of days, the first time and again. */
@Tag("soak")
class ManyRevisionsSoakTest extends ProviderTest {
  private static final int MANY = 2_500;
  private static final Duration MOST = Duration.ofSeconds(60);

  @Test
  void landInAMinute() {
    for (int i = 0; i < MANY; i++) {
      provider.publish(
          rateSet, "r" + i, MONDAY.minusSeconds(i), "exchange_rates_" + i + ".csv", "rate " + i);
    }

    long start = System.nanoTime();
    Pulled first = pull();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    long between = System.nanoTime();
    Pulled again = pull();
    Duration tookAgain = Duration.ofNanos(System.nanoTime() - between);

    System.out.printf(
        "%,d revisions of Data Exchange: %.1f s, again %.1f s, %,d calls%n",
        MANY, took.toMillis() / 1e3, tookAgain.toMillis() / 1e3, provider.requests());
    assertThat(first.files()).isEqualTo(MANY);
    assertThat(again.files()).isZero();
    assertThat(took).isLessThan(MOST);
    assertThat(provider.mostExports()).isLessThanOrEqualTo(RevisionQueue.MOST_JOBS);
  }

  private Pulled pull() {
    try (DataExchangePull pull =
        DataExchangePull.connect(
            provider.server().settings(), provider.server().credentials(), landing)) {
      return pull.pull(List.of(rates), TUESDAY);
    }
  }
}
