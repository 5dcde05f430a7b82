package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.MetricColumns;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.ports.registration.Ports;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.quality.rules.CompiledRule;
import dev.jetbridge.registry.DatabasePlace;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the products, or one of them in full. */
@Command(
    name = "products",
    description = "List the products, or show one: contract, rules, inputs, last runs, sizes.",
    footerHeading = "%nExamples:%n",
    footer = {"  jetbridge products", "  jetbridge products customer360.purchases"})
final class ProductsCommand extends ExistingHomeCommand {
  /** More figures than anybody reads in a terminal: a first run may have taken a year of files. */
  private static final int FIGURES = 40;

  @Parameters(paramLabel = "PRODUCT", arity = "0..1", description = "domain.product")
  private String product;

  @Override
  int in(Workspace workspace, PrintWriter out) {
    List<JetbridgeException> failures = new ArrayList<>();
    if (product == null) {
      list(out, workspace, failures);
    } else {
      show(out, workspace, workspace.contracts().get(ProductId.parse(product)));
    }
    out.flush();
    failures.forEach(f -> err().println(options.pasteable(f.getMessage())));
    return RunCommand.exitCode(List.of(), failures);
  }

  private void list(PrintWriter out, Workspace workspace, List<JetbridgeException> failures) {
    List<List<String>> rows = new ArrayList<>();
    for (List<Contract> wave : workspace.contracts().waves()) {
      for (Contract contract : wave) {
        rows.add(
            List.of(
                contract.id().toString(),
                contract.kind().label(),
                contract.version(),
                contract.about().owner(),
                rows(workspace.lake(), contract.id(), failures),
                contract.about().purpose()));
      }
    }
    TextTable.print(out, List.of("product", "kind", "version", "owner", "rows", "purpose"), rows);
    out.println();
    out.println(options.pasteable("Next: jetbridge products " + rows.get(rows.size() - 1).get(0)));
  }

  private void show(PrintWriter out, Workspace workspace, Contract contract) {
    out.println(contract.id() + " " + contract.version() + ", " + contract.kind().label());
    out.println("  " + contract.about().purpose());
    out.println("  " + contract.about().usage());
    out.println("  " + contract.about().limitations());
    out.println("  One row: " + contract.about().grain());
    out.println("  Owner: " + contract.about().owner() + "; contract: " + contract.origin());
    if (contract.isSource()) {
      out.println("  Files: " + contract.source().orElseThrow().location());
    } else {
      out.println(
          "  Made from: "
              + contract.derivation().inputs().stream()
                  .map(ProductId::toString)
                  .collect(Collectors.joining(", ")));
    }
    out.println(
        "  Used by: "
            + workspace.contracts().consumersOf(contract.id()).stream()
                .map(c -> c.id().toString())
                .collect(Collectors.joining(", ")));
    out.println();
    columns(out, contract);
    out.println();
    rules(out, Compilers.of(workspace.contracts()).compile(contract));
    out.println();
    metrics(out, contract);
    table(out, workspace, contract);
  }

  private static void columns(PrintWriter out, Contract contract) {
    List<List<String>> rows = new ArrayList<>();
    for (Column column : contract.columns()) {
      String role =
          column.isKey() ? "key " + column.keyPosition() : column.required() ? "required" : "";
      rows.add(
          List.of(
              column.name(),
              column.type().simpleString(),
              role,
              column.classification().label(),
              column.description()));
    }
    TextTable.print(out, List.of("column", "type", "", "classification", "meaning"), rows);
  }

  private static void rules(PrintWriter out, CompiledProduct product) {
    List<List<String>> rows = new ArrayList<>();
    for (CompiledRule rule : product.rules().rules()) {
      rows.add(
          List.of(
              rule.id(),
              rule.severity().name().toLowerCase(Locale.ROOT),
              rule.scope().name().toLowerCase(Locale.ROOT),
              rule.dqdl()));
    }
    TextTable.print(out, List.of("rule", "severity", "scope", "DQDL"), rows);
  }

