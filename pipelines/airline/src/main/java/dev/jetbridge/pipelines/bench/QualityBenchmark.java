package dev.jetbridge.pipelines.bench;

import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.observation.ObservedWrite;
import dev.jetbridge.registry.IcebergTables;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The staging write with all observed rules ÷ the same write without rules. */
public record QualityBenchmark(Workspace workspace, PrintWriter out) {
  public void run(int rows, int rounds) {
    Path files = workspace.home().root().resolve("bench-orders-" + rows);
    OrdersSample.write(files, rows);
    Contract contract = OrdersSample.contract(false);
    RuleSet rules = RuleSet.of(contract);
    out.println(rules.rules().stream().filter(r -> r.observable()).count() + " observed rules");
    Ratios ratios = new Ratios("with rules", out);
    for (int round = 1; round <= rounds; round++) {
      double bare = write(contract, input(contract, files));
      double ours = observed(contract, rules, input(contract, files), rows);
      ratios.round(round, ours, bare);
    }
    ratios.conclude(1.15);
  }

  private Dataset<Row> input(Contract contract, Path files) {
    return OrdersSample.read(workspace.lake().spark(), contract, files)
        .withColumn("source_file", lit("bench"))
        .withColumn("changed_in", lit(1L));
  }

  private double write(Contract contract, Dataset<Row> rows) {
    open(contract);
    return Ratios.seconds(() -> append(contract, rows));
  }

  private double observed(Contract contract, RuleSet rules, Dataset<Row> input, int rows) {
    open(contract);
    return Ratios.seconds(
        () -> {
          ObservedWrite observed = rules.observe(input, Set.of());
          Snapshot snapshot = append(contract, observed.rows());
          long added = Long.parseLong(snapshot.summary().get("added-records"));
          if (observed.metrics(added, Duration.ofSeconds(30)).isEmpty()) {
            throw new JetbridgeException(
                FailureKind.INTERNAL, "Cannot measure: no metrics of " + rows + " rows");
          }
        });
  }

  private Snapshot append(Contract contract, Dataset<Row> rows) {
    return workspace.lake().append(contract.id(), "audit_bench", rows, Map.of());
  }

  private void open(Contract contract) {
    Lake lake = workspace.lake();
    lake.catalog()
        .dropTable(TableIdentifier.of(contract.id().domain(), contract.id().name()), true);
    new IcebergTables(lake.catalog()).createOrEvolve(contract);
    lake.openBranch(contract.id(), "audit_bench");
  }
}
