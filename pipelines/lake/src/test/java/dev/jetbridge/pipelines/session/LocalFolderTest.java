package dev.jetbridge.pipelines.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFolderTest {
  @TempDir private Path home;

  @Test
  void removesWhatKilledProcessesLeftAndNothingInUse() throws IOException {
    Path root = home.resolve("local");
    Path killed = Files.createDirectories(root.resolve("killed/blockmgr/0d"));
    Files.writeString(killed.resolve("shuffle_0_0_0.data"), "rows");
    Files.createFile(root.resolve("killed/in-use"));

    try (LocalFolder first = LocalFolder.below(root);
        LocalFolder second = LocalFolder.below(root)) {
      assertThat(root.resolve("killed")).doesNotExist();
      assertThat(first.path()).isDirectory();
      assertThat(second.path()).isDirectory().isNotEqualTo(first.path());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.path())))
          .isEqualTo("rwx------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
          .isEqualTo("rwx------");
      Files.createFile(first.path().resolve("block"));
    }

    assertThat(root).isDirectoryNotContaining(Files::isDirectory);
  }
}
