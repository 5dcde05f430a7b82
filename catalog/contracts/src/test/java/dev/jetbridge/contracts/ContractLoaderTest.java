package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.mesh.ContractFiles;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractLoaderTest {
  @TempDir Path folder;

  @Test
  void bundledContractsLoadTogether() {
    Contracts contracts = ContractLoader.bundled();

    assertThat(contracts.all()).hasSameSizeAs(ContractFiles.bundled().keySet()).isNotEmpty();
    assertThat(contracts.get(ProductId.parse("loyalty.members")).origin())
        .isEqualTo("products/loyalty/members.odcs.yaml");
    assertThat(contracts.waves().get(0)).allMatch(Contract::isSource).hasSize(7);
  }

  @Test
  void contractsAreListedFromAJarAsFromAFolder() throws IOException {
    Path jar = folder.resolve("program.jar");
    try (FileSystem zip =
        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
      Files.createDirectories(zip.getPath("products/shop"));
      Files.writeString(zip.getPath("products/shop/till_sales.odcs.yaml"), Sample.SOURCE);
      Files.writeString(zip.getPath("products/shop/notes.yaml"), "no contract");
    }

    assertThat(ContractFiles.bundled(jar))
        .containsOnlyKeys("products/shop/till_sales.odcs.yaml")
        .containsValue(java.util.Optional.of(Sample.SOURCE));
  }

  @Test
  void takesContractsOfOtherFoldersIn() throws IOException {
    write("deep/down/till_sales.odcs.yaml", Sample.SOURCE);
    write("articles_sold.odcs.yaml", Sample.AGGREGATE);

    Contracts contracts = ContractLoader.load(List.of(folder, folder.resolve("deep")));

    assertThat(contracts.all()).hasSize(ContractFiles.bundled().size() + 2);
    assertThat(contracts.consumersOf(ProductId.parse("shop.till_sales")))
        .extracting(c -> c.id().toString())
        .containsExactly("shop.articles_sold");
  }

  @Test
  void refusesASecondContractOfAProduct() throws IOException {
    String bookings =
        ContractFiles.bundled().get("products/reservations/bookings.odcs.yaml").orElseThrow();
    write("mine.odcs.yaml", bookings);

    assertRefused(
        "mine.odcs.yaml:3 id: the product reservations.bookings has a contract already:"
            + " products/reservations/bookings.odcs.yaml");
  }

  @Test
  void reportsTheFaultsOfAllFilesAtOnce() throws IOException {
    write("a.odcs.yaml", Sample.SOURCE.replace("domain: shop", "domain: shops"));
    write("b.odcs.yaml", Sample.AGGREGATE.replace("status: draft\n", ""));
    write("c.odcs.yaml", "id: [");

    assertThatThrownBy(() -> ContractLoader.load(List.of(folder)))
        .hasMessageStartingWith("Cannot load contracts: 3 faults in 3 files\n  ")
        .hasMessageContaining("a.odcs.yaml:5 domain: must be shop")
        .hasMessageContaining("b.odcs.yaml:1: the key status is missing")
        .hasMessageContaining("c.odcs.yaml:1: is not YAML");
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws IOException {
    Files.write(
        folder.resolve("a.odcs.yaml"), "id: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused("a.odcs.yaml: is not encoded in UTF-8");
  }

  @Test
  void refusesAFolderThatIsMissingOrHoldsNoContract() throws IOException {
    write("contract.yaml", Sample.SOURCE);

    assertThatThrownBy(() -> ContractLoader.load(List.of(folder)))
        .hasMessageContaining("no file *.odcs.yaml below it");
    assertThatThrownBy(() -> ContractLoader.load(List.of(folder.resolve("nowhere"))))
        .hasMessageContaining("no such folder");
  }

  @Test
  void refusesAnUnknownInputWithTheNearestProduct() throws IOException {
    write("a.odcs.yaml", Sample.AGGREGATE.replace("shop.till_sales]", "loyalty.memberz]"));

    assertRefused(
        "customProperties[1].value[0]: unknown product loyalty.memberz; did you mean"
            + " loyalty.members?");
  }

  @Test
  void anInputWithFaultsIsNoUnknownProduct() throws IOException {
    write("a.odcs.yaml", Sample.AGGREGATE);
    write("b.odcs.yaml", Sample.SOURCE.replace("value: source-aligned", "value: source"));

    assertThatThrownBy(() -> ContractLoader.load(List.of(folder)))
        .hasMessageStartingWith("Cannot load contracts: 1 fault in 1 file\n")
        .hasMessageContaining("b.odcs.yaml");
  }

  @Test
  void anAggregateCannotReadAConsumer() throws IOException {
    write(
        "a.odcs.yaml", Sample.AGGREGATE.replace("shop.till_sales]", "features.customer_segments]"));

    assertRefused(
        "a product of kind aggregate cannot read features.customer_segments, which is"
            + " consumer-aligned");
  }

  @Test
  void aConsumerMayReadAConsumer() throws IOException {
    write(
        "a.odcs.yaml",
        Sample.AGGREGATE
            .replace("shop.till_sales]", "features.customer_segments]")
            .replace("value: aggregate", "value: consumer-aligned"));

    assertThat(ContractLoader.load(List.of(folder)).all())
        .hasSize(ContractFiles.bundled().size() + 1);
  }

  @Test
  void namesTheProductsOfACycleOnce() throws IOException {
    write("a.odcs.yaml", Sample.AGGREGATE.replace("shop.till_sales]", "shop.b]"));
    write("b.odcs.yaml", renamed("b").replace("shop.till_sales]", "shop.c, identity.links]"));
    write("c.odcs.yaml", renamed("c").replace("shop.till_sales]", "shop.articles_sold]"));

    assertThatThrownBy(() -> ContractLoader.load(List.of(folder)))
        .hasMessageStartingWith("Cannot load contracts: 1 fault in 1 file\n")
        .hasMessageContaining(
            "the inputs form a cycle: shop.articles_sold reads shop.b reads shop.c reads"
                + " shop.articles_sold");
  }

  @Test
  void aProductIsNoInputOfItself() throws IOException {
    write("a.odcs.yaml", Sample.AGGREGATE.replace("shop.till_sales]", "shop.articles_sold]"));

    assertRefused("a product is not an input of itself; say readsPrevious: true");
  }

  @Test
  void identifiersStayInSourcesAndIdentity() throws IOException {
    String identifier = "logicalType: string\n        classification: identifier";
    write("s.odcs.yaml", Sample.SOURCE);
    write("a.odcs.yaml", Sample.AGGREGATE.replace("logicalType: string", identifier));

    assertRefused(
        "a.odcs.yaml:15 schema[0].properties[0].classification: an identifier may occur only in"
            + " source-aligned products and in the domain identity");
  }

  @Test
  void keepsTheGoodContractsBesideTheBrokenOnes() throws IOException {
    write("a.odcs.yaml", Sample.SOURCE.replace("domain: shop", "domain: shops"));
    write("b.odcs.yaml", Sample.AGGREGATE);
    write("c.odcs.yaml", renamed("c").replace("status: draft", "status: [draft"));
    write("d.odcs.yaml", renamed("d").replace("shop.till_sales]", "shop.c]"));
    write("e.odcs.yaml", renamed("e").replace("shop.till_sales]", "shop.unknown]"));
    write("f.odcs.yaml", "id: [");

    Contracts contracts = ContractLoader.loadGood(List.of(folder));

    assertThat(own(contracts)).containsExactly("shop.articles_sold", "shop.d");
    assertThat(contracts.waves().get(0)).extracting(c -> c.id().toString()).contains("shop.d");
    assertThat(contracts.broken())
        .extracting(BrokenContract::name)
        .containsExactly(
            "shop.till_sales", "shop.c", "shop.e", folder.resolve("f.odcs.yaml").toString());
    assertThat(contracts.broken().get(0).message())
        .startsWith("Cannot load contracts: 1 fault in 1 file\n")
        .contains("a.odcs.yaml:5 domain: must be shop");
    assertThat(contracts.faults().orElseThrow())
        .hasMessageStartingWith("Cannot load contracts: 4 faults in 4 files\n");
    assertThat(contracts.isBroken(ProductId.parse("shop.c"))).isTrue();
    assertThat(contracts.isBroken(ProductId.parse("shop.d"))).isFalse();
    assertThatThrownBy(() -> contracts.get(ProductId.parse("shop.e")))
        .hasMessageContaining("its contract does not load");
    assertThatThrownBy(() -> contracts.get(ProductId.parse("shop.f")))
        .hasMessageContaining("no contract has that id");
  }

  @Test
  void twoContractsOfAProductAreBothBrokenButABundledOneStands() throws IOException {
    write("a.odcs.yaml", Sample.SOURCE);
    write("b.odcs.yaml", Sample.SOURCE);
    write(
        "c.odcs.yaml",
        ContractFiles.bundled().get("products/loyalty/members.odcs.yaml").orElseThrow());

    Contracts contracts = ContractLoader.loadGood(List.of(folder));

    assertThat(own(contracts)).isEmpty();
    assertThat(contracts.get(ProductId.parse("loyalty.members")).origin()).startsWith("products/");
    assertThat(contracts.broken())
        .extracting(BrokenContract::product)
        .containsExactly(
            Optional.of(ProductId.parse("shop.till_sales")), Optional.empty(), Optional.empty());
    assertThat(contracts.broken())
        .extracting(BrokenContract::message)
        .satisfiesExactly(
            a -> assertThat(a).contains("has another contract: ").contains("b.odcs.yaml"),
            b -> assertThat(b).contains("has another contract: ").contains("a.odcs.yaml"),
            c -> assertThat(c).contains("loyalty.members has a contract already: products/"));
  }

  @Test
  void breaksACycleAtOneContractAndKeepsTheOthers() throws IOException {
    write("a.odcs.yaml", Sample.AGGREGATE.replace("shop.till_sales]", "shop.b]"));
    write("b.odcs.yaml", renamed("b").replace("shop.till_sales]", "shop.c, identity.links]"));
    write("c.odcs.yaml", renamed("c").replace("shop.till_sales]", "shop.articles_sold]"));

    Contracts contracts = ContractLoader.loadGood(List.of(folder));

    assertThat(own(contracts)).containsExactly("shop.b", "shop.c");
    assertThat(contracts.waves().stream().mapToInt(List::size).sum())
        .isEqualTo(contracts.all().size());
  }

  private static List<String> own(Contracts contracts) {
    return contracts.all().stream()
        .map(c -> c.id().toString())
        .filter(id -> id.startsWith("shop."))
        .toList();
  }

  private void assertRefused(String expected) {
    assertThatThrownBy(() -> ContractLoader.load(List.of(folder)))
        .hasMessageStartingWith("Cannot load contracts: 1 fault in 1 file\n")
        .hasMessageContaining(expected);
  }

  private static String renamed(String name) {
    return Sample.AGGREGATE.replace("articles_sold", name);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
