package dev.jetbridge.contracts.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.Sample;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReservedNamesTest {
  @Test
  void keepsNamesOfTheLedgerOfSparkAndOfFormats() {
    for (String id :
        List.of(
            "operations.runs",
            "operations.anything",
            "csv.orders",
            "parquet.orders",
            "text.a",
            "binaryfile.a",
            "default.orders",
            "global_temp.orders",
            "information_schema.tables",
            "system.orders",
            "lake.orders",
            "features_feature_store.orders",
            "a".repeat(101) + ".orders",
            "shop." + "a".repeat(101))) {
      assertThat(ReservedNames.fault(ProductId.parse(id))).as(id).isPresent();
    }
    for (String id : List.of("shop.runs", "operations_eu.runs", "csv_files.a", "shop.files")) {
      assertThat(ReservedNames.fault(ProductId.parse(id))).as(id).isEmpty();
    }
    assertThat(ContractLoader.bundled().all()).allMatch(c -> ReservedNames.fault(c.id()).isEmpty());
  }

  @Test
  void isToldWithTheOtherFaultsOfAContract() {
    String id = Sample.source().id().toString();
    String yaml = Sample.SOURCE.replace("id: " + id + "\n", "id: operations.runs\n");
    String faulty = yaml.replace("tenant: example", "tennant: example");

    assertThatThrownBy(() -> ContractLoader.parse(faulty, "a.odcs.yaml"))
        .hasMessageContaining("the domain operations is reserved: the tables of operations use it")
        .hasMessageContaining("unknown key tennant");
  }

  @Test
  void refusesAColumnThatHasTheNameOfAPartition() {
    String yaml =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.orders
        name: orders
        domain: shop
        version: 1.0.0
        status: active
        servers:
          - {server: s, type: local, path: './orders_[z-a].csv', format: csv}
        schema:
          - name: orders
            quality:
              - {id: q, type: sql, query: 'insert overwrite directory "/tmp/x" select 1', mustBe: 1}
            properties:
              - {name: day, logicalType: date, partitioned: true, customProperties: [{property: partitionTransform, value: months}]}
              - {name: day_month, logicalType: string}
              - {name: LONG, logicalType: string}
        customProperties:
          - {property: productKind, value: source-aligned}
          - property: rowRules
            value:
              - {name: files, predicate: 'exists (select 1 from csv.`/etc/passwd`)'}
              - {name: java, predicate: 'reflect("java.lang.System", "exit", 1) is null'}
              - {name: slow, predicate: 'day_month rlike "(?=a)b"'}
              - {name: swap, predicate: '"abc" rlike day_month'}
              - {name: quad, predicate: 'regexp_replace(day_month, ".*x", "") = ""'}
              - {name: nest, predicate: 'NESTED'}
        """
            .replace("LONG", "a".repeat(300))
            .replace("NESTED", "(".repeat(5000) + "true" + ")".repeat(5000));

    assertThatThrownBy(() -> ContractLoader.parse(yaml, "a.odcs.yaml"))
        .hasMessageContaining("its partition is named day_month, and so is a column")
        .hasMessageContaining("at most 255 characters")
        .hasMessageContaining("is not a glob of file names")
        .hasMessageContaining("only a query is allowed")
        .hasMessageContaining("holds a query; a predicate computes from the columns of one row")
        .hasMessageContaining("the function reflect calls Java methods")
        .hasMessageContaining("look-ahead")
        .hasMessageContaining("it must be text in quotes, not a value")
        .hasMessageContaining("only characters and classes in sequence")
        .hasMessageContaining("nested too deeply");
  }
}
