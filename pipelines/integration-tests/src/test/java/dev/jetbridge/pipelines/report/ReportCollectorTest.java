package dev.jetbridge.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.CustomerLifetimeValue;
import dev.jetbridge.contracts.columns.CustomerSegments;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.ModelColumns;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.workspace.ReportFolder;
import dev.jetbridge.registry.IcebergTables;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCollectorTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  @TempDir Path folder;
  private List<Path> contracts = List.of();

  @Test
  void accountsForASourceThatIsPublishedUnchangedAndRefused() throws IOException {
    Contract contract = stranger("report_published", "");
    land(
        contract,
        "orders_1.csv",
        HEADER
            + "1,Ann,1.00,U,2023-08-31T10:00:00Z\n"
            + "2,Ben,x,U,2023-08-30T10:00:00Z\n"
            + "3,Cid,-1.00,U,2023-08-30T10:00:00Z\n"
            + "4,Dee,x,U,2023-08-30T10:00:00Z\n");
    land(contract, "orders_<2>.csv", new byte[] {(byte) 0xC3, 0x28});

    ReportedProduct product = collected(contract, run(contract, AS_OF));

    assertThat(product.ended().how()).isEqualTo(Ending.PUBLISHED);
    assertThat(product.rows()).contains(1L);
    assertThat(product.run().orElseThrow().counts().records()).isEqualTo(4);
    assertThat(product.run().orElseThrow().counts().loaded()).isEqualTo(1);
    assertThat(product.run().orElseThrow().counts().quarantined()).isEqualTo(3);
    assertThat(product.run().orElseThrow().counts().refusedFiles()).isEqualTo(1);
    assertThat(product.findings().passed()).isPositive();
    assertThat(product.findings().quarantine())
        .extracting(q -> q.column() + " " + q.rule() + " " + q.records())
        .containsExactly("amount type 2", "amount minimum 1");
    assertThat(product.findings().refusedFiles())
        .extracting(Findings.RefusedFile::name)
        .containsExactly("orders_<2>.csv");
    assertThat(product.freshness().publishedAsOf()).contains(AS_OF);
    assertThat(product.freshness().newest()).contains(Instant.parse("2023-08-31T10:00:00Z"));
    assertThat(product.freshness().promised()).contains(Duration.ofDays(1));

    showsTheLastPublishedRunOfAnUnchangedProduct(contract);
    showsTheAttemptOfARefusedProductBesideThePublishedRows();
  }

  private void showsTheLastPublishedRunOfAnUnchangedProduct(Contract contract) throws IOException {
    land(contract, "orders_3.csv", HEADER + "2,Ben,1.00,U,2023-08-31T11:00:00Z\n");
    run(contract, AS_OF);

    ReportedProduct product = collected(contract, run(contract, AS_OF));

    assertThat(product.ended().how()).isEqualTo(Ending.UNCHANGED);
    assertThat(product.run().orElseThrow().counts().records()).isEqualTo(1);
    assertThat(product.rows()).contains(2L);
    assertThat(product.publishedNow()).isEmpty();
  }

  private void showsTheAttemptOfARefusedProductBesideThePublishedRows() throws IOException {
    Contract stricter =
        stranger("report_published", "- {id: many, metric: rowCount, mustBeGreaterThan: 1000}");
    land(stricter, "orders_4.csv", HEADER + "5,B,1.00,U,2023-08-31T11:00:00Z\n3,C,x,U,\n");

    ReportedProduct product = collected(stricter, run(stricter, AS_OF));

    assertThat(product.ended().how()).isEqualTo(Ending.REFUSED);
    assertThat(product.ended().failure()).contains(FailureKind.CONTRACT);
    assertThat(product.rows()).contains(2L);
    assertThat(product.run().orElseThrow().counts().records()).isEqualTo(2);
    assertThat(product.findings().rules())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.id()).isEqualTo("many");
              assertThat(r.evaluated() && r.blocks()).isTrue();
            });
    assertThat(product.findings().quarantine()).hasSize(1);
  }

  @Test
  void knowsProductsThatWereNeverRun() throws IOException {
    stranger("report_never", "");

    ReportModel model = collect(List.of());

    assertThat(model.products()).extracting(p -> p.ended().how()).containsOnly(Ending.NOT_RUN);
    ReportedProduct never = find(model, id("report_never"));
    assertThat(never.run()).isEmpty();
    assertThat(never.rows()).isEmpty();
    assertThat(new ReportPage(model, text -> text).html()).contains("shop.</span>report_never");
  }

  @Test
  void aggregatesFeaturesOfTheLastPublishedAsOf() throws Exception {
    Timestamp asOf = Timestamp.from(AS_OF);
    Timestamp before = Timestamp.from(AS_OF.minus(Duration.ofDays(1)));
    publish(
        CustomerSegments.TABLE,
        segmentRow("P000000000000000000000001", asOf, 10, 4, "400.00", 100, 1, "Champions"),
        segmentRow("P000000000000000000000002", asOf, 20, 2, "200.00", 200, 1, "Champions"),
        segmentRow("P000000000000000000000003", asOf, 90, 1, "50.00", 90, 2, "Lapsed"),
        segmentRow("P000000000000000000000001", before, 9, 4, "400.00", 99, 2, "Lapsed"));
    publish(
        CustomerLifetimeValue.TABLE,
        valueRow("P000000000000000000000001", asOf, "0.90", 0.75),
        valueRow("P000000000000000000000002", asOf, "1299.99", 0.5),
        valueRow("P000000000000000000000003", asOf, "1250.00", 0.25),
        valueRow("P000000000000000000000004", asOf, "104.50", 1.0),
        valueRow("P000000000000000000000001", before, "99999.00", 1.0));

    ReportModel model = collect(List.of());

    Segmentation segmentation = model.segmentation().orElseThrow();
    assertThat(segmentation.currency()).isEqualTo("AED");
    assertThat(segmentation.segments())
        .containsExactly(
            new Segmentation.Segment(
                1, "Champions", "Buy a lot", 2, new BigDecimal("600.00"), 15, 3, 150),
            new Segmentation.Segment(2, "Lapsed", "", 1, new BigDecimal("50.00"), 90, 1, 90));
    ValueDistribution values = model.values().orElseThrow();
    assertThat(values.active()).isCloseTo(2.5, within(1e-9));
    assertThat(values.horizonWeeks()).isEqualTo(52);
    assertThat(values.classes())
        .usingElementComparator(
            (a, b) ->
                a.from().compareTo(b.from()) == 0
                        && a.customers() == b.customers()
                        && a.value().compareTo(b.value()) == 0
                    ? 0
                    : 1)
        .containsExactly(
            valueClass("0.9", 1, "0.90"),
            valueClass("100", 1, "104.50"),
            valueClass("1200", 2, "2549.99"));
    assertThat(model.models()).extracting(FittedModel::kind).contains("k-means-segments");
  }

  @Test
  void writesThePageIntoTheFolder() throws IOException {
    Path report = folder.resolve("report");
    Files.createDirectories(report);
    Files.writeString(report.resolve(Report.REGISTRATION_PLAN), "[]");

    String page = Report.write(new ReportFolder(report.toString()), inputs(List.of()));

    assertThat(page).isEqualTo(report.resolve("index.html").toString());
    assertThat(Files.readString(Path.of(page)))
        .startsWith("<!DOCTYPE html>")
        .contains("<a href=\"registration-plan.json\">");
    assertThat(report).isDirectoryNotContaining("glob:**/.index*");
    // On AWS the folder is in an object store, and no plan is written.
    String shared = Report.write(new ReportFolder("shared:" + report + "/s3"), inputs(List.of()));
    assertThat(shared).isEqualTo("shared:" + report + "/s3/index.html");
    assertThat(Files.readString(report.resolve("s3/index.html")))
        .startsWith("<!DOCTYPE html>")
        .doesNotContain("registration-plan.json");
  }

  private static ValueDistribution.ValueClass valueClass(
      String from, long customers, String value) {
    return new ValueDistribution.ValueClass(new BigDecimal(from), customers, new BigDecimal(value));
  }

  private ReportedProduct collected(Contract contract, RunResult result) {
    return find(collect(List.of(result)), contract.id());
  }

  private static ReportedProduct find(ReportModel model, ProductId id) {
    return model.products().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }

  private ReportModel collect(List<RunResult> results) {
    return new ReportCollector(inputs(results)).collect(Optional.empty());
  }

  private ReportInputs inputs(List<RunResult> results) {
    return new ReportInputs(
        lake(), operations(), ContractLoader.load(contracts), results, AS_OF, text -> text);
  }

  /** A contract that a domain keeps in the folder, apart from ours. */
  private Contract stranger(String name, String rule) throws IOException {
    String yaml =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.%1$s
        name: %1$s
        domain: shop
        version: 1.0.0
        status: active
        description: {purpose: Orders of a shop., usage: Tests., limitations: None.}
        team: {name: shop}
        servers:
          - {server: shop, type: local, path: './%1$s/orders_*.csv', format: csv}
        schema:
          - name: %1$s
            logicalType: object
            physicalType: table
            dataGranularityDescription: One row an order.
            quality:
              - {id: has_rows, metric: rowCount, mustBeGreaterThan: 0}
              %2$s
            properties:
              - {name: id, logicalType: integer, description: Order., primaryKey: true, primaryKeyPosition: 1, required: true}
              - {name: customer, logicalType: string, description: Who.}
              - {name: amount, logicalType: number, physicalType: 'decimal(10,2)', description: How much., required: true, logicalTypeOptions: {minimum: 0}}
              - {name: action, logicalType: string, description: U or D.}
              - {name: changed_at, logicalType: timestamp, description: When it last changed., required: true, logicalTypeOptions: {timezone: true}}
        slaProperties:
          - {property: latency, value: 24, unit: h}
        customProperties:
          - {property: productKind, value: source-aligned}
          - {property: orderColumn, value: changed_at}
        """
            .formatted(name, rule);
    Files.writeString(folder.resolve(name + ".odcs.yaml"), yaml);
    contracts = List.of(folder);
    return ContractLoader.parse(yaml, name);
  }

  /** Rows on main, a model and the entry of a run that published them. */
  private static void publish(ProductId product, Row... rows) throws Exception {
    Contract contract = ContractLoader.bundled().get(product);
    new IcebergTables(lake().catalog()).createOrEvolve(contract);
    Dataset<Row> published = lake().spark().createDataFrame(List.of(rows), contract.schema());
    published.writeTo(Lake.name(product)).option("distribution-mode", "none").append();
    long snapshot = lake().mainSnapshot(product).orElseThrow();
    operations()
        .append(
            OperationsTable.MODELS,
            List.of(
                new RunKey(snapshot, "run", product)
                    .row(OperationsTable.MODELS)
                    .with(RunColumns.AS_OF, AS_OF)
                    .with(ModelColumns.MODEL_ID, "model-1")
                    .with(ModelColumns.KIND, "k-means-segments")
                    .with(
                        ModelColumns.PARAMETERS,
                        "{\"segments\":[{\"id\":1,\"name\":\"Champions\",\"description\":\"Buy a"
                            + " lot\"}]}")
                    .with(ModelColumns.PROVENANCE, "not json")));
    operations()
        .append(
            OperationsTable.RUNS,
            List.of(
                RunCounts.ofRows(3, 3)
                    .on(
                        RunColumns.entry("run", product, AS_OF, Operations.PUBLISHED)
                            .with(RunKey.SNAPSHOT_ID, snapshot)
                            .with(RunColumns.SEQUENCE, 1L)
                            .with(RunColumns.SECONDS, 1.5))));
  }

  private static Row segmentRow(
      String person,
      Timestamp asOf,
      int recency,
      int frequency,
      String value,
      int tenure,
      int segment,
      String name) {
    return RowFactory.create(
        person,
        asOf,
        recency,
        frequency,
        new BigDecimal(value),
        tenure,
        1,
        1,
        1,
        111,
        segment,
        name,
        "model-1");
  }

  private static Row valueRow(String person, Timestamp asOf, String value, double alive) {
    return RowFactory.create(
        person,
        asOf,
        1,
        1,
        30,
        null,
        alive,
        1.0,
        BigDecimal.TEN,
        new BigDecimal(value),
        52,
        "model-1");
  }
}
