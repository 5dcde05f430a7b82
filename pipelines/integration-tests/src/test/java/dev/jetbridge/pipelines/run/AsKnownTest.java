package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * Features of an earlier instant made now, against those of a lake that was never run beyond it:
 * orders were changed, moved, deleted and added since, and the sums between are of now.
 */
class AsKnownTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";
  private static final Instant FIRST = Instant.parse("2023-01-01T23:59:59.999999Z");
  private static final Instant THEN = Instant.parse("2023-01-02T23:59:59.999999Z");
  private static final Instant NOW = Instant.parse("2023-01-31T23:59:59.999999Z");
  private static final String UP_TO_THEN =
      HEADER
          + "1,Ann,10.00,U,2023-01-01T10:00:00Z\n"
          + "2,Ann,20.00,U,2023-01-02T10:00:00Z\n"
          + "3,Ben,30.00,U,2023-01-02T10:00:00Z\n"
          + "4,Cid,40.00,U,2023-01-02T11:00:00Z\n"
          + "5,Dee,50.00,U,2023-01-01T11:00:00Z\n"
          + "5,Dee,50.00,D,2023-01-02T11:00:00Z\n";
  private static final String SINCE =
      HEADER
          + "2,Ann,2.00,U,2023-01-10T10:00:00Z\n"
          + "3,Eve,30.00,U,2023-01-11T10:00:00Z\n"
          + "4,Cid,40.00,D,2023-01-12T11:00:00Z\n"
          + "5,Dee,55.00,U,2023-01-13T11:00:00Z\n"
          + "6,Fay,60.00,U,2023-01-14T11:00:00Z\n";

  @Test
  void featuresOfThenAreThoseOfALakeThatWasNeverRunBeyond() {
    World past = new World("past");
    land(past.orders, "orders_1.csv", UP_TO_THEN);
    past.run(THEN, past.orders, past.sums, past.features);
    World present = new World("present");
    land(present.orders, "orders_1.csv", UP_TO_THEN);
    present.run(THEN, present.orders);
    land(present.orders, "orders_2.csv", SINCE);
    present.run(NOW, present.orders, present.sums, present.features);

    present.run(THEN, present.features);

    assertThat(present.features(THEN))
        .isEqualTo(past.features(THEN))
        .containsExactly("[Ann,30.00]", "[Ben,30.00]", "[Cid,40.00]");
    assertThat(present.features(NOW))
        .containsExactly("[Ann,12.00]", "[Dee,55.00]", "[Eve,30.00]", "[Fay,60.00]");
    assertThat(table(present.sums).count()).isEqualTo(4);
  }

  /**
   * Each customer keeps the day on which a run first had one, as identity keeps its numbers: what a
   * run of then is given of its own rows is what they were then.
   */
  @Test
  void aProductThatReadsItsOwnRowsIsMadeOfThoseItHadThen() {
    World past = new World("once");
    World present = new World("on");
    for (World world : List.of(past, present)) {
      land(world.orders, "orders_1.csv", HEADER + "1,Ann,10.00,U,2023-01-01T10:00:00Z\n");
      world.run(FIRST, world.orders, world.sums, world.since);
      land(world.orders, "orders_2.csv", UP_TO_THEN);
      world.run(THEN, world.orders, world.sums, world.since);
    }
    land(present.orders, "orders_3.csv", SINCE);
    present.run(NOW, present.orders, present.sums, present.since);
    assertThat(rows(table(present.since)))
        .containsExactly(
            "[Ann,2023-01-01]", "[Dee,2023-01-31]", "[Eve,2023-01-31]", "[Fay,2023-01-31]");

    present.run(THEN, present.seen);

    assertThat(rows(table(present.seen).filter(col("as_of").equalTo(lit(Timestamp.from(THEN))))))
        .isEqualTo(rows(table(past.since)))
        .containsExactly("[Ann,2023-01-01]", "[Ben,2023-01-02]", "[Cid,2023-01-02]");
  }

  /** An order of before came with a file of after. */
  @Test
  void whatHadNotArrivedCountsByTheClockOfTheSourceOnly() {
    World world = new World("late");
    land(world.orders, "orders_1.csv", UP_TO_THEN);
    String late =
        HEADER + "1,Ann,11.00,U,2023-01-01T11:00:00Z\n" + "7,Gus,70.00,U,2023-01-01T10:00:00Z\n";
    landing()
        .take(
            world.orders.id(),
            "orders_2.csv",
            "test",
            THEN.plusSeconds(60),
            () -> new ByteArrayInputStream(late.getBytes(StandardCharsets.UTF_8)));
    world.run(NOW, world.orders, world.sums);
    world.run(THEN, world.features);
    assertThat(world.features(THEN))
        .containsExactly("[Ann,31.00]", "[Ben,30.00]", "[Cid,40.00]", "[Gus,70.00]");

    world.run(settings(THEN).by(KnownBy.ARRIVAL), world.features);

    assertThat(world.features(THEN)).containsExactly("[Ann,30.00]", "[Ben,30.00]", "[Cid,40.00]");
    assertThat(
            operations()
                .read(OperationsTable.RUNS)
                .filter(RunKey.PRODUCT.is(world.features.id()))
                .select(RunColumns.KNOWN_BY.column())
                .collectAsList())
        .extracting(r -> r.getString(0))
        .containsExactlyInAnyOrder("source", "arrival");
  }

  @Test
  void aBackfillMakesInstantsThatHaveNoRowsAndSaysHowItsInputsAreRead() {
    World world = new World("filled");
    land(world.orders, "orders_1.csv", UP_TO_THEN);
    land(world.orders, "orders_2.csv", SINCE);
    world.run(NOW, world.orders, world.sums, world.features);
    Instant between = Instant.parse("2023-01-10T23:59:59.999999Z");
    List<List<Contract>> waves = List.of(List.of(world.features));
    Backfill backfill = world.backfill(false);
    assertThat(backfill.make(waves, THEN)).hasSize(1);
    world.sumsMade = 0;

    List<Backfill.Made> made = new ArrayList<>();
    List.of(THEN, between, NOW).forEach(i -> made.addAll(backfill.make(waves, i)));

    assertThat(made)
        .extracting(m -> m.result().map(RunResult::status).orElse(null))
        .containsExactly(null, RunStatus.PUBLISHED, null);
    assertThat(world.sumsMade).isEqualTo(1);
    assertThat(world.features(between))
        .containsExactly("[Ann,12.00]", "[Ben,30.00]", "[Cid,40.00]");
    assertThat(world.backfill(true).make(waves, NOW).get(0).result().orElseThrow().status())
        .isEqualTo(RunStatus.UNCHANGED);
    assertThat(new InputsThen(lake(), world.contracts(), between).inWords(List.of(world.features)))
        .containsExactly(
            "As the sources had them then: " + world.orders.id(),
            "Made once more for each instant: " + world.sums.id());
    assertThat(new InputsThen(lake(), world.contracts(), NOW).inWords(List.of(world.features)))
        .containsExactly(
            "As they are now, since their contracts keep no history: rows that changed have new"
                + " values: "
                + world.sums.id());
    assertThatThrownBy(
            () -> new InputsThen(lake(), world.contracts(), NOW).inWords(List.of(world.seen)))
        .hasMessage(
            "Cannot make shop.seen_filled: its input shop.since_filled was never published; run"
                + " jetbridge run first");
  }

  @Test
  void aTableIsMadeFromItsFilesWhenVersionsAreToBeKeptFromNowOn() {
    Contract without = orders("known_later");
    Contract with = orders("known_later", "{property: history, value: true}");
    land(without, "orders_1.csv", UP_TO_THEN);
    run(without, THEN);
    land(without, "orders_2.csv", SINCE);

    RunResult refused = run(with, NOW);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot publish shop.known_later: its contract says history: true, and the versions"
                + " before this run were not kept; make it from its files (jetbridge rebuild"
                + " shop.known_later)");
    assertThat(runner(NOW).rebuild(with).status()).isEqualTo(RunStatus.PUBLISHED);
    land(with, "orders_3.csv", SINCE + "7,Gus,7.00,U,2023-01-15T11:00:00Z\n");
    assertThat(run(with, NOW).status()).isEqualTo(RunStatus.PUBLISHED);

    land(with, "orders_4.csv", SINCE + "8,Hal,7.00,U,2023-01-15T11:00:00Z\n");
    assertThat(run(without, NOW).message()).contains("no longer says history: true");
  }

  /** Orders, what each customer ordered in all, and the same as a feature of an instant. */
  private static final class World {
    private final Contract orders;
    private final Contract sums;
    private final Contract features;
    private final Contract since;
    private final Contract seen;
    private final ProductCompiler compiler;

    /** How often the sums were made. */
    private int sumsMade;

    World(String name) {
      orders =
          orders(
              "known_" + name,
              "{property: deleteMarker, value: {column: action, value: D}}",
              "{property: history, value: true}");
      String customer =
          "{name: customer, logicalType: string, primaryKey: true, primaryKeyPosition: 1}";
      String total = "{name: total, logicalType: number, physicalType: 'decimal(20,2)'}";
      sums = product("sums_" + name, orders.id(), "overwrite", List.of(customer, total));
      String asOf =
          "{name: as_of, logicalType: timestamp, required: true, primaryKey: true,"
              + " primaryKeyPosition: 2, partitioned: true}";
      features =
          product(
              "features_" + name,
              sums.id(),
              "overwrite-partitions",
              List.of(customer, asOf, total));
      String day = "{name: since, logicalType: date}";
      since =
          product(
              "since_" + name,
              sums.id(),
              "overwrite",
              List.of(customer, day),
              "{property: readsPrevious, value: true}",
              "{property: history, value: true}");
      seen =
          product("seen_" + name, since.id(), "overwrite-partitions", List.of(customer, asOf, day));
      compiler = Compilers.with(this::transformation).among(contracts());
    }

    private Contracts contracts() {
      return new Contracts(List.of(orders, sums, features, since, seen), List.of(), List.of());
    }

    private Backfill backfill(boolean again) {
      return new Backfill(operations(), instant -> runner(settings(instant)), again);
    }

    private Job transformation(String name, Map<String, Object> parameters) {
      if (name.equals(sums.id().toString())) {
        return (inputs, run) -> {
          sumsMade++;
          return Outputs.of(
              inputs
                  .table(orders.id())
                  .groupBy("customer")
                  .agg(sum("amount").cast("decimal(20,2)").as("total")));
        };
      }
      if (name.equals(since.id().toString())) {
        return (inputs, run) -> Outputs.of(run.checkpoint().apply(since(inputs, run.asOf())));
      }
      ProductId input = name.equals(seen.id().toString()) ? since.id() : sums.id();
      return (inputs, run) ->
          Outputs.of(
              run.checkpoint()
                  .apply(
                      inputs
                          .table(input)
                          .drop("changed_in")
                          .withColumn("as_of", lit(Timestamp.from(run.asOf())))));
    }

    private Dataset<Row> since(Inputs inputs, Instant asOf) {
      Dataset<Row> customers = inputs.table(sums.id()).select("customer");
      Dataset<Row> before =
          inputs.previous().orElseGet(() -> none(since)).select("customer", "since");
      return customers
          .join(before, new String[] {"customer"}, "left")
          .withColumn("since", coalesce(col("since"), lit(Timestamp.from(asOf)).cast("date")));
    }

    private static Dataset<Row> none(Contract contract) {
      return lake().spark().createDataFrame(List.of(), contract.schema());
    }

    void run(Instant asOf, Contract... products) {
      run(settings(asOf), products);
    }

    void run(RunSettings settings, Contract... products) {
      assertThat(runner(settings).run(List.of(products)))
          .allSatisfy(r -> assertThat(r.status()).as(r.message()).isEqualTo(RunStatus.PUBLISHED));
    }

    private Runner runner(RunSettings settings) {
      return new Runner(lake(), landing(), operations(), settings, RunListener.silent(), compiler);
    }

    Set<String> features(Instant asOf) {
      return texts(
          table(features)
              .filter(col("as_of").equalTo(lit(Timestamp.from(asOf))))
              .select("customer", "total"));
    }
  }

  private static Set<String> rows(Dataset<Row> since) {
    return texts(since.select("customer", "since"));
  }

  private static Set<String> texts(Dataset<Row> rows) {
    Set<String> texts = new TreeSet<>();
    rows.collectAsList().forEach(r -> texts.add(r.toString()));
    return texts;
  }

  private static Contract product(
      String name, ProductId input, String mode, List<String> columns, String... more) {
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
              - COLUMNS
        customProperties:
          - {property: productKind, value: aggregate}
          - {property: inputs, value: [INPUT]}
          - {property: transformation, value: shop.NAME}
          - {property: writeMode, value: MODE}
        MORE
        """
            .replace("MORE", more.length == 0 ? "" : "  - " + String.join("\n  - ", List.of(more)))
            .replace("NAME", name)
            .replace("INPUT", input.toString())
            .replace("MODE", mode)
            .replace("COLUMNS", String.join("\n      - ", columns)),
        name);
  }
}
