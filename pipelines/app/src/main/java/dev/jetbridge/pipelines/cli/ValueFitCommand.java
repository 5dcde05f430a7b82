package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.features.value.transactions.ValueFit;
import dev.jetbridge.pipelines.features.InputFile;
import dev.jetbridge.pipelines.value.LifetimeValueFit;
import dev.jetbridge.pipelines.value.Transactions;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Fits how customers go on buying to a file or a product. */
@Command(
    name = "fit",
    description =
        "Fit how customers go on buying and what their purchases are worth, forecast each of them,"
            + " and compare with what happened after the calibration, as far as the data go.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge value fit --transactions purchases.csv --customer id --date day --amount amount"
          + " \\",
      "      --calibration-end 2023-06-30 --horizon-days 184 --out value",
      "  jetbridge value fit --transactions gifts.parquet --customer donor --date given_on \\",
      "      --calibration-end 2022-12-31 --horizon-days 1826 --model bg-bb --unit year --out value",
      "",
      "Writes customers.parquet, model.json and index.html. A day of a customer is one purchase;",
      "one on which refunds took back what was paid is none."
    })
final class ValueFitCommand extends HomeCommand {
  private static final int MAXIMUM_CELLS = 2_000_000;

  /** The unit of a model's time. */
  enum Unit {
    DAY(1),
    WEEK(7),
    MONTH(30),
    YEAR(365);

    private final int days;

    Unit(int days) {
      this.days = days;
    }
  }

  /** The names of the models. */
  static final class Models implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ValueFit.models().iterator();
    }
  }

  @Option(
      names = "--transactions",
      paramLabel = "FILE|PRODUCT",
      required = true,
      description =
          "Lines of transactions: .csv, .csv.gz, .parquet, a folder of Parquet files, or a"
              + " published product as domain.product.")
  private String transactions;

  @Option(
      names = "--customer",
      paramLabel = "COLUMN",
      required = true,
      description = "The column that says who bought.")
  private String customer;

  @Option(
      names = "--date",
      paramLabel = "COLUMN",
      required = true,
      description =
          "The column with the day: 2023-08-31, 20230831, or an instant, whose day is UTC.")
  private String date;

  @Option(
      names = "--amount",
      paramLabel = "COLUMN",
      description = "The column with what was paid for a line; refunds are negative.")
  private String amount;

  @Option(
      names = "--currency",
      paramLabel = "COLUMN",
      description = "The column with the currency of the amounts, which must be one.")
  private String currency;

  @Option(
      names = "--calibration-end",
      paramLabel = "DATE",
      required = true,
      description = "The last day that goes into the fit.")
  private LocalDate calibrationEnd;

  @Option(
      names = "--horizon-days",
      paramLabel = "N",
      required = true,
      description = "The days after it to forecast.")
  private int horizonDays;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = ValueFit.AUTO,
      completionCandidates = Models.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      defaultValue = "week",
      description =
          "The unit of parameters of time: day, week, month of 30 days or year of 365; for bg-bb the"
              + " period, whose months and years follow the calendar (default: ${DEFAULT-VALUE}).")
  private Unit unit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write; it must not exist yet.")
  private Path out;

  @Override
  public Integer call() {
    if (horizonDays < 1) {
      throw invalid("--horizon-days", horizonDays, "at least 1");
    }
    if (!ValueFit.models().contains(model)) {
      throw invalid("--model", model, "one of " + String.join(", ", ValueFit.models()));
    }
    long start = System.nanoTime();
    PrintWriter print = out();
    Path file = Path.of(transactions);
    boolean isFile = Files.exists(file) || !isProduct();
    if (isFile) {
      try (TemporaryHome home = options.temporary("value");
          Workspace workspace = options.open(home)) {
        print(print, fit(workspace, ofFile(workspace, file)), start);
      }
    } else {
      try (Workspace workspace = options.existing()) {
        print(print, fit(workspace, ofProduct(workspace)), start);
      }
    }
    return 0;
  }

  private boolean isProduct() {
    return transactions.matches("[a-z0-9_]+\\.[a-z0-9_]+");
  }

  private Dataset<Row> ofFile(Workspace workspace, Path file) {
    return Transactions.of(
        InputFile.open(workspace.lake().spark(), "transactions", file), columns());
  }

  private Dataset<Row> ofProduct(Workspace workspace) {
    ProductId product = workspace.contracts().get(ProductId.parse(transactions)).id();
    long snapshot =
        workspace
            .lake()
            .mainSnapshot(product)
            .orElseThrow(
                () ->
                    new JetbridgeException(
                        FailureKind.CONFIG,
                        "Cannot use "
                            + product
                            + ": it was never published; run jetbridge run first"));
    return Transactions.of(product.toString(), workspace.lake().read(product, snapshot), columns());
  }

  private Transactions.Columns columns() {
    return new Transactions.Columns(
        customer, date, Optional.ofNullable(amount), Optional.ofNullable(currency));
  }

  private ValueFit.Result fit(Workspace workspace, Dataset<Row> rows) {
    return LifetimeValueFit.fit(workspace.lake(), rows, request(), out);
  }

  private ValueFit.Request request() {
    return new ValueFit.Request(
        calibrationEnd, horizonDays, model, unit.days, amount != null, MAXIMUM_CELLS);
  }

  private void print(PrintWriter print, ValueFit.Result result, long start) {
    new FittedValue(request(), result).print(print);
    print.println();
    print.printf(
        Locale.ROOT,
        "Done in %.1f s: %s has customers.parquet, model.json and index.html%n",
        (System.nanoTime() - start) / 1e9,
        out);
    print.println();
    print.println("Next: open " + out.resolve("index.html"));
  }

  private ParameterException invalid(String option, Object value, String expected) {
    return new ParameterException(
        spec.commandLine(), "Invalid " + option + ": " + value + " (must be " + expected + ")");
  }
}
