package dev.jetbridge.quality;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.ArrayList;
import java.util.List;

/** Gathers the rules of a contract that do not compile, so that all are reported at once. */
final class RuleFaults {
  private final List<String> faults = new ArrayList<>();

  /** A step of the compilation of one rule. */
  interface Step {
    void run(String id) throws RuleFault;
  }

  void gather(String id, Step step) {
    try {
      step.run(id);
    } catch (RuleFault fault) {
      faults.add("rule " + id + ": " + fault.reason());
    }
  }

  List<String> all() {
    return List.copyOf(faults);
  }

  void refuseAny(Contract contract) {
    if (!faults.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot compile the quality rules of "
              + contract.id()
              + ": "
              + String.join("; ", faults)
              + " (in "
              + contract.origin()
              + ")");
    }
  }
}
