package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The table of products at the end of a run. */
final class RunTable {
  private static final List<String> HEADER =
      List.of(
          "product",
          "status",
          "records",
          "loaded",
          "superseded",
          "duplicates",
          "quarantined",
          "rules ✓",
          "✗",
          "?",
          "rows",
          "snapshot",
          "seconds");

  private RunTable() {}

  static void print(PrintWriter out, List<RunResult> results, HomeOptions options) {
    print(out, results, List.of(), options);
  }

  /**
   * @param broken contracts that do not load, whose products failed
   */
  static void print(
      PrintWriter out, List<RunResult> results, List<BrokenContract> broken, HomeOptions options) {
    List<List<String>> rows = new ArrayList<>();
    for (RunResult result : results) {
      RunCounts counts = result.counts();
      boolean counted = result.report().isPresent();
      rows.add(
          List.of(
              result.contract().id().toString(),
              result.word(),
              number(counted, counts.records()),
              number(counted, counts.loaded()),
              number(counted, counts.superseded()),
              number(counted, counts.duplicates()),
              number(counted, counts.quarantined()),
              number(counted, result.report().map(r -> r.passed()).orElse(0L)),
              number(counted, result.report().map(r -> r.violated()).orElse(0L)),
              number(counted, result.report().map(r -> r.notEvaluated()).orElse(0L)),
              number(counted, counts.tableRows()),
              result.snapshot().map(String::valueOf).orElse(""),
              counted ? String.format(Locale.ROOT, "%.1f", result.seconds()) : ""));
    }
    for (BrokenContract contract : broken) {
      List<String> row = new ArrayList<>(Collections.nCopies(HEADER.size(), ""));
      row.set(0, contract.name());
      row.set(1, RunStatus.FAILED.label());
      rows.add(row);
    }
    out.println();
    TextTable.print(out, HEADER, rows);
    long refused = results.stream().mapToLong(r -> r.counts().refusedFiles()).sum();
    if (refused > 0) {
      out.println();
      out.println(
          options.pasteable(
              refused
                  + (refused == 1 ? " file was" : " files were")
                  + " refused whole: jetbridge sql \"select product, file_name, reason, place from"
                  + " operations.files where status = 'refused'\""));
    }
  }

  /** The queries that show the rows for which products were refused, as messages say them. */
  static List<String> offending(List<RunResult> results) {
    return results.stream().flatMap(r -> OffendingRows.of(r).stream()).toList();
  }

  private static String number(boolean counted, long value) {
    return counted ? String.format(Locale.ROOT, "%,d", value) : "";
  }
}
