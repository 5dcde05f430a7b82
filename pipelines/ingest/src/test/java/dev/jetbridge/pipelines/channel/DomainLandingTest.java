package dev.jetbridge.pipelines.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One folder of files for products of domains that have homes of their own. */
class DomainLandingTest {
  private static final Instant AS_OF = Instant.parse("2023-08-31T23:59:59Z");
  private static final ProductId SHOP = ProductId.parse("shop.orders");
  private static final ProductId RETURNS = ProductId.parse("shop.returns");
  private static final ProductId PARTNER = ProductId.parse("partner.orders");

  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: %1$s.%2$s
      name: %2$s
      domain: %1$s
      version: 1.0.0
      status: active
      servers:
        - {server: files, type: local, path: %3$s/orders_*.csv, format: csv}
      schema:
        - name: %2$s
          properties:
            - {name: key, logicalType: string, primaryKey: true}
            - {name: changed_at, logicalType: timestamp, required: true}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: changed_at}
      """;

  @TempDir private Path folder;

  @Test
  void aFileLandsOnceInTheHomeOfEachDomainThatTakesIt() throws IOException {
    Files.writeString(Files.createDirectories(sent()).resolve("orders_1.csv"), "key\nA\n");
    try (Workspace workspace = workspace("domains.partner.home=" + folder + "/partner/\n")) {
      List<Contract> contracts =
          Stream.of(SHOP, RETURNS, PARTNER).map(workspace.contracts()::get).toList();

      Pulled first = new FolderChannel(workspace).pull(contracts, AS_OF);
      Pulled again = new FolderChannel(workspace).pull(contracts, AS_OF);

      assertThat(first.files()).isEqualTo(3);
      assertThat(again.files()).isZero();
      Landing landing = workspace.landing();
      assertThat(path(landing, SHOP)).startsWith(folder + "/home/landing/files/");
      assertThat(path(landing, RETURNS)).isEqualTo(path(landing, SHOP));
      assertThat(path(landing, PARTNER)).startsWith(folder + "/partner/landing/files/");
      assertThat(Path.of(path(landing, PARTNER))).hasContent("key\nA\n");
    }
  }

  @Test
  void aDomainThatNoContractHasIsMissedAtOnce() {
    assertThatThrownBy(() -> workspace("domains.partners.home=" + folder + "/partner\n"))
        .hasMessageContaining("no product is of the domain partners; did you mean partner?");
  }

  private static String path(Landing landing, ProductId product) {
    List<LandedFile> files = landing.files(product);
    assertThat(files).hasSize(1);
    return files.get(0).path();
  }

  private Path sent() {
    return folder.resolve("sent");
  }

  private Workspace workspace(String settings) throws IOException {
    Path contracts = Files.createDirectories(folder.resolve("contracts"));
    for (ProductId product : List.of(SHOP, RETURNS, PARTNER)) {
      Files.writeString(
          contracts.resolve(product + ".odcs.yaml"),
          CONTRACT.formatted(product.domain(), product.name(), sent()));
    }
    Path config = Files.writeString(folder.resolve("jetbridge.properties"), settings);
    return Workspace.open(folder.resolve("home"), Optional.of(config), List.of(contracts));
  }
}
