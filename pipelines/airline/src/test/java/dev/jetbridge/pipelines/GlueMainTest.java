package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlueMainTest {
  @TempDir private Path home;

  @BeforeAll
  static void startsSpark() {
    LakeTest.lake();
  }

  @Test
  void returnsWhenTheRunEndsWell() {
    GlueMain.main(
        new String[] {
          "--JOB_NAME",
          "jetbridge-customer360.purchases",
          "--enable-metrics",
          "--home",
          home.toString(),
          "--product",
          "customer360.purchases"
        });

    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    assertThat(lake.exists(ProductId.parse("customer360.purchases"))).isTrue();
    assertThat(lake.exists(ProductId.parse("customer360.interactions"))).isFalse();
  }

  @Test
  void runsTheCommandThatIsNamed() {
    GlueMain.main(
        new String[] {
          "--JOB_NAME", "jetbridge-maintain", "--command", "maintain", "--home", home.toString()
        });

    assertThat(home.resolve("warehouse")).isDirectory();
    assertThatThrownBy(() -> GlueMain.main(new String[] {"--command", "maintian"}))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage("Unknown command maintian; did you mean maintain?");
  }

  @Test
  void throwsWhatTheRunHadToSay() {
    assertThatThrownBy(
            () ->
                GlueMain.main(
                    new String[] {
                      "--JOB_NAME", "nightly", "--product", "loyalty.membres", "--home", home + ""
                    }))
        .asInstanceOf(InstanceOfAssertFactories.type(JetbridgeException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("Cannot finish job nightly: Cannot find product loyalty.membres")
        .endsWith("did you mean loyalty.members?");
  }
}
