package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.operations.Operations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes the rows of products with a partition for each instant, for instants that have passed. An
 * instant that a run was published for stays as it is, so a backfill that was stopped goes on.
 *
 * @param runners the runner for an instant
 * @param again whether instants that a run was published for are made once more, too
 */
public record Backfill(Operations operations, Function<Instant, Runner> runners, boolean again) {
  /**
   * What became of a product at an instant.
   *
   * @param result empty when its rows were there
   */
  public record Made(Instant asOf, Contract contract, Optional<RunResult> result) {}

  /** Makes products for one instant, each after those among them that it reads. */
  public List<Made> make(List<List<Contract>> waves, Instant instant) {
    RunHistory history = RunHistory.read(operations);
    List<Made> made = new ArrayList<>();
    List<List<Contract>> due = new ArrayList<>();
    for (List<Contract> wave : waves) {
      due.add(wave.stream().filter(c -> again || !isThere(history, c, instant)).toList());
      wave.stream()
          .filter(c -> !again && isThere(history, c, instant))
          .forEach(c -> made.add(new Made(instant, c, Optional.empty())));
    }
    if (due.stream().anyMatch(wave -> !wave.isEmpty())) {
      runners
          .apply(instant)
          .run(due, false, Set.of())
          .forEach(r -> made.add(new Made(instant, r.contract(), Optional.of(r))));
    }
    return made;
  }

  private static boolean isThere(RunHistory history, Contract contract, Instant instant) {
    return history.runsOf(contract.id()).stream().anyMatch(r -> r.asOf().equals(instant));
  }
}
