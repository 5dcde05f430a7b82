package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.jobs.registration.Jobs;
import dev.jetbridge.pipelines.compile.Transformations;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.PublishedTogether;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.registry.IcebergTables;
import dev.jetbridge.registry.ProvenanceColumns;
import dev.jetbridge.registry.TableDefinition;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * A group of three: customers and their orders are outputs of one transformation, invoices are made
 * from the orders. Each row says of which version of the source it is.
 */
final class GroupedOrders {
  /** The last version that the rules of invoices let pass. */
  static final int GREATEST = 999;

  final Contract source;
  final Contract customers;
  final Contract orders;
  final Contract invoices;
  final AtomicInteger made = new AtomicInteger();

  private final Lake lake;
  private final Path home;

  GroupedOrders(Lake lake, Path home, Contract source) {
    this.lake = lake;
    this.home = home;
    this.source = source;
    String prefix = source.id().name();
    this.customers = product(prefix + "_customers", source.id(), "customers", "customer", "other");
    this.orders = product(prefix + "_orders", source.id(), "customers", "id", "customer");
    this.invoices = product(prefix + "_invoices", orders.id(), "invoices", "invoice", "id");
  }

  List<Contract> group() {
    return List.of(invoices, orders, customers);
  }

  /** The products in the order in which they are published. */
  List<ProductId> parentsFirst() {
    return Stream.of(customers, orders, invoices).map(Contract::id).toList();
  }

  /** A run of one day; a lake may be one that dies. */
  List<RunResult> run(Lake through, int day, Transformations transformations) {
    return new Runner(
            through,
            new Landing(home.resolve("landing")),
            new Operations(through),
            new RunSettings(
                Instant.EPOCH.plus(day, ChronoUnit.DAYS),
                DomainFolders.at(home.resolve("staging").toString()),
                new Secret("a secret of tests"),
                "test",
                2),
            RunListener.silent(),
            Compilers.with(transformations))
        .run(group());
  }

  List<RunResult> run(int day) {
    return run(lake, day, this::transformation);
  }

  /** The source as it is in one version, without a run of its own. */
  void source(int version) throws NoSuchTableException {
    new IcebergTables(lake.catalog()).createOrEvolve(TableDefinition.of(source));
    Timestamp at = Timestamp.from(Instant.EPOCH);
    List<Row> rows =
        IntStream.of(1, 2, 3)
            .mapToObj(
                id ->
                    RowFactory.create(
                        id, "C" + id % 2, new BigDecimal(version), "U", at, "f", (long) version))
            .toList();
    lake.spark()
        .createDataFrame(rows, ProvenanceColumns.tableSchema(source))
        .coalesce(1)
        .writeTo(Lake.name(source.id()))
        .overwrite(col("id").gt(0));
  }

  /** What the commits of the tables alone show, in the order in which they are published. */
  List<Integer> mains() {
    return parentsFirst().stream().map(p -> version(lake.main(p))).toList();
  }

  /** What readers of ours see. */
  List<Integer> readTogether() {
    Map<ProductId, Snapshot> read = new PublishedTogether(lake).of(parentsFirst());
    return parentsFirst().stream().map(p -> version(Optional.ofNullable(read.get(p)))).toList();
  }

  /** The only version among the rows of a snapshot; 0 for none. */
  private int version(Optional<Snapshot> snapshot) {
    if (snapshot.isEmpty()) {
      return 0;
    }
    ProductId product =
        parentsFirst().stream()
            .filter(p -> lake.table(p).snapshot(snapshot.get().snapshotId()) != null)
            .findFirst()
            .orElseThrow();
    List<Row> versions =
        lake.read(product, snapshot.get().snapshotId())
            .select("version")
            .distinct()
            .collectAsList();
    assertThat(versions).hasSize(1);
    return versions.get(0).getInt(0);
  }

  /** The transformations of the group, and those of the program. */
  Job transformation(String name, Map<String, Object> parameters) {
    return switch (name) {
      case "test.customers" -> (inputs, run) -> customersAndOrders(inputs);
      case "test.invoices" ->
          (inputs, run) ->
              Outputs.of(
                  inputs
                      .table(orders.id())
                      .select(
                          concat(lit("I"), col("id")).as("invoice"), col("id"), col("version")));
      default -> Jobs.create(name, parameters);
    };
  }

  private Outputs customersAndOrders(Inputs inputs) {
    made.incrementAndGet();
    Dataset<Row> rows =
        inputs
            .table(source.id())
            .select(
                col("id").cast("string").as("id"),
                col("customer"),
                col("amount").cast("int").as("version"));
    return Outputs.of(
        Map.of(
            customers.id(),
            rows.select(col("customer"), lit("x").as("other"), col("version")).distinct(),
            orders.id(),
            rows));
  }

  private static Contract product(
      String name, ProductId input, String transformation, String key, String column) {
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.NAME
        name: NAME
        domain: shop
        version: 1.0.0
        status: active
        schema:
          - name: NAME
            properties:
              - {name: KEY, logicalType: string, primaryKey: true}
              - {name: COLUMN, logicalType: string}
              - {name: version, logicalType: integer LIMIT}
        customProperties:
          - {property: productKind, value: aggregate}
          - {property: inputs, value: [INPUT]}
          - {property: transformation, value: test.MADE}
          - {property: writeMode, value: overwrite}
          - {property: group, value: orders}
        """
            .replace("NAME", name)
            .replace("KEY", key)
            .replace("COLUMN", column)
            .replace("INPUT", input.toString())
            .replace("MADE", transformation)
            .replace(
                "LIMIT",
                transformation.equals("invoices")
                    ? ", logicalTypeOptions: {maximum: " + GREATEST + "}"
                    : ""),
        name);
  }
}
