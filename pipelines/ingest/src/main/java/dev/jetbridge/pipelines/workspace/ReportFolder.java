package dev.jetbridge.pipelines.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.Storage;
import dev.jetbridge.pipelines.storage.StorageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Where the page and the plans of a home are, on its disk or, where workers have none in common,
 * beside landing. Whoever writes last replaces what was there, whole.
 *
 * @param location a folder, or the address of one in an object store
 */
public record ReportFolder(String location) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Whether a file is there. */
  public boolean has(String name) {
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(location, name);
    try {
      return Storage.of(file).exists(file);
    } catch (IOException e) {
      throw StorageFailure.of("Cannot look for " + file, e);
    }
  }

  /**
   * Writes a file and returns where it is.
   *
   * @throws JetbridgeException EXTERNAL or CONFIG when it cannot be written
   */
  public String write(String name, String text) {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with a value as JSON. */
  public String writeJson(String name, Object value) {
    try {
      return write(name, JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write " + name + " as JSON", e);
    }
  }

  private String write(String name, byte[] content) {
    String file = location + "/" + name;
    try {
      if (location.startsWith("/")) {
        replace(Path.of(file), content);
      } else {
        Storage.replace(new org.apache.hadoop.fs.Path(file), content);
      }
      return file;
    } catch (IOException e) {
      throw StorageFailure.of("Cannot write " + file, e);
    }
  }

  /** By Java's own calls: Hadoop would close files that somebody shares with the folder. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
    try {
      Files.createDirectories(file.getParent());
      Files.write(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
