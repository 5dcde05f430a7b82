package dev.jetbridge.pipelines.bench;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * One gzip file, which nobody can split, into a table with a key in a heap as large as the file: it
 * completes, or not.
 */
public record LargeGzipBenchmark(Workspace workspace, PrintWriter out) {
  private static final long MIB = 1L << 20;
  private static final long HEAP = 2_048 * MIB;

  /**
   * Runs it once; the home should be a new one.
   *
   * @param megabytes of the compressed file
   * @throws JetbridgeException CONFIG when the heap is larger than 2 GB
   */
  public void run(int megabytes) {
    long heap = Runtime.getRuntime().maxMemory();
    if (heap > HEAP) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          String.format(
              Locale.ROOT,
              "Cannot measure in a heap of %,d MB: set JETBRIDGE_HEAP=2g",
              heap / MIB));
    }
    Path folder = workspace.home().root().resolve("bench-gzip-" + megabytes);
    Path files = folder.resolve("files");
    int rows = OrdersSample.writeGzip(files, megabytes * MIB);
    out.printf(
        Locale.ROOT,
        "one file of %,d MB gzip, %,d rows; heap %,d MB%n",
        size(files.resolve("orders_0.csv.gz")) / MIB,
        rows,
        heap / MIB);
    out.flush();
    Contract contract = OrdersSample.contract(true, "gzip_" + megabytes);
    Landing landing = new Landing(folder.resolve("landing"));
    double landed =
        Ratios.seconds(() -> new FolderPull(files).land(contract, landing, Instant.EPOCH));
    double ran = Ratios.seconds(() -> PublishedRun.require(workspace, landing, contract, rows));
    out.printf(Locale.ROOT, "completed: landed in %.1f s, run in %.1f s%n", landed, ran);
    out.flush();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
