package dev.jetbridge.pipelines.ingest.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractChangesTest {
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: shop.orders
      name: orders
      domain: shop
      version: 1.0.0
      status: active
      servers:
        - {server: shop, type: local, path: ./orders_*.csv, format: csv}
      schema:
        - name: orders
          properties:
            - {name: id, logicalType: integer, primaryKey: true}
            - {name: customer_name, logicalType: string}
            - {name: amount, logicalType: number, physicalType: 'decimal(5,2)'}
            - {name: bought_on, logicalType: date, required: true}
            - name: tier
              logicalType: string
              customProperties: [{property: validValues, value: [blue, gold]}]
            - {name: changed_at, logicalType: timestamp, required: true}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: changed_at}
      """;
  private static final String HEADER = "id,customer_name,amount,bought_on,tier,changed_at";
  private static final String AT = "2023-01-01T10:00:00Z";

  @TempDir private Path folder;

  @Test
  void proposesNothingForAFileAsTheContractSays() throws IOException {
    assertThat(changes(HEADER, i -> i + ",Ann,1.00,2023-01-01,blue," + AT)).isEmpty();
  }

  @Test
  void proposesANewColumnWithItsType() throws IOException {
    assertThat(changes(HEADER + ",Weight", i -> i + ",Ann,1.00,2023-01-01,blue," + AT + ",3." + i))
        .containsExactly(
            "column Weight is new, decimal(10,2)",
            "# numbers with up to 2 decimals; never empty in 50 records",
            "- name: weight",
            "  logicalType: number",
            "  physicalType: decimal(10,2)",
            "  logicalTypeOptions: {minimum: 0}",
            "  customProperties:",
            "    - {property: sourceColumn, value: 'Weight'}");
  }

  @Test
  void asksWhetherAColumnIsRenamedByItsNameOrItsValues() throws IOException {
    assertThat(
            changes(
                HEADER.replace("customer_name", "CustomerName").replace("bought_on", "day"),
                i -> i + ",Ann,1.00,2023-01-01,blue," + AT))
        .containsExactly(
            "column CustomerName may be customer_name renamed; if all files of the sender are like"
                + " this one from now on",
            "- name: customer_name",
            "  customProperties:",
            "    - {property: sourceColumn, value: 'CustomerName'}",
            "column day may be bought_on renamed; if all files of the sender are like this one from"
                + " now on",
            "- name: bought_on",
            "  customProperties:",
            "    - {property: sourceColumn, value: day}");
  }

  @Test
  void tellsAWiderTypeFromAnotherOneAndFromAnotherWayToWriteIt() throws IOException {
    assertThat(changes(HEADER, i -> i + ",Ann,12345.67,2023-01-01,blue," + AT))
        .containsExactly(
            "column amount is decimal(10,2) now, 50 of 50 values are no decimal(5,2): a wider type,"
                + " which the next run applies",
            "- name: amount",
            "  logicalType: number",
            "  physicalType: decimal(10,2)");
    assertThat(changes(HEADER, i -> i + ",Ann,1.00,31/12/2023,blue," + AT))
        .first()
        .asString()
        .isEqualTo(
            "column bought_on is date dd/MM/yyyy now, 50 of 50 values are no date: written in"
                + " another way");
    assertThat(changes(HEADER, i -> "A" + i + ",Ann,1.00,2023-01-01,blue," + AT))
        .first()
        .asString()
        .endsWith("another type, which breaks what is published: a new column, or a new product");
  }

  @Test
  void proposesMoreValidValuesAndOptionalColumns() throws IOException {
    assertThat(
            changes(
                HEADER,
                i ->
                    i
                        + ",Ann,1.00,"
                        + (i == 3 ? "" : "2023-01-01")
                        + ","
                        + (i < 9 ? "red" : "gold")
                        + ","
                        + AT))
        .containsExactly(
            "column bought_on is empty in 1 of 50 records",
            "- name: bought_on",
            "  required: false",
            "column tier has other values than its validValues in 9 of 50 records",
            "- name: tier",
            "  customProperties: [{property: validValues, value: [blue, gold, red]}]");
  }

  @Test
  void asksTheSenderForAMissingColumnThatIsNeeded() throws IOException {
    assertThat(changes(HEADER.replace(",changed_at", ""), i -> i + ",Ann,1.00,2023-01-01,blue"))
        .singleElement()
        .asString()
        .startsWith("column changed_at is missing and needed: ask the sender for it");
  }

  @Test
  void seesAnotherDelimiter() throws IOException {
    assertThat(
            changes(
                HEADER.replace(',', ';'),
                i -> (i + ",Ann,1.00,2023-01-01,blue," + AT).replace(',', ';')))
        .containsExactly("the delimiter is different", "delimiter: ';'");
  }

  @Test
  void aProductWithoutFilesHasNone() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n");
    Contract made = ContractLoader.bundled().get(ProductId.parse("identity.links"));

    assertThatThrownBy(() -> ContractChanges.of(file, made, Formats.bundled()::sample))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("identity.links: it is aggregate and has no files");
  }

  private List<String> changes(String header, java.util.function.IntFunction<String> record)
      throws IOException {
    String records =
        IntStream.range(0, 50).mapToObj(i -> record.apply(i) + "\n").collect(Collectors.joining());
    Path file = Files.writeString(folder.resolve("orders_1.csv"), header + "\n" + records);
    return ContractChanges.of(
            file, ContractLoader.parse(CONTRACT, "test"), Formats.bundled()::sample)
        .proposals()
        .stream()
        .flatMap(
            p ->
                java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(p.reason()), p.snippet().stream()))
        .toList();
  }
}
