package dev.jetbridge.quality.rules;

import java.util.Objects;

/** A rule cannot be compiled, and why. Gathered per contract and never seen outside. */
public final class RuleFault extends Exception {
  private static final long serialVersionUID = 1L;

  public RuleFault(String reason) {
    super(Objects.requireNonNull(reason, "reason"));
  }

  public String reason() {
    return getMessage();
  }
}
