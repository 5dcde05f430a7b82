package dev.jetbridge.pipelines.value;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.value.transactions.CustomerForecasts;
import dev.jetbridge.jobs.features.value.transactions.PurchaseArrays;
import dev.jetbridge.jobs.features.value.transactions.ValueFit;
import dev.jetbridge.pipelines.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Fits transactions and writes a folder: customers.parquet, one row a customer with its forecast;
 * model.json; index.html. The folder is written under another name and moved when it is whole.
 */
public final class LifetimeValueFit {
  private final Lake lake;
  private final Path target;
  private final Path staging;
  private int kept;

  private LifetimeValueFit(Lake lake, Path target) {
    this.lake = lake;
    this.target = target;
    this.staging = target.resolveSibling("." + target.getFileName() + ".writing");
  }

  /**
   * Fits and writes.
   *
   * @param transactions rows of {@link Transactions}
   * @param out a folder that is not there yet
   * @throws JetbridgeException CONFIG when it is there, or there is too little to fit on
   */
  public static ValueFit.Result fit(
      Lake lake, Dataset<Row> transactions, ValueFit.Request request, Path out) {
    Path target = out.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot write " + out + ": it exists already; name another folder, or remove it");
    }
    LifetimeValueFit fit = new LifetimeValueFit(lake, target);
    try {
      fit.discard();
      Files.createDirectories(fit.staging);
      return fit.write(transactions, request);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write " + out + ": " + e.getClass().getSimpleName(), e);
    } finally {
      fit.discard();
    }
  }

  private ValueFit.Result write(Dataset<Row> transactions, ValueFit.Request request)
      throws IOException {
    ValueFit.Result result = new ValueFit(request, this::keep).fit(transactions);
    Path rows = staging.resolve("rows");
    result
        .forecasts()
        .repartition(1)
        .sortWithinPartitions(PurchaseArrays.CUSTOMER)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(rows.toString());
    Path written = Files.createDirectories(staging.resolve("out"));
    try (Stream<Path> files = Files.list(rows)) {
      Path part =
          files
              .filter(f -> f.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      Files.move(part, written.resolve("customers.parquet"));
    }
    ValueSummary summary = ValueSummary.of(result, expectedValue(written, request));
    Files.writeString(written.resolve("model.json"), new ValueJson(request, result).text());
    Files.writeString(
        written.resolve("index.html"), new ValuePage(request, result, summary).html());
    Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    return result;
  }

  private double expectedValue(Path written, ValueFit.Request request) {
    if (!request.amounts()) {
      return 0;
    }
    Dataset<Row> rows =
        lake.spark().read().parquet(written.resolve("customers.parquet").toString());
    boolean isThere = java.util.List.of(rows.columns()).contains(CustomerForecasts.VALUE);
    return isThere ? rows.agg(sum(col(CustomerForecasts.VALUE))).first().getDouble(0) : 0;
  }

  private Dataset<Row> keep(Dataset<Row> rows) {
    return lake.kept(rows, staging.resolve("kept-" + kept++).toString());
  }

  /** What is left of it harms nobody. */
  private void discard() {
    FileUtil.fullyDelete(staging.toFile());
  }
}
