package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

/**
 * Sums a customer, merged, made from orders and from tiers, which are overwritten and tell what
 * changed; and the list of all orders ever, appended.
 */
class FollowedChangesTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  private final Contract orders =
      orders("inc_orders", "{property: deleteMarker, value: {column: action, value: D}}");
  private final Contract tiers =
      product(
          "inc_tiers",
          "[shop.inc_orders]",
          "overwrite",
          "{name: who, logicalType: string, primaryKey: true}",
          "{name: factor, logicalType: number, physicalType: 'decimal(10,2)'}",
          "changeTracking, value: true");
  private final Contract sums =
      product(
          "inc_sums",
          "[shop.inc_orders, shop.inc_tiers]",
          "merge",
          "{name: customer, logicalType: string, primaryKey: true}",
          "{name: orders, logicalType: integer, logicalTypeOptions: {format: i64}}\n"
              + "      - {name: total, logicalType: number, physicalType: 'decimal(20,2)'}\n"
              + "      - {name: factor, logicalType: number, physicalType: 'decimal(10,2)'}",
          "changeKey, value: {columns: [customer], through: [{input: shop.inc_tiers, rows:"
              + " shop.inc_orders, on: {who: customer}}]}");
  private final Contract ever =
      product(
          "inc_ever",
          "[shop.inc_orders]",
          "append",
          "{name: id, logicalType: integer, primaryKey: true}",
          "{name: customer, logicalType: string}",
          "changeKey, value: {columns: [id]}");
  private final Map<ProductId, String> reasons = new TreeMap<>();

  @Test
  void makesOfTheChangesWhatAWholeRunMakes() {
    land(
        orders,
        "orders_1.csv",
        HEADER
            + row(1, "Ann", 1)
            + row(2, "Ben", 1)
            + row(3, "Cid", 1)
            + row(4, "Dee", 1)
            + row(5, "Gus", 1)
            + row(6, "Hal", 1));
    day(1);
    assertThat(reasons.get(sums.id())).isEqualTo("new as-of, made whole: its first run");
    assertThat(changedIn(tiers)).isEqualTo(Map.of("Gus", 1L, "Ivy", 1L));

    // An order goes to another customer, one is deleted with its customer, one is new; so Gus, who
    // ordered nothing, loses a tier and Dee gets one.
    land(
        orders,
        "orders_2.csv",
        HEADER + row(1, "Ben", 2) + row(7, "Eve", 2) + "3,Cid,3,D,2023-01-02T00:00:00Z\n");
    day(2);

    assertThat(reasons.get(sums.id())).isEqualTo("new as-of, follows what changed");
    assertThat(changedIn(tiers)).isEqualTo(Map.of("Dee", 2L, "Ivy", 1L));
    assertThat(changedIn(sums))
        .isEqualTo(Map.of("Ben", 2L, "Dee", 2L, "Eve", 2L, "Gus", 2L, "Hal", 1L));
    assertThat(operations().tombstones(sums.id()).count()).isEqualTo(2);
    assertThat(table(ever).count()).isEqualTo(7);

    assertThat(runner(3).rebuild(sums).status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(changedIn(sums).values()).containsOnly(3L).hasSize(5);
  }

  /** Runs all and compares what was merged with what is made of the inputs as they are. */
  private void day(int day) {
    assertThat(runner(day).run(List.of(orders, tiers, sums, ever)))
        .allSatisfy(r -> assertThat(r.well()).as(r.message()).isTrue());
    Dataset<Row> whole = sums(new Now());
    assertThat(table(sums).select("customer", "orders", "total", "factor").collectAsList())
        .containsExactlyInAnyOrderElementsOf(
            whole.select("customer", "orders", "total", "factor").collectAsList());
  }

  private Runner runner(int day) {
    return new Runner(
        lake(),
        landing(),
        operations(),
        settings(AS_OF.plusSeconds(day)),
        new RunListener() {
          @Override
          public void started(Contract contract, String reason) {
            reasons.put(contract.id(), reason);
          }

          @Override
          public void ended(RunResult result) {}
        },
        Compilers.with(this::transformation));
  }

  private Job transformation(String name, Map<String, Object> parameters) {
    return (inputs, run) ->
        Outputs.of(
            switch (name) {
              case "shop.inc_tiers" ->
                  inputs
                      .table(orders.id())
                      .groupBy(
                          when(col("customer").equalTo("Ann"), "Gus")
                              .when(col("customer").equalTo("Eve"), "Dee")
                              .when(col("customer").equalTo("Hal"), "Ivy")
                              .as("who"))
                      .agg(max("amount").as("factor"))
                      .filter(col("who").isNotNull());
              case "shop.inc_sums" -> sums(inputs);
              default -> changed(inputs, inputs.table(orders.id()), "id").select("id", "customer");
            });
  }

  private Dataset<Row> sums(Inputs inputs) {
    Dataset<Row> tier = inputs.table(tiers.id()).drop("changed_in");
    Dataset<Row> own = changed(inputs, inputs.table(orders.id()), "customer");
    return own.groupBy("customer")
        .agg(count(lit(1)).as("orders"), sum("amount").as("total"))
        .join(tier, col("customer").equalTo(col("who")), "left")
        .drop("who");
  }

  private static Dataset<Row> changed(Inputs inputs, Dataset<Row> rows, String key) {
    return inputs
        .changes()
        .map(c -> rows.join(c, JavaConverters.asScalaBuffer(List.of(key)).toSeq(), "left_semi"))
        .orElse(rows);
  }

  private Map<String, Long> changedIn(Contract contract) {
    Map<String, Long> changed = new TreeMap<>();
    table(contract)
        .select(col(contract.key().get(0).name()), col("changed_in"))
        .collectAsList()
        .forEach(r -> changed.put(r.getString(0), r.getLong(1)));
    return changed;
  }

  /** An order of a customer whose amount and time are those of a day. */
  private static String row(int id, String customer, int day) {
    return id + "," + customer + "," + day + ".00,U,2023-01-0" + day + "T00:00:00Z\n";
  }

  /** The inputs as they are, of which all is made. */
  private static final class Now implements Inputs {
    @Override
    public Dataset<Row> table(ProductId product) {
      return lake().read(product, lake().mainSnapshot(product).orElseThrow());
    }

    @Override
    public Optional<Dataset<Row>> previous() {
      return Optional.empty();
    }

    @Override
    public Optional<Dataset<Row>> previous(ProductId output) {
      return Optional.empty();
    }

    @Override
    public Optional<Dataset<Row>> changes() {
      return Optional.empty();
    }
  }

  private static Contract product(
      String name, String inputs, String mode, String key, String columns, String more) {
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
              - KEY
              - COLUMNS
        customProperties:
          - {property: productKind, value: aggregate}
          - {property: inputs, value: INPUTS}
          - {property: transformation, value: shop.NAME}
          - {property: writeMode, value: MODE}
          - {property: MORE}
        """
            .replace("NAME", name)
            .replace("INPUTS", inputs)
            .replace("MODE", mode)
            .replace("KEY", key)
            .replace("COLUMNS", columns)
            .replace("MORE", more),
        name);
  }
}
