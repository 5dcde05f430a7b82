package dev.jetbridge.pipelines.servers.redshift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;

/**
 * What COPY does with a manifest: reads the files that it names, each of which must be there and as
 * long as it says. Source: Amazon Redshift database developer guide, "Loading data from Amazon S3",
 * "Using a manifest to specify data files".
 *
 * @param folder for what is read and written
 */
record CopyFiles(CopySource source, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The rows as CSV.
   *
   * @param role as the statement names it
   * @param manifest its address
   * @throws IOException saying what COPY would
   */
  Path csv(String role, String manifest) throws IOException {
    Files.createDirectories(folder);
    Path own = Files.createTempDirectory(folder, "copy-");
    try {
      Path list = own.resolve("manifest.json");
      source.fetch(role, manifest, list);
      List<Path> files = new ArrayList<>();
      for (JsonNode entry : JSON.readTree(list.toFile()).path("entries")) {
        files.add(file(role, entry, own.resolve("part-" + files.size() + ".parquet")));
      }
      Path csv = Files.createTempFile(folder, "rows-", ".csv");
      if (!files.isEmpty()) {
        ParquetText.write(files, csv);
      }
      return csv;
    } catch (SQLException e) {
      throw new IOException("Spectrum Scan Error: the files are not Parquet of one form", e);
    } finally {
      FileUtil.fullyDelete(own.toFile());
    }
  }

  private Path file(String role, JsonNode entry, Path file) throws IOException {
    String address = entry.path("url").asText();
    source.fetch(role, address, file);
    long said = entry.path("meta").path("content_length").asLong(-1);
    long found = Files.size(file);
    if (said != found) {
      throw new IOException(
          "Manifest entry " + address + " has content_length " + said + ", the file has " + found);
    }
    return file;
  }
}
