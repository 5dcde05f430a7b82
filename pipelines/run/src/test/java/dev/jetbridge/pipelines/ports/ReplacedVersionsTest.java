package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedVersionsTest {
  @TempDir private Path folder;

  @Test
  void aVersionEndsWhenTheNextIsServed() throws IOException {
    version("v1", 1);
    version("v2", 20);
    version("v3", 30);
    current("v3", 30);

    assertThat(old(19)).isEmpty();
    assertThat(old(21)).containsExactly("v1");
    assertThat(old(31)).containsExactly("v1", "v2");
    assertThat(old(1000)).containsExactly("v1", "v2");
  }

  @Test
  void theCurrentVersionStaysEvenIfItIsNotTheNewest() throws IOException {
    version("v1", 1);
    version("v2", 20);
    current("v1", 25);

    assertThat(old(24)).isEmpty();
    assertThat(old(26)).containsExactly("v2");
  }

  @Test
  void whatAKilledAttemptLeftGoesWhenItIsOld() throws IOException {
    version("v1", 1);
    current("v1", 1);
    Path half = Files.createDirectories(folder.resolve("v2"));
    aged(Files.writeString(half.resolve("part-0.parquet"), "PAR1"), 40);
    aged(half, 40);

    assertThat(old(39)).isEmpty();
    assertThat(old(41)).containsExactly("v2");
  }

  @Test
  void nothingElseInTheFolderIsAVersion() throws IOException {
    version("v1", 1);
    current("v1", 1);
    Files.createDirectories(folder.resolve("copy"));
    Files.writeString(folder.resolve("vague"), "");

    assertThat(old(1000)).isEmpty();
    assertThat(replaced(folder.resolve("nowhere")).old(end -> true)).isEmpty();
  }

  @Test
  void saysHowLargeAVersionIsAndDeletesIt() throws IOException {
    version("v1", 1);
    version("v2", 2);
    current("v2", 2);
    ReplacedVersions replaced = replaced(folder);

    ReplacedVersions.Version version = replaced.old(end -> true).get(0);
    replaced.delete(version);

    assertThat(version.files()).isEqualTo(2);
    assertThat(version.bytes()).isGreaterThan(4);
    assertThat(folder.resolve("v1")).doesNotExist();
    assertThat(folder.resolve("v2/manifest.json")).exists();
  }

  /** The versions whose readers are gone at a moment, in seconds. */
  private List<String> old(long moment) {
    return replaced(folder).old(end -> end.isBefore(Instant.ofEpochSecond(moment))).stream()
        .map(ReplacedVersions.Version::name)
        .toList();
  }

  private static ReplacedVersions replaced(Path folder) {
    return new ReplacedVersions(folder.toString(), new Configuration(false));
  }

  private void version(String name, long served) throws IOException {
    Path version = Files.createDirectories(folder.resolve(name));
    Files.writeString(version.resolve("part-0.parquet"), "PAR1");
    aged(Files.write(version.resolve("manifest.json"), manifest(name)), served);
  }

  private void current(String name, long switched) throws IOException {
    aged(Files.write(folder.resolve("current.json"), manifest(name)), switched);
  }

  private static void aged(Path file, long seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(seconds)));
  }

  private static byte[] manifest(String version) {
    return new PortManifest("shop.x", "1.0.0", version, "1", "", "", 1, List.of(), List.of())
        .json();
  }
}
