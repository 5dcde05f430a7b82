package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductGroup;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.session.Interruption;
import dev.jetbridge.registry.retry.Retry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;

/**
 * Publishes what is staged of a group: all of it or nothing. The commit that moves the first table
 * decides; those of the others follow it, and whoever dies between leaves them to the next run.
 *
 * @param again makes a group from what is published now
 */
record GroupPublisher(
    Lake lake,
    RunHistory history,
    Stager stager,
    Ledger ledger,
    Verdicts verdicts,
    Function<ProductGroup, Attempt.OfGroup> again) {
  /** How often other runs of a product may be faster before a run gives up. */
  private static final int TRIES = 12;

  /** The result of a product that could be published if another one of its group could. */
  static RunResult withheld(ProductGroup group, Contract contract, RunResult stopped) {
    return RunResult.blocked(
        contract,
        "the group "
            + group.name().orElseThrow()
            + " is published together, and "
            + stopped.contract().id()
            + " "
            + (stopped.status() == RunStatus.BLOCKED ? "is blocked" : stopped.word()));
  }

  /**
   * Publishes. A run is planned on what main holds; when main has moved meanwhile, the plan is made
   * again, and maybe nothing is left to do.
   */
  List<RunResult> publish(Attempt.OfGroup attempted) {
    Attempt.OfGroup attempt = attempted;
    Retry.Tries tries = Retry.ofCommits(TRIES).begin();
    while (true) {
      Map<ProductId, RunResult> results = new HashMap<>();
      attempt.members().forEach(m -> judge(m).ifPresent(r -> results.put(r.contract().id(), r)));
      List<Staged> staged =
          attempt.parentsFirst().stream()
              .filter(s -> !results.containsKey(s.run().contract().id()))
              .toList();
      Optional<RunResult> stopped =
          attempt.members().stream()
              .flatMap(m -> Optional.ofNullable(results.get(m.contract().id())).stream())
              .filter(r -> r.status() != RunStatus.UNCHANGED)
              .min(Comparator.comparing(RunResult::status));
      if (stopped.isPresent()) {
        for (Staged held : staged) {
          stager.discard(held);
          put(results, withheld(attempt.group(), held.run().contract(), stopped.get()));
        }
      } else if (!staged.isEmpty()) {
        try {
          if (!decide(staged)) {
            staged.forEach(stager::discard);
            if (!tries.again()) {
              throw moved(staged.get(0));
            }
            attempt = again.apply(attempt.group());
            ledger.writeBeside(attempt.staged());
            continue;
          }
          publish(staged, results);
        } catch (Throwable e) {
          RunResult failed = verdicts.unpublished(staged.get(0), e);
          put(results, failed);
          for (Staged held : staged.subList(1, staged.size())) {
            put(results, withheld(attempt.group(), held.run().contract(), failed));
          }
        }
      }
      return attempt.members().stream().map(m -> results.get(m.contract().id())).toList();
    }
  }

  private static void put(Map<ProductId, RunResult> results, RunResult result) {
    results.put(result.contract().id(), result);
  }

  /** How a run ended that is not to be published. */
  private Optional<RunResult> judge(Attempt attempt) {
    if (attempt.result().isPresent()) {
      return Optional.of(verdicts.ended(attempt));
    }
    Staged staged = attempt.staged().orElseThrow();
    if (!staged.report().publishable()) {
      StagingFolder.empty(staged.folder());
      return Optional.of(verdicts.refused(staged));
    }
    if (new Intake(staged).isRefused()) {
      stager.discard(staged);
      return Optional.of(verdicts.refusedFiles(staged));
    }
    return Optional.empty();
  }

  /**
   * Publishes the first of them, and with it all, unless other rows than those that they were
   * staged on were published meanwhile.
   */
  private boolean decide(List<Staged> staged) {
    // Whoever stopped the program was told what is published.
    Interruption.standStill();
    boolean stands =
        staged.stream().skip(1).allMatch(s -> content(main(s)).equals(content(base(s))));
    Staged first = staged.get(0);
    return stands && lake.fastForward(product(first), first.branch(), first.run().base());
  }

  private void publish(List<Staged> staged, Map<ProductId, RunResult> results) {
    put(results, entered(staged.get(0)));
    for (Staged next : staged.subList(1, staged.size())) {
      try {
        boolean published = lake.follow(product(next), next.branch()) || isPublished(next);
        if (!published) {
          throw new JetbridgeException(
              FailureKind.EXTERNAL,
              "Cannot publish "
                  + product(next)
                  + ": other runs moved its main branch meanwhile; run again when they have ended");
        }
        put(results, entered(next));
      } catch (Throwable e) {
        put(results, verdicts.unpublished(next, e));
      }
    }
  }

  /** Whether another run that found the group half published was faster. */
  private boolean isPublished(Staged staged) {
    for (Snapshot led : lake.history(product(staged))) {
      if (led.snapshotId() == staged.snapshot()) {
        return true;
      }
    }
    return false;
  }

  private RunResult entered(Staged staged) {
    ProductId product = product(staged);
    RunResult result = verdicts.published(staged);
    history.enter(
        new RunHistory.Publication(
            staged.run().id().id(),
            product,
            staged.run().id().asOf(),
            staged.snapshot(),
            staged.sequence(),
            staged.run().kind()));
    staged.files().forEach(f -> history.addFile(product, f.file().hash(), staged.snapshot()));
    StagingFolder.empty(staged.folder());
    Interruption.published(product.toString());
    return result;
  }

  private static JetbridgeException moved(Staged staged) {
    return new JetbridgeException(
        FailureKind.EXTERNAL,
        "Cannot publish "
            + product(staged)
            + ": other runs moved its main branch "
            + TRIES
            + " times meanwhile; run again when they have ended");
  }

  private Optional<Snapshot> main(Staged staged) {
    return lake.main(product(staged));
  }

  private Optional<Snapshot> base(Staged staged) {
    return staged.run().base().map(base -> lake.table(product(staged)).snapshot(base));
  }

  private static Optional<Long> content(Optional<Snapshot> snapshot) {
    return snapshot.map(Lake::contentId);
  }

  private static ProductId product(Staged staged) {
    return staged.run().contract().id();
  }
}
