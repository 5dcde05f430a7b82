package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetOutputTest {
  @TempDir private Path port;

  @Test
  void whatIsToBePastedReadsTheFilesOfTheCurrentVersionAndNoOthers() throws Exception {
    List<Integer> read = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (int i = 0; i < 3; i++) {
        Path version = Files.createDirectories(port.resolve("v" + i));
        statement.execute("copy (select %d as x) to '%s/part.parquet'".formatted(i, version));
      }
      List<PortManifest.DataFile> files =
          List.of(
              new PortManifest.DataFile("v0/part.parquet", "", 1, 1),
              new PortManifest.DataFile("v2/part.parquet", "day=2", 1, 1));
      Files.write(
          port.resolve(PortManifest.CURRENT),
          new PortManifest("a.b", "1.0.0", "v2", "2", "", "", 2, List.of(), files).json());
      String[] pasted = ParquetOutput.inDuckDb(port.toString()).split("; ", 2);
      statement.execute(pasted[0]);
      try (ResultSet rows = statement.executeQuery(pasted[1])) {
        while (rows.next()) {
          read.add(rows.getInt("x"));
        }
      }
    }
    assertThat(read).containsExactlyInAnyOrder(0, 2);
  }
}
