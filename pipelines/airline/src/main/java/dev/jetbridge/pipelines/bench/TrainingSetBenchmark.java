package dev.jetbridge.pipelines.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.FeatureStoreColumns;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.features.training.Eligibility;
import dev.jetbridge.pipelines.features.TrainingSet;
import dev.jetbridge.pipelines.features.TrainingSetManifest;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import dev.jetbridge.registry.featurestore.OfflineStoreTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A training set of many features: 20 feature groups of 50 features, a customer for each label, a
 * record a customer and month of a year, labels at random instants. Timed from the labels' file to
 * the Parquet file and its manifest; against a bar, there is no alternative.
 */
public final class TrainingSetBenchmark {
  private static final int GROUPS = 20;
  private static final int FEATURES = 50;
  private static final Instant FIRST = Instant.parse("2022-09-30T23:59:59.999Z");
  private static final long SECONDS_OF_LABELS = 334L * 86_400;

  private final Lake lake;
  private final Path folder;
  private final PrintWriter out;

  public TrainingSetBenchmark(Workspace workspace, PrintWriter out) {
    this.lake = workspace.lake();
    this.folder = workspace.home().root().resolve("bench-training-set");
    this.out = out;
  }

  /** Runs it; the first round warms up. */
  public void run(int labels, int rounds) {
    try {
      Files.createDirectories(folder);
      Contracts contracts = contracts();
      for (ProductId product : products()) {
        fill(contracts.get(product), labels);
      }
      Path file = labels(labels);
      List<Double> seconds = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        seconds.add(round(contracts, file, round));
      }
      List<Double> warm = seconds.stream().skip(1).sorted().toList();
      out.printf(
          Locale.ROOT,
          "training set of %,d labels and %,d features in %d groups: first %.1f s%s (bar 60.0, for"
              + " 17,000 labels)%n",
          labels,
          GROUPS * FEATURES,
          GROUPS,
          seconds.get(0),
          warm.isEmpty()
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", then median %.1f s over %d rounds",
                  warm.get(warm.size() / 2),
                  warm.size()));
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write the benchmark's files in " + folder, e);
    }
  }

  private double round(Contracts contracts, Path labels, int round) throws IOException {
    Path result = folder.resolve("set.parquet");
    Files.deleteIfExists(result);
    TrainingSet.Request request =
        new TrainingSet.Request(
            labels,
            products().stream().map(p -> p.name() + ".*").toList(),
            result,
            "label_time",
            Optional.empty(),
            Eligibility.ANY,
            false);
    TrainingSetManifest[] made = new TrainingSetManifest[1];
    double seconds =
        Ratios.seconds(
            () ->
                made[0] =
                    new TrainingSet(lake, contracts, g -> Optional.of(g.table())).make(request));
    long used = made[0].groups().stream().mapToLong(g -> g.coverage().used()).sum();
    out.printf(
        Locale.ROOT,
        "  round %d: %.1f s, %,d rows, %,d columns, %,d of %,d records found, %.1f MB%n",
        round,
        seconds,
        made[0].rows(),
        made[0].columns().size(),
        used,
        made[0].rows() * GROUPS,
        Files.size(result) / 1048576.0);
    out.flush();
    return seconds;
  }

  private static List<ProductId> products() {
    return IntStream.rangeClosed(1, GROUPS)
        .mapToObj(i -> new ProductId("bench", "group_%02d".formatted(i)))
        .toList();
  }

  /** The contracts of the groups, which exist for the benchmark only. */
  private Contracts contracts() throws IOException {
    StringBuilder columns = new StringBuilder();
    for (int i = 1; i <= FEATURES; i++) {
      columns.append(
          "      - {name: feature_%02d, logicalType: %s}%n"
              .formatted(i, i % 10 == 0 ? "string" : i % 2 == 0 ? "integer" : "number"));
    }
    for (ProductId product : products()) {
      Files.writeString(
          folder.resolve(product + ".odcs.yaml"),
          """
          apiVersion: v3.1.0
          kind: DataContract
          id: %1$s
          name: %2$s
          domain: %3$s
          version: 1.0.0
          status: draft
          schema:
            - name: %2$s
              properties:
                - {name: person_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1}
                - {name: as_of, logicalType: timestamp, primaryKey: true, primaryKeyPosition: 2}
          %4$scustomProperties:
            - {property: productKind, value: consumer-aligned}
            - {property: inputs, value: [customer360.purchases]}
            - {property: transformation, value: %1$s}
            - {property: outputPorts, value: [table, feature-group]}
            - {property: writeMode, value: overwrite}
          """
              .formatted(product, product.name(), product.domain(), columns));
    }
    return ContractLoader.load(List.of(folder));
  }

  /** A record a customer and month, written to the store as a publication would; once a home. */
  private void fill(Contract contract, int customers) {
    FeatureGroup group = FeatureGroup.of(contract);
    String branch = "fill_" + customers;
    if (lake.published(group.table(), "jetbridge.bench", branch).isPresent()) {
      return;
    }
    OfflineStoreTable.createOrExtend(lake.catalog(), group.table(), group);
    Dataset<Row> records =
        lake.spark()
            .range(0, customers, 1, 4)
            .select(
                customer(col("id")),
                explode(
                        sequence(
                            lit(java.sql.Timestamp.from(FIRST)),
                            lit(java.sql.Timestamp.from(FIRST.plusSeconds(SECONDS_OF_LABELS))),
                            org.apache.spark.sql.functions.expr("interval 1 month")))
                    .as("at"));
    List<Column> columns = new ArrayList<>();
    columns.add(col("person_id"));
    columns.add(
        org.apache
            .spark
            .sql
            .functions
            .date_format(col("at"), "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
            .as("as_of"));
    for (FeatureGroup.Feature feature : group.features().subList(2, group.features().size())) {
      Column drawn =
          pmod(
              xxhash64(col("person_id"), col("at"), lit(contract.id() + feature.name())),
              lit(1000));
      Column value =
          switch (feature.type()) {
            case INTEGRAL -> drawn;
            case FRACTIONAL -> drawn.divide(8);
            case STRING -> concat(lit("value "), pmod(drawn, lit(20)));
          };
      columns.add(when(drawn.gt(50), value).cast(feature.type().dataType()).as(feature.name()));
    }
    columns.add(col("at").as(FeatureStoreColumns.API_INVOCATION_TIME));
    columns.add(col("at").as(FeatureStoreColumns.WRITE_TIME));
    columns.add(lit(false).as(FeatureStoreColumns.IS_DELETED));
    Optional<Long> base = lake.openBranch(group.table(), branch);
    lake.append(
        group.table(),
        branch,
        records.select(columns.toArray(Column[]::new)),
        Map.of("jetbridge.bench", branch));
    lake.fastForward(group.table(), branch, base);
    out.printf("  %s has its records%n", group.table());
    out.flush();
  }

  private static Column customer(Column number) {
    return concat(lit("P"), org.apache.spark.sql.functions.lpad(number, 24, "0")).as("person_id");
  }

  private Path labels(int count) throws IOException {
    Path file = folder.resolve("labels.csv");
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    lines.add("person_id,label_time,churned");
    for (int i = 0; i < count; i++) {
      lines.add(
          "P%024d,%s,%d"
              .formatted(
                  i, FIRST.plusSeconds(random.nextLong(SECONDS_OF_LABELS)), random.nextInt(2)));
    }
    return Files.write(file, lines);
  }
}
