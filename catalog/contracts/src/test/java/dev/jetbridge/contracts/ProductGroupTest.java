package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductGroupTest {
  @TempDir Path folder;

  @Test
  void publishesWhatOthersReferToFirstAndMakesWhatOthersReadFirst() {
    Contract links = product("links", "record_key", "person_id", "shop.bookings", "identity");
    Contract persons = product("persons", "person_id", "name", "shop.links", "identity");
    Contract alone = product("alone", "person_id", "record_key", "shop.links", null);

    List<ProductGroup> groups = ProductGroup.of(List.of(persons, alone, links));

    assertThat(groups)
        .extracting(g -> names(g.members()))
        .containsExactly("links persons", "alone");
    assertThat(names(groups.get(0).parentsFirst())).isEqualTo("persons links");
  }

  @Test
  void publishesInTheOrderOfTheInputsWhereNoKeyDecides() {
    Contract first = product("b", "n", "x", "shop.bookings", "g");
    Contract second = product("a", "n", "y", "shop.b", "g");

    assertThat(names(ProductGroup.of(List.of(second, first)).get(0).parentsFirst()))
        .isEqualTo("b a");
  }

  @Test
  void putsAGroupInOneWaveAfterTheInputsOfAllItsMembers() throws IOException {
    write("s", Sample.SOURCE);
    write("early", yaml("early", "n", "x", "shop.till_sales", "g"));
    write("between", yaml("between", "n", "x", "shop.till_sales", null));
    write("late", yaml("late", "n", "x", "shop.between, shop.early", "g"));

    Contracts contracts = ContractLoader.load(List.of(folder));

    assertThat(contracts.waves().get(1)).extracting(c -> c.id().name()).contains("between");
    assertThat(contracts.waves().get(2)).extracting(c -> c.id().name()).contains("early", "late");
    assertThat(names(contracts.withGroups(List.of(ProductId.parse("shop.late")))))
        .isEqualTo("early late");
  }

  @Test
  void refusesGroupsThatCannotBePublishedTogether() throws IOException {
    write(
        "s", Sample.SOURCE.replace("value: D}}", "value: D}}\n  - {property: group, value: src}"));
    write("a", yaml("a", "n", "x", "shop.till_sales", "circle"));
    write("b", yaml("b", "n", "x", "shop.a", null));
    write("c", yaml("c", "n", "x", "shop.b", "circle"));
    write("d", yaml("d", "n", "x", "shop.till_sales", "circel"));
    write("e", yaml("e", "n", "x", "shop.till_sales", "pair").replace("shop.e}", "shop.f}"));
    write("f", yaml("f", "n", "x", "shop.a", "pair"));

    assertThatThrownBy(() -> ContractLoader.load(List.of(folder)))
        .hasMessageContaining(
            "group does nothing here: a source-aligned product is made from files")
        .hasMessageContaining(
            "the group circle cannot be published together: shop.c reads shop.b, which waits for"
                + " shop.a")
        .hasMessageContaining(
            "the group circle is published together, and the contract of shop.c is faulty")
        .hasMessageContaining("no other contract names the group circel; did you mean circle?")
        .hasMessageContaining("must be as in shop.e: both are outputs of one run of shop.f");
  }

  @Test
  void refusesJobsThatNobodyCouldStart() throws IOException {
    write("s", Sample.SOURCE);
    String deep = "  - {property: job, value: {group: deep}}\n";
    write("a", yaml("a", "n", "x", "shop.till_sales", null) + deep);
    write("b", yaml("b", "n", "x", "shop.a", null));
    write("c", yaml("c", "n", "x", "shop.b", null) + deep);
    write("d", yaml("d", "n", "x", "shop.a", "pair") + deep);
    write("e", yaml("e", "n", "x", "shop.a", "pair") + deep.replace("deep", "other"));
    write(
        "f",
        yaml("f", "n", "x", "shop.a", null)
            + "  - {property: job, value: {group: wave2, workers: 1, workerMemory: 20}}\n");

    assertThatThrownBy(() -> ContractLoader.load(List.of(folder)))
        .hasMessageContaining(
            "one job cannot make the group deep: shop.c reads shop.b, which waits for shop.a")
        .hasMessageContaining(
            "the group must be as in shop.e: the two are published together, by one job")
        .hasMessageContaining("must be lower case letters, digits and underscore, 40 at most")
        .hasMessageContaining("must be a whole number from 2, is 1")
        .hasMessageContaining("must be 16, 32, 64 or 128 gigabytes, is 20");
  }

  @Test
  void readsHowASchedulePutsProductsIntoJobs() {
    Contract contract =
        ContractLoader.parse(
            yaml("a", "n", "x", "shop.till_sales", null)
                + "  - {property: job, value: {group: deep, workers: 8, workerMemory: 64}}\n",
            "a");

    assertThat(contract.job())
        .isEqualTo(new Contract.Job(Optional.of("deep"), Optional.of(8), Optional.of(64)));
  }

  private static String names(List<Contract> contracts) {
    return String.join(" ", contracts.stream().map(c -> c.id().name()).toList());
  }

  private static Contract product(
      String name, String key, String column, String inputs, String group) {
    return ContractLoader.parse(yaml(name, key, column, inputs, group), name);
  }

  private static String yaml(String name, String key, String column, String inputs, String group) {
    return """
    apiVersion: v3.1.0
    kind: DataContract
    id: shop.NAME
    name: NAME
    domain: shop
    version: 1.0.0
    status: draft
    schema:
      - name: NAME
        properties:
          - {name: KEY, logicalType: string, primaryKey: true}
          - {name: COLUMN, logicalType: string}
    customProperties:
      - {property: productKind, value: aggregate}
      - {property: inputs, value: [INPUTS]}
      - {property: transformation, value: shop.NAME}
      - {property: writeMode, value: overwrite}
    """
            .replace("NAME", name)
            .replace("KEY", key)
            .replace("COLUMN", column)
            .replace("INPUTS", inputs)
        + (group == null ? "" : "  - {property: group, value: " + group + "}\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".odcs.yaml"), text);
  }
}
