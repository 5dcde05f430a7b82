package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.mesh.ContractLoader;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureGroupPortTest {
  private static final String FEATURES =
      Sample.AGGREGATE
          .replace("productKind, value: aggregate", "productKind, value: consumer-aligned")
          .replace(
              "name: sold_on\n        logicalType: date",
              "name: as_of\n        logicalType: timestamp")
          .replace(
              "  - {property: transformation",
              "  - {property: outputPorts, value: [table, feature-group]}\n"
                  + "  - {property: transformation");

  @Test
  void isServedByAProductOfIdentifierAndInstant() {
    Contract contract = ContractLoader.parse(FEATURES, "test");

    assertThat(contract.ports()).containsExactly(OutputPort.TABLE, OutputPort.FEATURE_GROUP);
  }

  @Test
  void hasAnOnlineStoreWhereTheContractSaysSo() {
    String at = "  - {property: transformation";
    String property = "  - {property: onlineStore, value: {ttl: 30 days}}\n";

    assertThat(ContractLoader.parse(FEATURES, "test").serving().online()).isEmpty();
    assertThat(online(property)).isEqualTo(Optional.of(Duration.ofDays(30)));
    assertThat(online(property.replace("30 days", "36 hours"))).contains(Duration.ofHours(36));
    assertThat(online(property.replace("ttl: 30 days", ""))).isEmpty();
    assertThatThrownBy(() -> online(property.replace("30 days", "a month")))
        .hasMessageContaining("a number of hours or days such as 36 hours or 7 days");
    assertThatThrownBy(() -> online(property.replace("ttl", "tll")))
        .hasMessageContaining("unknown key tll; did you mean ttl?");
    assertThatThrownBy(
            () -> ContractLoader.parse(Sample.AGGREGATE.replace(at, property + at), "test"))
        .hasMessageContaining(
            "onlineStore does nothing here: only the port feature-group has an online store");
  }

  private static Optional<Duration> online(String property) {
    String at = "  - {property: transformation";
    return ContractLoader.parse(FEATURES.replace(at, property + at), "test")
        .serving()
        .online()
        .orElseThrow()
        .timeToLive();
  }

  @Test
  void namesTheColumnsThatOnlyTellOfTheMaking() {
    String property = "  - {property: provenanceColumns, value: [pieces]}\n";
    String at = "  - {property: transformation";

    Contract contract = ContractLoader.parse(FEATURES.replace(at, property + at), "test");

    assertThat(contract.serving().provenance()).containsExactly("pieces");
    assertThat(
            ContractLoader.bundled().all().stream().filter(c -> c.id().domain().equals("features")))
        .allMatch(c -> c.serving().provenance().contains("model_id"));
    assertThatThrownBy(
            () ->
                ContractLoader.parse(
                    FEATURES.replace(
                        at, property.replace("[pieces]", "[piece, as_of, pieces, pieces]") + at),
                    "test"))
        .hasMessageContaining("unknown column piece; did you mean pieces?")
        .hasMessageContaining("the key column as_of identifies the row")
        .hasMessageContaining("the column pieces is a duplicate");
    assertThatThrownBy(
            () -> ContractLoader.parse(Sample.AGGREGATE.replace(at, property + at), "test"))
        .hasMessageContaining(
            "provenanceColumns does nothing here: only the port feature-group compares records");
  }
}
