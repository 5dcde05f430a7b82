package dev.jetbridge.pipelines.platform;

/**
 * The classes that platforms start. They are named and not referred to: they know every command,
 * and commands package and schedule them.
 */
public enum EntryPoint {
  COMMAND_LINE("dev.jetbridge.pipelines.Main"),
  GLUE("dev.jetbridge.pipelines.GlueMain");

  /** The argument of a job with the name of the command. */
  public static final String COMMAND = "--command";

  /**
   * How {@code run --scheduled} ends when an outside failure stopped a product: the ledger has it,
   * and another try may help.
   */
  public static final int NOTED = 6;

  private final String className;

  EntryPoint(String className) {
    this.className = className;
  }

  public String className() {
    return className;
  }
}
