package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;

/** Hears how a run goes on, to show it. Calls come from several threads. */
public interface RunListener {
  void started(Contract contract, String reason);

  void ended(RunResult result);

  /** A listener that says nothing. */
  static RunListener silent() {
    return new RunListener() {
      @Override
      public void started(Contract contract, String reason) {}

      @Override
      public void ended(RunResult result) {}
    };
  }
}
