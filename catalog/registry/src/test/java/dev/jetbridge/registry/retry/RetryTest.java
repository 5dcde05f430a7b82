package dev.jetbridge.registry.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The clock stands still but for the pauses, and chance is always the same. */
class RetryTest {
  private final List<Long> pauses = new ArrayList<>();
  private double chance;
  private boolean interrupts;

  private final Waits waits =
      new Waits() {
        @Override
        public long nanoTime() {
          return Duration.ofMillis(pauses.stream().mapToLong(Long::longValue).sum()).toNanos();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
          if (interrupts) {
            throw new InterruptedException();
          }
          pauses.add(pause.toMillis());
        }

        @Override
        public double random() {
          return chance;
        }
      };

  private final Retry retry =
      Retry.times(6, Duration.ofMillis(100), Duration.ofMillis(500)).with(waits);

  @Test
  void waitsTwiceAsLongEachTimeUpToTheLongestAndLeavesHalfOfItToChance() {
    Retry.Tries least = retry.begin();
    while (least.again()) {}
    assertThat(pauses).containsExactly(50L, 100L, 200L, 250L, 250L);

    pauses.clear();
    chance = Math.nextDown(1.0);
    Retry.Tries most = retry.begin();
    while (most.again()) {}
    assertThat(pauses).containsExactly(99L, 199L, 399L, 499L, 499L);
  }

  @Test
  void endsWithItsPatienceAndNeverWaitsLongerThanThat() {
    Retry.Tries looks = retry.within(Duration.ofMillis(220)).begin();
    while (looks.again()) {}

    assertThat(pauses).containsExactly(50L, 100L, 70L);
  }

  @Test
  void countsAnewWhenSomethingWentForward() {
    Retry.Tries tries =
        Retry.times(2, Duration.ofMillis(10), Duration.ofMillis(10)).with(waits).begin();

    assertThat(tries.again()).isTrue();
    tries.goneForward();
    assertThat(tries.again()).isTrue();
    assertThat(tries.again()).isFalse();
  }

  @Test
  void triesAgainOnlyAfterFailuresThatMayPass() {
    List<Integer> calls = new ArrayList<>();

    String result =
        retry.call(
            Set.of(IllegalStateException.class),
            () -> {
              calls.add(1);
              if (calls.size() < 3) {
                throw new IllegalStateException("not yet");
              }
              return "there";
            });

    assertThat(result).isEqualTo("there");
    assertThat(calls).hasSize(3);
    assertThatThrownBy(
            () ->
                retry.call(
                    Set.of(IllegalStateException.class),
                    () -> {
                      throw new IllegalArgumentException("never");
                    }))
        .hasMessage("never");
    assertThat(pauses).hasSize(2);
  }

  @Test
  void saysSoWhenItIsInterrupted() {
    interrupts = true;

    assertThatThrownBy(() -> retry.begin().again())
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .hasMessage("Cannot try again: the run was interrupted; run again");
    assertThat(Thread.interrupted()).isTrue();
  }
}
