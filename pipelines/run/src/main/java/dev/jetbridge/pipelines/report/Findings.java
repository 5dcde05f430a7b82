package dev.jetbridge.pipelines.report;

import java.util.List;
import java.util.Optional;

/**
 * What the checks of one run found.
 *
 * @param passed number of rules that hold
 * @param rules those that do not hold or could not be evaluated
 * @param identified the share of a source's records that are linked to a person
 * @param quarantine reasons for which records were rejected, the most frequent first
 * @param refusedFiles files that were refused whole
 */
record Findings(
    int passed,
    List<Rule> rules,
    List<IdentifiedShare> identified,
    List<QuarantineReason> quarantine,
    List<RefusedFile> refusedFiles) {
  static final Findings NONE = new Findings(0, List.of(), List.of(), List.of(), List.of());

  Findings {
    rules = List.copyOf(rules);
    identified = List.copyOf(identified);
    quarantine = List.copyOf(quarantine);
    refusedFiles = List.copyOf(refusedFiles);
  }

  /**
   * A rule that does not hold or is unknown.
   *
   * @param evaluated false when it could not be measured
   * @param blocks whether that stops publication
   * @param words what was expected, or why it could not be evaluated
   */
  record Rule(
      String id, boolean evaluated, boolean blocks, Optional<Double> observed, String words) {}

  /**
   * The identified share of a source, from a rule of the contract.
   *
   * @param share from 0 to 1
   * @param demanded the share that the rule demands, if it names one
   */
  record IdentifiedShare(String source, double share, Optional<Double> demanded, boolean holds) {}

  /** How many records one rule rejected; column is empty for a rule of the whole record. */
  record QuarantineReason(String column, String rule, String reason, long records) {}

  /** A refused file, why, and where in it. */
  record RefusedFile(String name, String reason, String place) {}

  long violated() {
    return rules.stream().filter(Rule::evaluated).count();
  }

  long notEvaluated() {
    return rules.size() - violated();
  }
}
