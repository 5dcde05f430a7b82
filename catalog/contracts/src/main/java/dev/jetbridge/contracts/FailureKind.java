package dev.jetbridge.contracts;

/** Whose turn it is after a failure; fixes the exit code and whether trying again can help. */
public enum FailureKind {
  /** The operator's: an unknown option, a contract with faults, a missing secret. */
  CONFIG(2),
  /** The sender's: data that its contract refuses. */
  CONTRACT(3),
  /** An outside service or the disk; trying again may help. */
  EXTERNAL(4),
  /** Ours: a bug. */
  INTERNAL(5);

  private final int exitCode;

  FailureKind(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
