package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ContractDiffTest {
  private final Contract published = Sample.source();

  @Test
  void aContractDoesNotDifferFromItself() {
    assertThat(ContractDiff.between(published, Sample.source()).isEmpty()).isTrue();
  }

  @Test
  void whatLeavesRowsAndQueriesValidIsAdditive() {
    Contract current =
        changed(
            "      - name: gift\n",
                "      - name: voucher\n        logicalType: string\n      - name: gift\n",
            "decimal(10,2)", "decimal(12,2)",
            "logicalTypeOptions: {format: f32}", "logicalTypeOptions: {format: f64}",
            "format: u16, minimum: 1", "format: i64, minimum: 1",
            "        required: true\n        logicalTypeOptions: {minimum: 1, exclusiveMaximum",
                "        logicalTypeOptions: {minimum: 1, exclusiveMaximum",
            "description: Line of the sale.", "description: Position in the sale.");

    ContractDiff diff = ContractDiff.between(published, current);

    assertThat(diff.breaking()).isEmpty();
    assertThat(diff.additive())
        .containsExactly(
            "Column line widens from int to bigint",
            "Column line changes its description from \"Line of the sale.\" to"
                + " \"Position in the sale.\"",
            "Column quantity changes from required to optional",
            "Column price widens from decimal(10,2) to decimal(12,2)",
            "Column weight widens from float to double",
            "Column voucher string is new");
    assertThatCode(() -> diff.refuseBreaking(published.id())).doesNotThrowAnyException();
  }

  @Test
  void whatBreaksReadersOrRowsIsListedInFull() {
    Contract current =
        changed(
            "      - name: weight\n", "      - name: wieght\n",
            "decimal(10,2)", "decimal(10,4)",
            "exclusiveMaximum: 100, format: i64", "exclusiveMaximum: 100",
            "      - name: best_before\n", "      - name: best_before\n        required: true\n",
            "      - name: action\n",
                "      - name: till\n        logicalType: integer\n        required: true\n      - name: action\n",
            "        primaryKey: true\n        primaryKeyPosition: 2\n", "        required: true\n",
            "value: months", "value: days");

    ContractDiff diff = ContractDiff.between(published, current);

    assertThat(diff.breaking())
        .containsExactly(
            "Column quantity narrows from bigint to int",
            "Column price changes its type from decimal(10,2) to decimal(10,4)",
            "Column weight float is dropped; it looks renamed to wieght",
            "Column best_before changes from optional to required: present rows may be null",
            "Column till int is new and required: present rows have no value",
            "The key changes from (sale_id, line) to (sale_id)",
            "The partitioning changes from (months of sold_at) to (days of sold_at)");
    assertThat(diff.additive()).containsExactly("Column wieght float is new");
    assertThatThrownBy(() -> diff.refuseBreaking(published.id()))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith(
            "Cannot change product shop.till_sales: its contract breaks what is published in 7"
                + " places; undo the changes or publish another product\n  Column quantity")
        .hasMessageContaining("\n  The key changes");
  }

  @Test
  void aTableThatTheContractMadeDoesNotDiffer() {
    StructType table =
        published
            .schema()
            .add("source_file", DataTypes.StringType, false)
            .add("changed_in", DataTypes.LongType, false);

    assertThat(ContractDiff.between(table, List.of("sale_id", "line"), published).isEmpty())
        .isTrue();
  }

  @Test
  void aTableWithAnotherKeyOrColumnDiffers() {
    StructType table = published.schema().add("till", DataTypes.IntegerType, true);

    assertThat(ContractDiff.between(table, List.of(), published).breaking())
        .containsExactly(
            "Column till int is dropped", "The key changes from none to (sale_id, line)");
  }

  @Test
  void bundledContractsDoNotDifferFromTheirOwnSchema() {
    for (Contract contract : ContractLoader.bundled().all()) {
      List<String> key = contract.key().stream().map(Column::name).toList();

      assertThat(ContractDiff.between(contract.schema(), key, contract).isEmpty()).isTrue();
    }
  }

  private static Contract changed(String... fromTo) {
    String yaml = Sample.SOURCE;
    for (int i = 0; i < fromTo.length; i += 2) {
      assertThat(yaml).contains(fromTo[i]);
      yaml = yaml.replace(fromTo[i], fromTo[i + 1]);
    }
    return ContractLoader.parse(yaml, "changed");
  }
}
