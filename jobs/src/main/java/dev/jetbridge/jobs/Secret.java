package dev.jetbridge.jobs;

import java.io.Serializable;
import java.util.Objects;

/**
 * A text that nobody may read: it travels to executors and never prints. What is made from it is
 * made in a function object, since a literal would show it in every query plan and event log.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String text;

  public Secret(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  /** The text itself, for the one place that needs it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
