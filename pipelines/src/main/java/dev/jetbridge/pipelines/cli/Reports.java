package dev.jetbridge.pipelines.cli;

import dev.jetbridge.pipelines.Workspace;
import dev.jetbridge.pipelines.report.ReportInputs;
import dev.jetbridge.pipelines.run.RunResult;
import java.time.Instant;
import java.util.List;

/** What the report of a run is made from. */
final class Reports {
  private Reports() {}

  static ReportInputs inputs(
      Workspace workspace, List<RunResult> results, Instant asOf, HomeOptions options) {
    return new ReportInputs(
        workspace.lake(),
        workspace.operations(),
        workspace.contracts(),
        results,
        asOf,
        options::pasteable);
  }
}
