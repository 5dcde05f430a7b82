package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductGroup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One product up to its audited branch: either it staged or it already has a result. */
record Attempt(PlannedRun run, Instant start, Optional<Staged> staged, Optional<RunResult> result) {
  static Attempt staged(PlannedRun run, Instant start, Staged staged) {
    return new Attempt(run, start, Optional.of(staged), Optional.empty());
  }

  static Attempt ended(PlannedRun run, Instant start, RunResult result) {
    return new Attempt(run, start, Optional.empty(), Optional.of(result));
  }

  Contract contract() {
    return run.contract();
  }

  /** The products that are published together, in the order in which they were made. */
  record OfGroup(ProductGroup group, List<Attempt> members) {
    OfGroup {
      members = List.copyOf(members);
    }

    List<Staged> staged() {
      return members.stream().flatMap(m -> m.staged().stream()).toList();
    }

    /** What is staged in the order in which it is published. */
    List<Staged> parentsFirst() {
      return group.parentsFirst().stream()
          .flatMap(c -> staged().stream().filter(s -> s.run().contract().id().equals(c.id())))
          .toList();
    }
  }
}
