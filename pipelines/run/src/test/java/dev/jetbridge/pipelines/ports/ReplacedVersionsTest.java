package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.storage.Removed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedVersionsTest {
  @TempDir private Path folder;

  private final List<String> made = new ArrayList<>();

  @Test
  void aVersionEndsWhenTheNextIsServed() throws IOException {
    version("v1", 1);
    version("v2", 20);
    version("v3", 30);
    current("v3", 30);

    assertThat(gone(19)).isEmpty();
    assertThat(gone(21)).containsExactly("v1");
    assertThat(gone(31)).containsExactly("v1", "v2");
    assertThat(gone(1000)).containsExactly("v1", "v2");
  }

  @Test
  void theCurrentVersionStaysEvenIfItIsNotTheNewest() throws IOException {
    version("v1", 1);
    version("v2", 20);
    current("v1", 25);

    assertThat(gone(24)).isEmpty();
    assertThat(gone(26)).containsExactly("v2");
  }

  @Test
  void whatAKilledAttemptLeftGoesWhenItIsOld() throws IOException {
    version("v1", 1);
    current("v1", 1);
    Path half = Files.createDirectories(folder.resolve("v2"));
    made.add("v2");
    aged(Files.writeString(half.resolve("part-0.parquet"), "PAR1"), 40);
    aged(half, 40);

    assertThat(gone(39)).isEmpty();
    assertThat(gone(41)).containsExactly("v2");
  }

  @Test
  void nothingElseInTheFolderIsAVersion() throws IOException {
    version("v1", 1);
    current("v1", 1);
    Files.createDirectories(folder.resolve("copy"));
    Files.writeString(folder.resolve("vague"), "");
    Path nowhere = folder.resolve("nowhere");

    assertThat(remove(folder, 1000, false)).isEqualTo(Removed.NOTHING);
    assertThat(folder.resolve("copy")).exists();
    assertThat(remove(nowhere, 1000, false)).isEqualTo(Removed.NOTHING);
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void saysHowMuchGoesAndLeavesFilesThatAVersionNames() throws IOException {
    version("v1", 1);
    version("v2", 2, "v1/part-0.parquet");
    version("v3", 3, "v1/part-0.parquet", "v2/part-0.parquet");
    version("v4", 4, "v2/part-0.parquet");
    current("v4", 4);

    Removed told = remove(folder, 3, true);
    assertThat(gone(3)).isEmpty();

    assertThat(told.files()).isEqualTo(1);
    assertThat(folder.resolve("v1/part-0.parquet")).exists();
    assertThat(folder.resolve("v1/manifest.json")).doesNotExist();
    assertThat(remove(folder, 1000, false).files()).isEqualTo(3);
    assertThat(folder.resolve("v2")).isDirectoryContaining("glob:**/part-0.parquet");
    assertThat(folder.resolve("v2/manifest.json")).doesNotExist();
    assertThat(folder.resolve("v3")).doesNotExist();
    assertThat(folder.resolve("v4/part-0.parquet")).exists();
  }

  /** The versions that are gone when the readers of a moment, in seconds, are. */
  private List<String> gone(long moment) {
    remove(folder, moment, false);
    return made.stream().filter(version -> !Files.exists(folder.resolve(version))).toList();
  }

  private static Removed remove(Path folder, long moment, boolean rehearsal) {
    return new ReplacedVersions(folder.toString(), new Configuration(false))
        .remove(end -> end.isBefore(Instant.ofEpochSecond(moment)), rehearsal);
  }

  private void version(String name, long served, String... kept) throws IOException {
    Path version = Files.createDirectories(folder.resolve(name));
    made.add(name);
    Files.writeString(version.resolve("part-0.parquet"), "PAR1");
    aged(Files.write(version.resolve("manifest.json"), manifest(name, kept)), served);
  }

  private void current(String name, long switched) throws IOException {
    Path manifest = folder.resolve("current.json");
    aged(Files.copy(folder.resolve(name + "/manifest.json"), manifest), switched);
  }

  private static void aged(Path file, long seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(seconds)));
  }

  private static byte[] manifest(String version, String... kept) {
    List<PortManifest.DataFile> files = new ArrayList<>();
    files.add(new PortManifest.DataFile(version + "/part-0.parquet", "", 1, 4));
    for (String file : kept) {
      files.add(new PortManifest.DataFile(file, "", 1, 4));
    }
    return new PortManifest("shop.x", "1.0.0", version, "1", "", "", 1, List.of(), files).json();
  }
}
