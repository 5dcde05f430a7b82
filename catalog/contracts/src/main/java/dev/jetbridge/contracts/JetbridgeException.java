package dev.jetbridge.contracts;

import java.util.Objects;

/**
 * The one exception of Jetbridge. Its message reads "Cannot verb object where: reason, observed vs
 * expected; what to do" and never holds a value of a row.
 */
public final class JetbridgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  public JetbridgeException(FailureKind kind, String message) {
    this(kind, message, null);
  }

  public JetbridgeException(FailureKind kind, String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public FailureKind kind() {
    return kind;
  }
}
