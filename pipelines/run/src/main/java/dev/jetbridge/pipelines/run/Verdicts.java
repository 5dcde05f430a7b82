package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Model;
import dev.jetbridge.pipelines.anomalies.Anomalies;
import dev.jetbridge.pipelines.ingest.FileAccount;
import dev.jetbridge.pipelines.operations.NewRow;
import dev.jetbridge.quality.report.MeasuredBy;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.RuleResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the runs of a wave ended: for each its result, and its entry in operations.runs. */
final class Verdicts {
  /** Rules that a warning names. */
  private static final int NAMED_RULES = 5;

  /** What the entry of a run says of which only files were refused. */
  static final String TABLE_STAYS = "; the table stays as it is";

  private final Ledger ledger;
  private final List<NewRow> entries = new ArrayList<>();

  Verdicts(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The entries of the runs that ended so far. */
  List<NewRow> entries() {
    return entries;
  }

  RunResult published(Staged staged) {
    Intake intake = new Intake(staged);
    boolean rejected = intake.isRejected();
    String message = told(rejected ? intake.rejections() : "", warnings(staged, intake));
    String entered = told(staged.run().reason(), rejected ? message : intake.refusals());
    entries.add(ledger.entry(staged, RunStatus.PUBLISHED, entered));
    return result(
        staged,
        RunStatus.PUBLISHED,
        message,
        rejected ? Optional.of(FailureKind.CONTRACT) : Optional.empty());
  }

  RunResult refused(Staged staged) {
    String rules =
        staged.report().blocking().stream()
            .map(Verdicts::inWords)
            .collect(Collectors.joining("; "));
    return refused(staged, rules + "; its rows stay on branch " + staged.branch() + lookAt(staged));
  }

  /** A run that took nothing: its files wait, and are judged again by the next run. */
  RunResult refusedFiles(Staged staged) {
    return refused(
        staged,
        new Intake(staged).refusals()
            + TABLE_STAYS
            + "; deliver a corrected file, or correct the contract,"
            + " and run again");
  }

  private RunResult refused(Staged staged, String why) {
    String message = "Cannot publish " + staged.run().contract().id() + ": " + why;
    entries.add(ledger.entry(staged, RunStatus.REFUSED, message));
    return result(staged, RunStatus.REFUSED, message, Optional.of(FailureKind.CONTRACT));
  }

  /** A run that failed when it was to be published. */
  RunResult unpublished(Staged staged, Throwable failure) {
    RunResult result = failed(staged.run().contract(), "publish", failure, staged.startedAt());
    entries.add(ledger.failure(staged.run(), result.message(), staged.startedAt()));
    return result;
  }

  /** A run that has its result since it was to be made. */
  RunResult ended(Attempt attempt) {
    RunResult result = attempt.result().orElseThrow();
    if (result.status() == RunStatus.FAILED) {
      entries.add(ledger.failure(attempt.run(), result.message(), attempt.start()));
    }
    return result;
  }

  static RunResult failed(Contract contract, String action, Throwable failure, Instant start) {
    JetbridgeException known = Failures.logged(failure, action + " " + contract.id());
    return RunResult.failed(contract, known.kind(), known.getMessage(), Ledger.seconds(start));
  }

  /** What a wave did of which the ledger does not tell, and what it could not do. */
  static String unentered(List<RunResult> results) {
    String published =
        results.stream()
            .filter(r -> r.status() == RunStatus.PUBLISHED)
            .map(r -> r.contract().id().toString())
            .collect(Collectors.joining(", "));
    String more =
        results.stream()
            .filter(r -> !r.well())
            .map(r -> "\n" + r.word() + ": " + r.message())
            .collect(Collectors.joining());
    return (published.isEmpty()
            ? "nothing was published meanwhile"
            : "published anyway, and entered by the next run: " + published)
        + "; what comes after it was not made"
        + more;
  }

  private static String warnings(Staged staged, Intake intake) {
    return told(
        intake.refusals(),
        FileAccount.warnings(staged.files()),
        Anomalies.inWords(staged.figures()),
        unmet(staged),
        told(staged.models().stream().map(Model::note).toArray(String[]::new)));
  }

  /** The rules that warn, each with what was observed; figures have their own words. */
  private static String unmet(Staged staged) {
    List<RuleResult> unmet =
        staged.report().results().stream()
            .filter(r -> !(r.outcome() instanceof Outcome.Passed))
            .filter(r -> r.measuredBy() != MeasuredBy.COMPARED)
            .toList();
    int more = unmet.size() - NAMED_RULES;
    return unmet.stream()
            .limit(NAMED_RULES)
            .map(Verdicts::inWords)
            .collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more rules" : "");
  }

  private static String told(String... parts) {
    return Stream.of(parts).filter(words -> !words.isEmpty()).collect(Collectors.joining("; "));
  }

  /** What to do about figures that no rule forbids. */
  private static String lookAt(Staged staged) {
    ProductId product = staged.run().contract().id();
    return staged.report().blocking().stream().allMatch(r -> r.measuredBy() == MeasuredBy.COMPARED)
        ? "; if the figures are right: jetbridge retry " + product + " --accept-anomalies"
        : "";
  }

  private static String inWords(RuleResult result) {
    return "rule " + result.rule() + " " + OutcomeWords.of(result.outcome());
  }

  private static RunResult result(
      Staged staged, RunStatus status, String message, Optional<FailureKind> failure) {
    return new RunResult(
        staged.run().contract(),
        status,
        message,
        failure,
        staged.counts(),
        Optional.of(staged.report()),
        Optional.of(staged.snapshot()),
        Ledger.seconds(staged.startedAt()));
  }
}
