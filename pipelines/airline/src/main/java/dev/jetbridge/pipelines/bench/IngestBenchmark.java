package dev.jetbridge.pipelines.bench;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.ingest.FileHistory;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.ingest.IngestStage;
import dev.jetbridge.pipelines.ingest.SuppressedPeople;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.IcebergTables;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * Ingest with everything on (byte pass, reasons, accounts per file, branch, rules, fast-forward) ÷
 * Spark's own CSV to Iceberg append of the same files into a table of the same layout.
 */
public record IngestBenchmark(Workspace workspace, PrintWriter out) {
  public void run(int rows, int rounds) {
    Path files = workspace.home().root().resolve("bench-orders-" + rows);
    OrdersSample.write(files, rows);
    workspace.operations().create();
    for (boolean keyed : new boolean[] {false, true}) {
      out.println(keyed ? "with key uniqueness" : "without a key");
      Contract contract = OrdersSample.contract(keyed);
      Landing landing = new Landing(workspace.home().root().resolve("bench-landing-" + rows));
      List<LandedFile> landed = new FolderPull(files).land(contract, landing, Instant.EPOCH);
      Ratios ratios = new Ratios("everything on", out);
      for (int round = 1; round <= rounds; round++) {
        double bare = bare(contract, files);
        double ours = ours(contract, landed, rows);
        ratios.round(round, ours, bare);
      }
      ratios.conclude(keyed ? 1.45 : 1.3);
    }
  }

  private double bare(Contract contract, Path files) {
    fresh(contract);
    String name = Lake.name(contract.id());
    // The same table without the columns that only we write.
    workspace.lake().spark().sql("ALTER TABLE " + name + " DROP COLUMNS source_file, changed_in");
    return Ratios.seconds(
        () -> {
          try {
            OrdersSample.read(workspace.lake().spark(), contract, files).writeTo(name).append();
          } catch (NoSuchTableException e) {
            throw new JetbridgeException(FailureKind.INTERNAL, "Cannot append to " + name, e);
          }
        });
  }

  private double ours(Contract contract, List<LandedFile> landed, int rows) {
    fresh(contract);
    Lake lake = workspace.lake();
    return Ratios.seconds(
        () -> {
          Optional<Long> base = lake.mainSnapshot(contract.id());
          IngestStage stage =
              Compilers.standard()
                  .compile(contract)
                  .ingest(lake)
                  .stage(
                      landed,
                      new Ingest.Attempt(
                          "audit_bench",
                          base,
                          false,
                          workspace.home().staging().resolve("bench").toString(),
                          1,
                          new Secret("benchmark"),
                          workspace.operations().tombstones(contract.id()),
                          Optional.empty(),
                          Optional.empty(),
                          SuppressedPeople.NONE,
                          FileHistory.NONE,
                          Map.of()));
          long loaded = stage.files().stream().mapToLong(f -> f.ofRun().loaded()).sum();
          boolean published =
              stage.report().publishable() && lake.fastForward(contract.id(), "audit_bench", base);
          if (!published || loaded != rows / OrdersSample.FILES * (long) OrdersSample.FILES) {
            throw new JetbridgeException(
                FailureKind.INTERNAL, "Cannot measure: " + loaded + " rows loaded of " + rows);
          }
        });
  }

  private void fresh(Contract contract) {
    workspace
        .lake()
        .catalog()
        .dropTable(TableIdentifier.of(contract.id().domain(), contract.id().name()), true);
    new IcebergTables(workspace.lake().catalog()).createOrEvolve(contract);
  }
}
