package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Gathers the rules of a contract that do not compile, so that all are reported at once. */
public final class RuleFaults {
  private final List<Finding> faults = new ArrayList<>();

  /** A step of the compilation of one rule. */
  public interface Step {
    void run(String id) throws RuleFault;
  }

  public void gather(String id, Step step) {
    try {
      step.run(id);
    } catch (RuleFault fault) {
      add(id, fault.reason());
    }
  }

  public void add(String id, String reason) {
    faults.add(Finding.ofRule(id, "rule " + id + ": " + reason));
  }

  public List<Finding> all() {
    return List.copyOf(faults);
  }

  public void refuseAny(Contract contract) {
    if (!faults.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot compile the quality rules of "
              + contract.id()
              + ": "
              + faults.stream().map(Finding::text).collect(Collectors.joining("; "))
              + " (in "
              + contract.origin()
              + ")");
    }
  }
}