  private void table(PrintWriter out, Workspace workspace, Contract contract) {
    Lake lake = workspace.lake();
    Optional<Snapshot> main = main(lake, contract.id());
    if (main.isEmpty()) {
      out.println(options.pasteable("Not yet published. Next: jetbridge run"));
      return;
    }
    String files = main.get().summary().getOrDefault("total-data-files", "0");
    out.println(
        "Table "
            + lake.table(contract.id()).location()
            + ": "
            + rows(main.get())
            + " rows, "
            + files
            + (files.equals("1") ? " file, " : " files, ")
            + Progress.bytes(
                Long.parseLong(main.get().summary().getOrDefault("total-files-size", "0"))));
    if (workspace.config().platform() == Config.Platform.AWS) {
      DatabasePlace place = workspace.config().databases().of(contract.id().domain());
      out.println(
          "In Glue "
              + place.database()
              + "."
              + contract.id().name()
              + place.catalogId().map(id -> ", in the catalog of account " + id).orElse(""));
    }
    out.println();
    List<List<String>> runs = new ArrayList<>();
    for (Row row :
        workspace
            .operations()
            .read(OperationsTable.RUNS)
            .filter(RunKey.PRODUCT.is(contract.id()))
            .orderBy(RunColumns.STARTED_AT.column().desc_nulls_last())
            .select(
                Field.columns(
                    RunKey.RUN_ID,
                    RunColumns.AS_OF,
                    RunColumns.STATUS,
                    RecordCounts.RECORDS,
                    RecordCounts.LOADED,
                    RecordCounts.QUARANTINED,
                    RunKey.SNAPSHOT_ID,
                    RunColumns.SECONDS))
            .limit(10)
            .collectAsList()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        cells.add(
            row.isNullAt(i)
                ? ""
                : row.get(i) instanceof java.sql.Timestamp t
                    ? t.toInstant().toString()
                    : row.get(i).toString());
      }
      runs.add(cells);
    }
    TextTable.print(
        out,
        List.of(
            "run", "as of", "status", "records", "loaded", "quarantined", "snapshot", "seconds"),
        runs);
    out.println();
    figures(out, workspace, contract, Lake.contentId(main.get()));
    TextTable.print(
        out,
        List.of("port", "reader", "how to read it"),
        Ports.of(workspace).howToRead(contract, options::pasteable));
  }

  /** What the last run was compared with; the unusual first. */
  private static void figures(
      PrintWriter out, Workspace workspace, Contract contract, long snapshot) {
    if (!workspace.lake().exists(OperationsTable.METRICS.id())) {
      return;
    }
    List<List<String>> rows =
        workspace
            .operations()
            .read(OperationsTable.METRICS)
            .filter(RunKey.PRODUCT.is(contract.id()))
            .filter(RunKey.SNAPSHOT_ID.is(snapshot))
            .orderBy(
                MetricColumns.VERDICT.column().desc(),
                FileColumns.FILE_NAME.column(),
                MetricColumns.METRIC.column(),
                MetricColumns.COLUMN_NAME.column())
            .limit(FIGURES)
            .collectAsList()
            .stream()
            .map(row -> List.of(MetricColumns.VERDICT.of(row), MetricColumns.EXPLANATION.of(row)))
            .toList();
    if (!rows.isEmpty()) {
      TextTable.print(out, List.of("verdict", "figure of the last run"), rows);
      out.println();
    }
  }

  private static void metrics(PrintWriter out, Contract contract) {
    if (!contract.metrics().isEmpty()) {
      TextTable.print(
          out,
          List.of("metric", "expression", "unit", "meaning"),
          contract.metrics().stream()
              .map(m -> List.of(m.name(), m.expression(), m.unit(), m.description()))
              .toList());
      out.println();
    }
  }

  private static Optional<Snapshot> main(Lake lake, ProductId product) {
    return lake.exists(product)
        ? Optional.ofNullable(lake.table(product).currentSnapshot())
        : Optional.empty();
  }

  /** Of a table that cannot be read the others say nothing. */
  private static String rows(Lake lake, ProductId product, List<JetbridgeException> failures) {
    try {
      return main(lake, product).map(ProductsCommand::rows).orElse("not yet published");
    } catch (Throwable e) {
      failures.add(Failures.logged(e, "read the table of " + product));
      return "cannot be read";
    }
  }

  private static String rows(Snapshot snapshot) {
    return String.format(Locale.ROOT, "%,d", Lake.rows(snapshot));
  }
}
