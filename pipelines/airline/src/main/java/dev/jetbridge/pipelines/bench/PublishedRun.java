package dev.jetbridge.pipelines.bench;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.run.RunListener;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunSettings;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.time.Instant;
import java.util.List;

/** A run that counts only when it publishes every row. */
final class PublishedRun {
  private static final Instant AS_OF = Instant.parse("2023-02-01T00:00:00Z");

  private PublishedRun() {}

  /** Requires that so many rows are loaded. */
  static void require(Workspace workspace, Landing landing, Contract contract, long rows) {
    RunResult result = run(workspace, landing, contract, AS_OF);
    if (result.counts().loaded() != rows) {
      throw failed(result, ", not " + rows + " rows");
    }
  }

  /** Requires that something is published. */
  static RunResult run(Workspace workspace, Landing landing, Contract contract, Instant asOf) {
    RunResult result =
        new Runner(
                workspace.lake(),
                landing,
                workspace.operations(),
                RunSettings.of(workspace, asOf),
                RunListener.silent(),
                Compilers.standard())
            .run(List.of(contract))
            .get(0);
    if (result.status() != RunStatus.PUBLISHED) {
      throw failed(result, "");
    }
    return result;
  }

  private static JetbridgeException failed(RunResult result, String instead) {
    return new JetbridgeException(
        FailureKind.INTERNAL,
        "Cannot measure: " + result.status() + " " + result.message() + instead);
  }
}
