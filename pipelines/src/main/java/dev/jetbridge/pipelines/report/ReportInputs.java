package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.run.RunResult;
import java.time.Instant;
import java.util.List;

/**
 * What a report is made of.
 *
 * @param results what became of each product in this run; a contract without a result was not in it
 */
public record ReportInputs(
    Lake lake, Operations operations, Contracts contracts, List<RunResult> results, Instant asOf) {
  public ReportInputs {
    results = List.copyOf(results);
  }
}
