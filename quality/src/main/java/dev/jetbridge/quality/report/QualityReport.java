package dev.jetbridge.quality.report;

import java.util.List;
import java.util.stream.Stream;

/** The outcomes of all rules of a product's contract for one run, in the order of the contract. */
public record QualityReport(List<RuleResult> results) {
  public QualityReport {
    results = List.copyOf(results);
  }

  /** This report and more results. */
  public QualityReport with(List<RuleResult> more) {
    return new QualityReport(Stream.concat(results.stream(), more.stream()).toList());
  }

  public long passed() {
    return count(Outcome.Passed.class);
  }

  public long violated() {
    return count(Outcome.Violated.class);
  }

  public long notEvaluated() {
    return count(Outcome.NotEvaluated.class);
  }

  /** True when every rule of severity error was evaluated and holds; warnings never block. */
  public boolean publishable() {
    return blocking().isEmpty();
  }

  /** The results that stop publication. */
  public List<RuleResult> blocking() {
    return results.stream().filter(RuleResult::blocks).toList();
  }

  private long count(Class<? extends Outcome> kind) {
    return results.stream().map(RuleResult::outcome).filter(kind::isInstance).count();
  }
}
