package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.run.RunResult;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a report is made of.
 *
 * @param results what became of each product in this run; a contract without a result was not in it
 * @param commands a text with the commands in it as they are to be typed for this home
 */
public record ReportInputs(
    Lake lake,
    Operations operations,
    Contracts contracts,
    List<RunResult> results,
    Instant asOf,
    UnaryOperator<String> commands) {
  public ReportInputs {
    results = List.copyOf(results);
  }
}
