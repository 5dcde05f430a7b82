package dev.jetbridge.pipelines.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.Main;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployableJarTest {
  @TempDir private Path folder;

  @Test
  void findsThingsOfThePlatformAndSignaturesOfOthers() throws IOException {
    DeployableJar jar =
        jar("org/apache/spark/SparkContext.class", "scala/Option.class", "META-INF/BC.RSA");

    assertThat(jar.faults())
        .containsExactly(
            "it holds scala/Option.class, which the platform brings",
            "it holds org/apache/spark/SparkContext.class, which the platform brings",
            "it holds META-INF/BC.RSA, a signature of another jar");
  }

  @Test
  void findsAClassThatOursNeedAndNobodyBrings() throws IOException {
    DeployableJar jar = jar("dev/jetbridge/pipelines/Main.class");

    assertThat(jar.faults())
        .contains(
            "it lacks dev/jetbridge/pipelines/cli/Jetbridge, which"
                + " dev/jetbridge/pipelines/Main.class needs")
        .noneMatch(f -> f.contains("picocli"));
  }

  @Test
  void readsTheConstantsOfAnyClass() throws IOException {
    try (InputStream file = Main.class.getResourceAsStream("Main.class")) {
      Set<String> names = ClassReferences.of(file);

      assertThat(names)
          .contains("dev/jetbridge/pipelines/cli/Jetbridge", "picocli/CommandLine")
          .contains("java/io/PrintWriter")
          .noneMatch(n -> n.startsWith("["));
    }
  }

  @Test
  void takesContractsOfYourOwnIn() throws IOException {
    DeployableJar jar = jar();
    Path own = Files.createDirectories(folder.resolve("contracts/lounge"));
    Files.writeString(own.resolve("visits.odcs.yaml"), "first");
    jar.add(Set.of(folder.resolve("contracts")));
    Files.writeString(own.resolve("visits.odcs.yaml"), "second");

    jar.add(Set.of(folder.resolve("contracts")));

    try (var files = java.nio.file.FileSystems.newFileSystem(jar.file())) {
      assertThat(files.getPath("/products/own/lounge/visits.odcs.yaml")).hasContent("second");
    }
  }

  @Test
  void saysHowToMakeIt() {
    assertThatThrownBy(() -> DeployableJar.in(folder))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageEndingWith("jetbridge.jar: run ./jetbridge package first");
  }

  private DeployableJar jar(String... names) throws IOException {
    Path file = folder.resolve(DeployableJar.NAME);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        if (name.startsWith("dev/jetbridge/")) {
          try (InputStream content = Main.class.getResourceAsStream("/" + name)) {
            content.transferTo(zip);
          }
        }
      }
    }
    return new DeployableJar(file);
  }
}
