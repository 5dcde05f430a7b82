package dev.jetbridge.pipelines.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FeatureStoreColumns;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.features.TrainingSet;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import dev.jetbridge.registry.featurestore.OfflineStoreTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Offline stores of feature groups that exist for a benchmark only, with values drawn from the
 * person and the instant of a record.
 */
final class SampleStores {
  private final Lake lake;
  private final List<ProductId> products;
  private final int features;
  private final Contracts contracts;

  private SampleStores(Lake lake, List<ProductId> products, int features, Contracts contracts) {
    this.lake = lake;
    this.products = products;
    this.features = features;
    this.contracts = contracts;
  }

  /**
   * The groups, without records.
   *
   * @param folder for their contracts
   * @param features of each group
   */
  static SampleStores of(Lake lake, Path folder, int groups, int features) throws IOException {
    List<ProductId> products =
        IntStream.rangeClosed(1, groups)
            .mapToObj(i -> new ProductId("bench", "group_%02d".formatted(i)))
            .toList();
    return new SampleStores(lake, products, features, contracts(folder, products, features));
  }

  List<ProductId> products() {
    return products;
  }

  /** Every feature of every group, as a request names them. */
  List<String> everything() {
    return products.stream().map(p -> p.name() + ".*").toList();
  }

  /** The names of a group's features. */
  List<String> features() {
    return IntStream.rangeClosed(1, features).mapToObj("feature_%02d"::formatted).toList();
  }

  /** Where the records of a group are. */
  ProductId table(ProductId product) {
    return FeatureGroup.of(contracts.get(product)).table();
  }

  TrainingSet trainingSets() {
    return new TrainingSet(lake, contracts, group -> Optional.of(group.table()));
  }

  /** The contracts of the groups, which exist for the benchmark only. */
  private static Contracts contracts(Path folder, List<ProductId> products, int features)
      throws IOException {
    StringBuilder columns = new StringBuilder();
    for (int i = 1; i <= features; i++) {
      columns.append(
          "      - {name: feature_%02d, logicalType: %s}%n"
              .formatted(i, i % 10 == 0 ? "string" : i % 2 == 0 ? "integer" : "number"));
    }
    for (ProductId product : products) {
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

  /**
   * Appends records to the store of each group, as a publication would.
   *
   * @param records the people and instants of them, in person_id and at
   */
  void publish(Dataset<Row> records, String publication) {
    for (ProductId product : products) {
      Contract contract = contracts.get(product);
      FeatureGroup group = FeatureGroup.of(contract);
      OfflineStoreTable.createOrExtend(lake.catalog(), group.table(), group);
      Optional<Long> base = lake.openBranch(group.table(), publication);
      lake.append(
          group.table(),
          publication,
          records.select(columns(contract, group)),
          Map.of("jetbridge.bench", publication));
      lake.fastForward(group.table(), publication, base);
    }
  }

  private static Column[] columns(Contract contract, FeatureGroup group) {
    List<Column> columns = new ArrayList<>();
    columns.add(col("person_id"));
    columns.add(date_format(col("at"), "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").as("as_of"));
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
    return columns.toArray(Column[]::new);
  }
}
