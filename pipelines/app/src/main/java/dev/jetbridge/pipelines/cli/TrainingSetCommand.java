package dev.jetbridge.pipelines.cli;

import dev.jetbridge.jobs.features.training.Eligibility;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.features.FeatureStores;
import dev.jetbridge.pipelines.features.TrainingSet;
import dev.jetbridge.pipelines.features.TrainingSetManifest;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Age;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Coverage;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.featurestore.FeatureGroupRegistrar;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Joins labels with the values of features as they were. */
@Command(
    name = "training-set",
    description = "Add to labels the values that features had at each label's instant.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge features training-set --labels churn.csv --out train.parquet \\",
      "      --features customer_segments.frequency,customer_lifetime_value.*",
      "  jetbridge features training-set --labels churn.parquet --label-time decided_at \\",
      "      --features customer_segments.* --max-age 30 --out train.csv",
      "",
      "Labels have the column person_id, an instant and any others, which are kept."
    })
final class TrainingSetCommand extends HomeCommand {
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      required = true,
      description = "Labels: .csv, .csv.gz, .parquet, or a folder of Parquet files.")
  private Path labels;

  @Option(
      names = "--features",
      paramLabel = "NAME",
      required = true,
      split = ",",
      description = "Features as product.feature, or product.* for all of a product.")
  private List<String> features;

  @Option(
      names = "--out",
      paramLabel = "FILE|DIR",
      required = true,
      description =
          "Where to write: a file ending in .parquet or .csv, else a folder for Parquet files;"
              + " it must not exist yet.")
  private Path out;

  @Option(
      names = "--label-time",
      paramLabel = "COLUMN",
      defaultValue = "label_time",
      description = "The column of the labels with their instant (default: ${DEFAULT-VALUE}).")
  private String labelTime;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description =
          "The latest instant a label may have; a date means its end, UTC (default: where the data"
              + " of the chosen products end).")
  private String asOf;

  @Option(
      names = "--max-age",
      paramLabel = "DAYS",
      description = "Leave out values that are older than that at their label (default: any age).")
  private Integer maxAge;

  @Option(
      names = "--readable-only",
      description =
          "Use a value only from the moment it could be read, not from the moment it describes.")
  private boolean readableOnly;

  @Option(
      names = "--strictly-after",
      description = "Use no value that describes the very instant of the label.")
  private boolean strictlyAfter;

  @Option(
      names = "--with-known",
      description =
          "Add for each product the event time of the record used, and whether it could be read at"
              + " the label.")
  private boolean withKnown;

  @Override
  public Integer call() {
    if (maxAge != null && maxAge < 1) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --max-age: " + maxAge + " (must be at least 1 day)");
    }
    PrintWriter print = out();
    try (Workspace workspace = options.existing();
        FeatureGroupRegistrar registrar = FeatureStores.registrar(workspace)) {
      TrainingSetManifest made =
          new TrainingSet(
                  workspace.lake(),
                  workspace.contracts(),
                  FeatureStores.tables(workspace, registrar))
              .make(
                  new TrainingSet.Request(
                      labels,
                      features,
                      out,
                      labelTime,
                      Optional.ofNullable(asOf).map(AsOf::parse),
                      new Eligibility(
                          Optional.ofNullable(maxAge).map(Duration::ofDays),
                          readableOnly,
                          strictlyAfter),
                      withKnown));
      print(print, made);
      return 0;
    }
  }

  private void print(PrintWriter print, TrainingSetManifest made) {
    List<List<String>> rows = new ArrayList<>();
    for (TrainingSetManifest.Group group : made.groups()) {
      Coverage coverage = group.coverage();
      Age age = coverage.age();
      rows.add(
          List.of(
              group.product(),
              number(group.columns().size()),
              number(coverage.used()),
              number(coverage.known()),
              number(coverage.madeLater()),
              number(coverage.none()),
              number(coverage.deleted()),
              number(coverage.tooOld()),
              age == null ? "" : days(age.min()),
              age == null ? "" : days(age.mean()),
              age == null ? "" : days(age.max())));
    }
    TextTable.print(
        print,
        List.of(
            "product",
            "features",
            "with value",
            "known then",
            "made later",
            "none yet",
            "deleted",
            "too old",
            "youngest, days",
            "mean",
            "oldest"),
        rows);
    print.println();
    print.printf(
        Locale.ROOT,
        "%,d rows with %,d columns are in %s, what they were made from in its manifest.%n",
        made.rows(),
        made.columns().size(),
        out);
    long withoutZone = made.labels().withoutZone();
    if (withoutZone > 0) {
      print.printf(
          Locale.ROOT, "%,d of the labels name no zone and were read as UTC.%n", withoutZone);
    }
    print.println();
    print.println(
        "Next: python3 -c \"import pandas; print(pandas.read_"
            + (out.toString().endsWith(".csv") ? "csv" : "parquet")
            + "('"
            + out
            + "').describe())\"");
    print.flush();
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String days(double days) {
    return String.format(Locale.ROOT, "%.2f", days);
  }
}
