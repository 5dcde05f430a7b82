package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir private Path folder;

  @Test
  void filesAndFoldersAreForTheirOwnerUnlessSaidOtherwise() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the file system of this machine knows no owners");
    Configuration configuration = new Configuration();
    LocalFiles.settings().forEach(configuration::set);
    try (FileSystem files = FileSystem.newInstance(folder.toUri(), configuration)) {
      files.create(hadoop("a/b/table.parquet")).close();
      files.create(hadoop("a/open.parquet")).close();
      files.setPermission(hadoop("a/open.parquet"), new FsPermission("750"));

      assertThat(files).isInstanceOf(LocalFiles.class);
    }
    assertThat(rights("a/b")).isEqualTo("rwx------");
    assertThat(rights("a/b/table.parquet")).isEqualTo("rw-------");
    assertThat(rights("a/b/.table.parquet.crc")).isEqualTo("rw-------");
    assertThat(rights("a/open.parquet")).isEqualTo("rwxr-x---");
  }

  private org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private String rights(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}
