package dev.jetbridge.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir private Path folder;

  @Test
  void isForItsOwnerOnly() throws IOException {
    Home home = Home.at(folder.resolve("lake/home"));

    assertThat(rights(home.root())).isEqualTo("rwx------");
    for (Path inside :
        List.of(
            home.landing(),
            home.staging(),
            home.ports(),
            home.report(),
            home.local(),
            home.secrets(),
            home.root().resolve("warehouse"),
            home.root().resolve("logs"))) {
      assertThat(rights(inside)).as(inside.toString()).isEqualTo("rwx------");
    }
  }

  @Test
  void closesWhatAnOlderVersionLeftOpenButPortsThatSomebodyShares() throws IOException {
    Home home = Home.at(folder.resolve("home"));
    for (Path open : List.of(home.landing(), home.ports(), home.root())) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Home.at(home.root());

    assertThat(rights(home.landing())).isEqualTo("rwx------");
    assertThat(rights(home.ports())).isEqualTo("rwxr-xr-x");
    assertThat(rights(home.root())).isEqualTo("rwxr-xr-x");
  }

  @Test
  void saysThatAFileIsNoHome() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Home.at(file))
        .hasMessage(
            "Cannot use home " + file + ": it is not a folder; choose another with --home DIR");
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
