package dev.jetbridge.quality;

import java.util.Objects;

/** A rule cannot be compiled, and why. Gathered per contract and never seen outside. */
final class RuleFault extends Exception {
  private static final long serialVersionUID = 1L;

  RuleFault(String reason) {
    super(Objects.requireNonNull(reason, "reason"));
  }

  String reason() {
    return getMessage();
  }
}
