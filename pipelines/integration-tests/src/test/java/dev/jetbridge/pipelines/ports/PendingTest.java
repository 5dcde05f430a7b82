package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.publish.Pending;
import dev.jetbridge.pipelines.publish.PublishProducts;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingTest extends LakeTest {
  private static final Contract PRODUCT =
      orders("awaited", "{property: outputPorts, value: [table, parquet]}");
  private static final Contract MEASURED =
      orders(
          "measured",
          "{property: metrics, value: [{name: m, expression: sum(amount), description: All.}]}");

  @TempDir private Path folder;

  @Test
  void whatIsNotServedIsInTheLedgerUntilItIs() throws Exception {
    List<Contract> products = List.of(PRODUCT, MEASURED);
    for (Contract product : products) {
      land(
          product,
          "orders_1.csv",
          "id,customer,amount,action,changed_at\n1,Ann,1.00,U,2023-01-01T10:00:00Z\n");
    }
    assertThat(runner(AS_OF).run(products)).allMatch(r -> r.well());
    Path ports = Files.writeString(folder.resolve("ports"), "no folder");

    assertThat(serve(products, ports).faults())
        .singleElement()
        .asString()
        .startsWith("not served: Cannot ")
        .contains("shop/awaited");
    assertThat(pending())
        .extracting(Pending.Step::product, Pending.Step::step)
        .containsExactly(tuple(PRODUCT.id(), "parquet"));

    Files.delete(ports);
    assertThat(serve(List.of(MEASURED), ports).faults()).isEmpty();
    assertThat(pending()).hasSize(1);
    assertThat(serve(products, ports).faults()).isEmpty();
    assertThat(pending()).isEmpty();
  }

  /** Serves them where a warehouse is configured that does not answer: none has that port. */
  private PublishProducts.Shown serve(List<Contract> products, Path ports) throws IOException {
    try (Workspace workspace = workspace(ports)) {
      return new PublishProducts(workspace, new Silent(), text -> text).serve(products);
    }
  }

  private List<Pending.Step> pending() throws IOException {
    try (Workspace workspace = workspace(folder)) {
      return new Pending(workspace).all();
    }
  }

  private Workspace workspace(Path ports) throws IOException {
    lake();
    Path config =
        Files.writeString(
            folder.resolve("jetbridge.properties"),
            "ports-location="
                + ports
                + "\nwarehouse.url=jdbc:redshift://localhost:1/none\nwarehouse.user=nobody\n");
    return Workspace.open(HOME, Optional.of(config), List.of());
  }

  private static final class Silent implements PublishProducts.Steps {
    @Override
    public void step(String text) {}

    @Override
    public void done(String text) {}
  }
}
