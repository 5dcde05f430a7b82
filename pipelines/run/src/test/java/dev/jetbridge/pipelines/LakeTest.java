package dev.jetbridge.pipelines;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunListener;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunSettings;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;

/** One session and one home for the tests of the module; each test has products of its own. */
public abstract class LakeTest {
  protected static final Path HOME = temporaryHome();
  protected static final Instant AS_OF = Instant.parse("2023-08-31T23:59:59.999999Z");

  private static Lake lake;

  private static Path temporaryHome() {
    try {
      return Files.createTempDirectory("jetbridge-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static synchronized Lake lake() {
    if (lake == null) {
      System.setProperty("spark.sql.shuffle.partitions", "2");
      lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(HOME)));
      lake.spark().sparkContext().setLogLevel("ERROR");
      AsInProduction.forFewRows(lake.spark());
      operations().create();
    }
    return lake;
  }

  /**
   * A run reads the history of all runs: that of other classes would slow each of them down. Its
   * files stay, since to look them up takes longer than all else.
   */
  @AfterAll
  static void forgetsItsRuns() {
    if (lake != null) {
      for (OperationsTable table : OperationsTable.values()) {
        lake.catalog().dropTable(TableIdentifier.of(table.id().domain(), table.id().name()), false);
      }
      operations().create();
    }
  }

  protected static Operations operations() {
    return new Operations(lake());
  }

  protected static Landing landing() {
    return new Landing(HOME.resolve("landing"));
  }

  protected static RunSettings settings(Instant asOf) {
    return new RunSettings(
        asOf,
        DomainFolders.at(HOME.resolve("staging").toString()),
        new Secret("a secret of tests"),
        "test",
        2);
  }

  protected static Runner runner(Instant asOf) {
    return runner(asOf, Compilers.standard());
  }

  protected static Runner runner(Instant asOf, ProductCompiler compiler) {
    return new Runner(
        lake(), landing(), operations(), settings(asOf), RunListener.silent(), compiler);
  }

  /** Reads the files of a product. */
  protected static FormatReader format(Contract contract) {
    return Compilers.standard().compile(contract).reader();
  }

  protected static Ingest ingest(Contract contract) {
    return Compilers.standard().compile(contract).ingest(lake());
  }

  /** Runs one product and returns how it ended. */
  protected static RunResult run(Contract contract, Instant asOf) {
    return runner(asOf).run(List.of(contract)).get(0);
  }

  protected static void land(Contract contract, String name, String content) {
    land(contract, name, content.getBytes(StandardCharsets.UTF_8));
  }

  protected static void land(Contract contract, String name, byte[] content) {
    landing()
        .take(
            contract.id(),
            name,
            "test",
            Instant.parse("2023-01-01T00:00:00Z"),
            () -> new ByteArrayInputStream(content));
  }

  /** Puts a compaction in the place of main, as upkeep does. */
  protected static void compact(ProductId product) {
    Table table = lake().table(product);
    var rewrite =
        SparkActions.get(lake().spark()).rewriteDataFiles(table).option("rewrite-all", "true");
    RunSummary.ofCompaction(table.currentSnapshot()).forEach(rewrite::snapshotProperty);
    rewrite.execute();
  }

  /** The rows on main. */
  protected static Dataset<Row> table(Contract contract) {
    return lake().read(contract.id(), lake().mainSnapshot(contract.id()).orElseThrow());
  }

  /** A source-aligned contract with key id, order column changed_at and the columns of shopping. */
  protected static Contract orders(String name, String... customProperties) {
    return ordersIn(name, "orders_*.csv", "csv", customProperties);
  }

  protected static Contract ordersIn(
      String name, String files, String format, String... customProperties) {
    return ContractLoader.parse(ordersText(name, files, format, customProperties), "test");
  }

  protected static String ordersText(
      String name, String files, String format, String... customProperties) {
    StringBuilder properties = new StringBuilder();
    for (String property : customProperties) {
      properties.append("  - ").append(property).append('\n');
    }
    return ORDERS.formatted(name, name, files, format, name) + properties;
  }

  /** The same with an optional map column that takes what the contract does not know. */
  protected static Contract ordersCapturing(
      String column, String name, String files, String format, String... customProperties) {
    String map =
        """
              - name: %s
                logicalType: object
                physicalType: map<string,string>
                description: What is new.
                classification: identifier
        customProperties:
        """
            .formatted(column);
    String yaml = ORDERS.formatted(name, name, files, format, name);
    int end = yaml.lastIndexOf("customProperties:");
    return ContractLoader.parse(
        yaml.substring(0, end)
            + map
            + yaml.substring(end + "customProperties:\n".length())
            + "  - {property: driftPolicy, value: {newColumns: capture, into: "
            + column
            + "}}\n"
            + Stream.of(customProperties)
                .map(property -> "  - " + property + "\n")
                .collect(Collectors.joining()),
        "test");
  }

  protected static ProductId id(String name) {
    return new ProductId("shop", name);
  }

  private static final String ORDERS =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: shop.%s
      name: %s
      domain: shop
      version: 1.0.0
      status: active
      description: {purpose: Orders of a shop., usage: Tests., limitations: None.}
      team: {name: shop}
      servers:
        - {server: shop, type: local, path: ./%s, format: %s}
      schema:
        - name: %s
          logicalType: object
          physicalType: table
          dataGranularityDescription: One row an order.
          quality:
            - {id: has_rows, metric: rowCount, mustBeGreaterThan: 0}
          properties:
            - name: id
              logicalType: integer
              description: Order.
              primaryKey: true
              primaryKeyPosition: 1
              required: true
            - name: customer
              logicalType: string
              description: Who.
            - name: amount
              logicalType: number
              physicalType: decimal(10,2)
              description: How much.
              required: true
              logicalTypeOptions: {minimum: 0}
            - name: action
              logicalType: string
              description: U or D.
              customProperties:
                - {property: validValues, value: [U, D]}
            - name: changed_at
              logicalType: timestamp
              description: When it last changed.
              required: true
              logicalTypeOptions: {timezone: true}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: changed_at}
      """;
}
