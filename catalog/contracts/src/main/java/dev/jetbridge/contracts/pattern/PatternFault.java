package dev.jetbridge.contracts.pattern;

/** Why a regular expression cannot be taken. */
final class PatternFault extends Exception {
  private static final long serialVersionUID = 1L;

  PatternFault(String reason) {
    super(reason, null, false, false);
  }
}
