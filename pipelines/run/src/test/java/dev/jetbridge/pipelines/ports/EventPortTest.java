package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.registry.DatabasePlace;
import dev.jetbridge.registry.Databases;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventPortTest {
  private static final Contract CONTRACT =
      ContractLoader.bundled().get(ProductId.parse("features.customer_segments"));

  @Test
  void tellsWhatWasPublishedWithoutARow() throws Exception {
    JsonNode detail =
        new ObjectMapper()
            .readTree(
                EventPort.detail(
                    new Publication(
                        CONTRACT,
                        "run-1",
                        9007199254740993L,
                        Instant.parse("2023-08-31T23:59:59.999999Z"),
                        Instant.parse("2023-09-01T04:00:00Z"),
                        42),
                    new Databases(
                        Optional.empty(),
                        "s3://lake",
                        Map.of(
                            "features",
                            new DatabasePlace(
                                Optional.of("210987654321"), "prod_features", "s3://features")))));

    assertThat(names(detail))
        .isEqualTo(
            List.of(
                "product",
                "database",
                "catalog_id",
                "contract_version",
                "run_id",
                "snapshot",
                "as_of",
                "published_at",
                "rows",
                "ports"));
    assertThat(detail.get("product").asText()).isEqualTo("features.customer_segments");
    assertThat(detail.get("database").asText()).isEqualTo("prod_features");
    assertThat(detail.get("catalog_id").asText()).isEqualTo("210987654321");
    // As text: a number would lose its last digits in many a reader.
    assertThat(detail.get("snapshot").isTextual()).isTrue();
    assertThat(detail.get("snapshot").asText()).isEqualTo("9007199254740993");
    assertThat(detail.get("rows").asLong()).isEqualTo(42);
    assertThat(detail.get("ports").toString())
        .isEqualTo("[\"table\",\"parquet\",\"event\",\"feature-group\",\"warehouse\"]");
  }

  private static List<String> names(JsonNode node) {
    Iterator<String> names = node.fieldNames();
    Iterable<String> all = () -> names;
    return java.util.stream.StreamSupport.stream(all.spliterator(), false).toList();
  }
}
