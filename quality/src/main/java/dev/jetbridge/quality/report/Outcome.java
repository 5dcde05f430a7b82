package dev.jetbridge.quality.report;

import java.util.Objects;
import java.util.Optional;

/** What became of a rule. */
public sealed interface Outcome {

  /**
   * The rule holds.
   *
   * @param observed the measured value; empty for a composite rule
   */
  record Passed(Optional<Double> observed) implements Outcome {}

  /**
   * The rule was measured and does not hold.
   *
   * @param observed the measured value; empty for a composite rule
   * @param expected what it should have been, in words
   */
  record Violated(Optional<Double> observed, String expected) implements Outcome {
    public Violated {
      Objects.requireNonNull(expected, "expected");
    }
  }

  /** The rule could not be measured: nobody knows whether it holds. */
  record NotEvaluated(String cause) implements Outcome {
    public NotEvaluated {
      Objects.requireNonNull(cause, "cause");
    }
  }
}
