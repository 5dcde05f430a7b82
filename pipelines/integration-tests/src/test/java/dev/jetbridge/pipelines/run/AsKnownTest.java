package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import java.sql.Timestamp;
import java.time.Instant;
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
    private final ProductCompiler compiler;

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
      features =
          product(
              "features_" + name,
              sums.id(),
              "overwrite-partitions",
              List.of(
                  customer,
                  "{name: as_of, logicalType: timestamp, required: true, primaryKey: true,"
                      + " primaryKeyPosition: 2, partitioned: true}",
                  total));
      compiler =
          Compilers.with(this::transformation)
              .among(new Contracts(List.of(orders, sums, features), List.of(), List.of()));
    }

    private Job transformation(String name, Map<String, Object> parameters) {
      return (inputs, run) ->
          Outputs.of(
              name.equals(sums.id().toString())
                  ? inputs
                      .table(orders.id())
                      .groupBy("customer")
                      .agg(sum("amount").cast("decimal(20,2)").as("total"))
                  : inputs.table(sums.id()).withColumn("as_of", lit(Timestamp.from(run.asOf()))));
    }

    void run(Instant asOf, Contract... products) {
      assertThat(runner(asOf, compiler).run(List.of(products)))
          .allSatisfy(r -> assertThat(r.status()).as(r.message()).isEqualTo(RunStatus.PUBLISHED));
    }

    Set<String> features(Instant asOf) {
      Dataset<Row> rows =
          table(features)
              .filter(col("as_of").equalTo(lit(Timestamp.from(asOf))))
              .select("customer", "total");
      Set<String> texts = new TreeSet<>();
      rows.collectAsList().forEach(r -> texts.add(r.toString()));
      return texts;
    }
  }

  private static Contract product(String name, ProductId input, String mode, List<String> columns) {
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
        """
            .replace("NAME", name)
            .replace("INPUT", input.toString())
            .replace("MODE", mode)
            .replace("COLUMNS", String.join("\n      - ", columns)),
        name);
  }
}
