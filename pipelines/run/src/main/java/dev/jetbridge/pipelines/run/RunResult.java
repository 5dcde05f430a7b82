package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.quality.report.QualityReport;
import java.util.Optional;

/**
 * What became of one product in a run.
 *
 * @param message why, in words; for a published one how its files differ from the contract, mostly
 *     empty
 * @param failure whose turn it is when it was not published, or nothing of it was accepted
 * @param report the evaluated rules; empty when it came not so far
 * @param snapshot the snapshot of main afterwards
 */
public record RunResult(
    Contract contract,
    RunStatus status,
    String message,
    Optional<FailureKind> failure,
    RunCounts counts,
    Optional<QualityReport> report,
    Optional<Long> snapshot,
    double seconds) {
  /** The word for a run that put every record it read in quarantine. */
  static final String NOTHING_ACCEPTED = "nothing accepted";

  static RunResult unchanged(Contract contract, String reason, Optional<Long> snapshot) {
    return new RunResult(
        contract,
        RunStatus.UNCHANGED,
        reason,
        Optional.empty(),
        RunCounts.NONE,
        Optional.empty(),
        snapshot,
        0);
  }

  static RunResult failed(Contract contract, FailureKind kind, String message, double seconds) {
    return new RunResult(
        contract,
        RunStatus.FAILED,
        message,
        Optional.of(kind),
        RunCounts.NONE,
        Optional.empty(),
        Optional.empty(),
        seconds);
  }

  static RunResult blocked(Contract contract, String reason) {
    return new RunResult(
        contract,
        RunStatus.BLOCKED,
        reason,
        Optional.empty(),
        RunCounts.NONE,
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /**
   * Whether products made from this one can go on. Where only files were refused, its table is as
   * good as it was.
   */
  public boolean usable() {
    return status == RunStatus.PUBLISHED || status == RunStatus.UNCHANGED || refusedFilesOnly();
  }

  /** Whether it did what it should: nobody needs to look at it. */
  public boolean well() {
    return failure.isEmpty() && status != RunStatus.BLOCKED;
  }

  /** How it ended in a word or two, the same wherever it is told. */
  public String word() {
    return acceptedNothing() ? NOTHING_ACCEPTED : status.label();
  }

  /** Whether it read records and put every one of them in quarantine. */
  public boolean acceptedNothing() {
    return status == RunStatus.PUBLISHED && failure.isPresent();
  }

  private boolean refusedFilesOnly() {
    return status == RunStatus.REFUSED && report.filter(r -> r.publishable()).isPresent();
  }
}
