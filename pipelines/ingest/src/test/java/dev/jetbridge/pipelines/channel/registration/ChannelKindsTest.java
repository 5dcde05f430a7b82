package dev.jetbridge.pipelines.channel.registration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelKindsTest {
  @Test
  void theChannelOfAContractSaysWhatItCannotServe() throws IOException {
    assertThat(findings("", "")).isEmpty();
    assertThat(findings("location: airports_*.csv", "location: 'reference/airports_*.csv'"))
        .containsExactly(
            Finding.ofServer(
                "location",
                "a data-exchange server has the id of a data set under dataset and the glob of its"
                    + " assets, without a folder, under location"));
    assertThat(
            findings(
                "customProperties:\n  - {property: productKind",
                "customProperties:\n"
                    + "  - {property: controlFile, value: {suffix: .ctl, records: N}}\n"
                    + "  - {property: checksumFile, value: {suffix: .md5, algorithm: MD5}}\n"
                    + "  - {property: productKind"))
        .containsExactly(
            Finding.ofProperty(
                "controlFile",
                "controlFile does nothing here: a revision of a data set is finalised as a whole"),
            Finding.ofProperty(
                "checksumFile",
                "checksumFile does nothing here: a revision of a data set is finalised as a"
                    + " whole"));
  }

  /** What is said of a bundled contract with a change. */
  private static List<Finding> findings(String from, String to) throws IOException {
    try (InputStream in =
        ContractLoader.class.getResourceAsStream("/products/reference/airports.odcs.yaml")) {
      String yaml = new String(in.readAllBytes(), UTF_8);
      assertThat(yaml).contains(from);
      Contract contract = ContractLoader.parse(yaml.replace(from, to), "test");
      return ChannelKinds.bundled().findings(contract, Optional.empty());
    }
  }
}
