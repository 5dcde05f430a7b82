package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractLoader;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.registration.Jobs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A group of three: customers and their orders are outputs of one transformation, invoices are made
 * from the orders. Each row says of which version of the source it is.
 */
final class GroupedOrders {
  final Contract source;
  final Contract customers;
  final Contract orders;
  final Contract invoices;
  final AtomicInteger made = new AtomicInteger();

  GroupedOrders(Contract source) {
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
              - {name: version, logicalType: integer, logicalTypeOptions: {maximum: 50}}
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
            .replace("MADE", transformation),
        name);
  }
}
