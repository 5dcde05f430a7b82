package dev.jetbridge.contracts;

import java.util.List;
import java.util.Optional;

/**
 * What a value of a column must be, from logicalTypeOptions and the column property validValues.
 * Bounds are literals as written: a number, or an ISO date or instant. Null values are not judged
 * here.
 */
public record Constraints(
    Optional<String> pattern,
    Optional<Integer> minLength,
    Optional<Integer> maxLength,
    Optional<String> minimum,
    Optional<String> maximum,
    Optional<String> exclusiveMinimum,
    Optional<String> exclusiveMaximum,
    List<String> validValues) {
  public Constraints {
    validValues = List.copyOf(validValues);
  }

  public static Constraints none() {
    return new Constraints(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
