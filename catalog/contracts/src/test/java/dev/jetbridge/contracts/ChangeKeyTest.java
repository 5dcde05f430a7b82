package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeKeyTest {
  @TempDir Path folder;

  @Test
  void isReadWithItsMappings() {
    Contract contract =
        ContractLoader.parse(
            product(
                "a",
                "merge",
                "shop.b, shop.c",
                "{property: changeKey, value: {columns: [id], through: [{input: shop.b, rows:"
                    + " shop.c, on: {code: country}}]}}"),
            "a");

    assertThat(contract.derivation().changeKey())
        .contains(
            new ChangeKey(
                List.of("id"),
                List.of(
                    new ChangeKey.Through(
                        ProductId.parse("shop.b"),
                        ProductId.parse("shop.c"),
                        Map.of("code", "country")))));
    assertThat(contract.keepsChangedIn()).isTrue();
  }

  @Test
  void refusesWhatCannotBeFollowed() throws IOException {
    write("s", Sample.SOURCE);
    write("whole", product("whole", "overwrite", "shop.till_sales", null));
    write("other", product("other", "overwrite", "shop.till_sales", null).replace("id,", "code,"));
    write(
        "a",
        product("a", "overwrite", "shop.whole", "{property: changeKey, value: {columns: [idd]}}"));
    write(
        "b",
        product(
            "b",
            "merge",
            "shop.whole, shop.other",
            "{property: changeKey, value: {columns: [id], through: [{input: shop.other, rows:"
                + " shop.whole, on: {cod: x}}, {input: shop.hole, rows: shop.whole, on: {}}]}}"));
    write("c", product("c", "merge", "shop.whole", "{property: changeTracking, value: true}"));

    assertThatThrownBy(() -> ContractLoader.load(List.of(folder)))
        .hasMessageContaining(
            "a product that follows changes writes only what changed: writeMode must be merge"
                + " or append")
        .hasMessageContaining("unknown column idd; did you mean id?")
        .hasMessageContaining(
            "the input shop.whole does not record what changes in it: it is written by"
                + " overwrite; say"
                + " changeTracking: true in its contract if it is overwrite and has a key")
        .hasMessageContaining(
            "the input shop.other does not record what changes in it; leave it out of through")
        .hasMessageContaining("shop.other has no column cod; did you mean code?")
        .hasMessageContaining("shop.hole is not among the inputs; did you mean shop.whole?")
        .hasMessageContaining("changeTracking does nothing here: only an overwrite loses track of");
  }

  private static String product(String name, String mode, String inputs, String more) {
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
          - {name: id, logicalType: string, primaryKey: true}
    customProperties:
      - {property: productKind, value: aggregate}
      - {property: inputs, value: [INPUTS]}
      - {property: transformation, value: shop.NAME}
      - {property: writeMode, value: MODE}
    """
            .replace("NAME", name)
            .replace("INPUTS", inputs)
            .replace("MODE", mode)
        + (more == null ? "" : "  - " + more + "\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".odcs.yaml"), text);
  }
}
