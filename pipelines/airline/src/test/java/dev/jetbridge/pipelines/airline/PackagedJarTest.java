package dev.jetbridge.pipelines.airline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.pipelines.Main;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The jar that {@code ./jetbridge package} made, in processes of its own. */
@Tag("soak")
class PackagedJarTest {
  private static final Path TARGET =
      Path.of(System.getProperty("jetbridge.root", "../.."), "pipelines", "app", "target");

  @Test
  void runsTheSampleThroughTheEntriesForGlueAndEmr() {
    assumeTrue(
        Files.exists(TARGET.resolve(DeployableJar.NAME)),
        "jetbridge.jar is not built: run ./jetbridge package first");
    System.setProperty("jetbridge.target", TARGET.toString());

    int code = Main.run("package", "--customers", "60", "--days", "5");

    assertThat(code).isZero();
  }

  @AfterEach
  void forgetsTheBuild() {
    System.clearProperty("jetbridge.target");
  }
}
