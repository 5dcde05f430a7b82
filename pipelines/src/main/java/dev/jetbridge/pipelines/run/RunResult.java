package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.quality.QualityReport;
import java.util.Optional;

/**
 * What became of one product in a run.
 *
 * @param message why, in words; for a published one how its files differ from the contract, mostly
 *     empty
 * @param failure whose turn it is when it was not published
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

  /** Whether products made from this one can go on. */
  public boolean usable() {
    return status == RunStatus.PUBLISHED || status == RunStatus.UNCHANGED;
  }
}
