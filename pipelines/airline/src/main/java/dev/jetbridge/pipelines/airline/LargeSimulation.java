package dev.jetbridge.pipelines.airline;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.simulator.SimulationCost;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** Asks before very much is simulated; where nobody can answer, --yes is the answer. */
final class LargeSimulation {
  private LargeSimulation() {}

  /**
   * Says how much it is and asks.
   *
   * @throws JetbridgeException CONFIG when the answer is no, or nobody is there to give one
   */
  // On Java 17, which Spark needs, there is no console where nobody is.
  @SuppressWarnings("SystemConsoleNull")
  static void approve(SimulationCost cost, boolean yes, PrintWriter out) {
    if (!cost.isLarge()) {
      return;
    }
    Console console = System.console();
    if (yes || console != null) {
      out.println("  " + cost.inWords());
      out.flush();
    }
    if (yes) {
      return;
    }
    String answer = console == null ? "" : console.readLine("  Go on? [y/N] ");
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot simulate "
              + cost.inWords()
              + (console == null ? ", and there is no terminal to ask on" : "")
              + "; add --yes if it is meant, or choose fewer days or customers");
    }
  }
}
