package dev.jetbridge.pipelines.addition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.channel.registration.ChannelKinds;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.ingest.RejectedRows;
import dev.jetbridge.pipelines.ingest.draft.ContractDraft;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import dev.jetbridge.pipelines.ports.registration.PortKinds;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A format that the program does not know is one class and its registration. */
class AddedFormatTest extends LakeTest {
  private static final String WIDTHS =
      "{property: formatOptions, value: {widths: [4, 8, 8, 1, 20]}}";
  private static final String AT = "2023-01-01T10:00:00Z";

  @TempDir private Path folder;

  @Test
  void filesOfItAreLoadedQuarantinedAndRefusedAndAllIsAccountedFor() {
    Contract contract = ordersIn("fixed", "orders_*", "fixed-width", WIDTHS);
    String late = record("1", "Ann", "2.00", "U", AT.replace("10:", "11:"));
    land(contract, "orders_1", record("1", "Ann", "1.00", "U", AT) + "\n" + late + late);
    land(contract, "orders_2", record("2", "Ben", "x", "U", AT) + "3   short\n");
    land(contract, "orders_3", "id,customer\n4,Cid\n");

    RunResult result = runner(AS_OF, compiler()).run(List.of(contract)).get(0);

    assertThat(result.status()).as(result.message()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(result.counts().records()).isEqualTo(5);
    assertThat(result.counts().loaded()).isEqualTo(1);
    assertThat(result.counts().superseded()).isEqualTo(1);
    assertThat(result.counts().duplicates()).isEqualTo(1);
    assertThat(result.counts().quarantined()).isEqualTo(2);
    assertThat(table(contract).select("id", "customer", "amount").first().mkString("|"))
        .isEqualTo("1|Ann|2.00");
    assertThat(
            operations()
                .files(contract.id())
                .select("file_name", "status", "reason")
                .collectAsList())
        .extracting(row -> row.mkString("|"))
        .contains("orders_3|refused|length: no line has that of a record");
    List<Row> rejected =
        compiler()
            .compile(contract)
            .rejectedRows(lake())
            .read(
                landing().files(contract.id()).stream()
                    .filter(file -> file.name().equals("orders_2"))
                    .toList(),
                operations().quarantine(contract.id()),
                Optional.empty())
            .collectAsList();
    assertThat(rejected)
        .extracting(row -> row.getAs("column_name") + "|" + row.getAs(RejectedRows.LINE))
        .containsExactly("amount|null", "|3   short");
  }

  @Test
  void lintTellsWhatIsWrongWithTheFormatOfAContract() throws IOException {
    String good = ordersText("fixed", "orders_*", "fixed-width", WIDTHS);

    assertThat(ContractLoader.lint(List.of(file(good)), compiler())).hasSize(1);
    assertLinted(
        good.replace("format: fixed-width", "format: fixed_width"),
        "servers[0].format: unknown format fixed_width; did you mean fixed-width?");
    assertLinted(
        good.replace("format: fixed-width", "format: xlsx"),
        "servers[0].format: unknown format xlsx (known: csv, fixed-width, json)");
    assertLinted(
        good.replace("widths: [4, 8, 8, 1, 20]", "widths: [4, 8]"),
        "customProperties[2].value: must hold widths",
        "one for each column of files");
    assertLinted(
        ordersText("fixed", "orders_*", "json", "{property: quote, value: \"'\"}")
            .replace("json}", "json, delimiter: ';'}"),
        "servers[0].delimiter: delimiter does nothing here: files in json have none",
        "customProperties[2].value: quote does nothing here: files in json have none");
    assertThatThrownBy(
            () ->
                Compilers.standard().compile(ordersIn("fixed", "orders_*", "fixed-width", WIDTHS)))
        .hasMessageContaining("Cannot make shop.fixed: unknown format fixed-width");
  }

  @Test
  void aContractIsDraftedFromASampleOfIt() throws IOException {
    Formats formats = Formats.bundledAnd(new FixedWidthFormat());
    String line = "%-4s%-8s%-8s%-20s%n";
    Path file =
        Files.writeString(
            folder.resolve("orders.fix"),
            line.formatted(1, "Ann", "1.00", AT) + line.formatted(2, "Ben", "2.50", AT));

    ContractDraft draft =
        ContractDraft.of(file, Optional.of(new ProductId("shop", "fixed")), formats::sample);
    Contract contract = ContractLoader.parse(draft.yaml(), "the draft");

    assertThat(draft.yaml())
        .contains("    format: fixed-width\n")
        .contains("  - {property: formatOptions, value: {widths: [4, 8, 8, 20]}}\n");
    assertThat(contract.columns())
        .extracting(c -> c.type().simpleString())
        .containsExactly("int", "string", "decimal(10,2)", "timestamp");
    assertThat(formats.findings(contract)).isEmpty();
  }

  @Test
  void aFormatIsRegisteredOnce() {
    assertThatThrownBy(() -> Formats.bundledAnd(new FixedWidthFormat(), new FixedWidthFormat()))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage("Cannot register format fixed-width: two formats have this name");
  }

  private void assertLinted(String yaml, String... told) throws IOException {
    Path file = file(yaml);
    assertThatThrownBy(() -> ContractLoader.lint(List.of(file), compiler()))
        .isInstanceOf(JetbridgeException.class)
        .message()
        .contains(told);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("fixed.odcs.yaml"), yaml);
  }

  private static ProductCompiler compiler() {
    return Compilers.with(
        ChannelKinds.bundled(), Formats.bundledAnd(new FixedWidthFormat()), PortKinds.bundled());
  }

  private static String record(
      String id, String customer, String amount, String action, String changedAt) {
    return String.format("%-4s%-8s%-8s%-1s%-20s%n", id, customer, amount, action, changedAt);
  }
}
