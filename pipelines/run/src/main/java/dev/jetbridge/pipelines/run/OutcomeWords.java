package dev.jetbridge.pipelines.run;

import dev.jetbridge.quality.report.Outcome;
import java.util.Locale;
import java.util.Optional;

/** An outcome of a rule as people read it. */
public final class OutcomeWords {
  private OutcomeWords() {}

  public static String of(Outcome outcome) {
    if (outcome instanceof Outcome.Passed) {
      return "passed";
    }
    if (outcome instanceof Outcome.Violated violated) {
      return observed(violated.observed()) + ", expected " + violated.expected();
    }
    return "was not evaluated: " + ((Outcome.NotEvaluated) outcome).cause();
  }

  private static String observed(Optional<Double> value) {
    return value
        .map(
            v ->
                "observed "
                    + (v == Math.rint(v)
                        ? String.format(Locale.ROOT, "%.0f", v)
                        : String.format(Locale.ROOT, "%.4g", v)))
        .orElse("does not hold");
  }
}
