package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.pipelines.operations.RunCounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A product and what became of it.
 *
 * @param run the run whose figures are shown: the last published one, or an attempt that was
 *     refused; empty when there was none
 * @param rows rows of its table as published now; empty before the first publication
 */
record ReportedProduct(
    About about,
    Ended ended,
    Optional<RunFigures> run,
    Optional<Long> rows,
    Findings findings,
    Freshness freshness) {

  /**
   * What its contract says.
   *
   * @param wave its place in the run graph from 0: after all its inputs
   */
  record About(
      ProductId id,
      ProductKind kind,
      int wave,
      List<ProductId> inputs,
      String purpose,
      String owner,
      String grain) {
    About {
      inputs = List.copyOf(inputs);
    }
  }

  /** How this run of it ended and why. */
  record Ended(Ending how, String message, Optional<FailureKind> failure) {}

  /**
   * The figures of one run.
   *
   * @param seconds empty when the run was completed by a later one
   */
  record RunFigures(Instant asOf, long snapshot, Optional<Double> seconds, RunCounts counts) {}

  ProductId id() {
    return about.id();
  }

  boolean isSource() {
    return about.kind() == ProductKind.SOURCE_ALIGNED;
  }

  /** The figures of this run, if it published the product. */
  Optional<RunFigures> publishedNow() {
    return run.filter(
        r -> ended.how() == Ending.PUBLISHED || ended.how() == Ending.NOTHING_ACCEPTED);
  }
}
