package dev.jetbridge.pipelines.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects by their addresses, such as s3://bucket/folder/file. */
record S3Objects(S3Client s3) {
  /** Copies objects into a folder, each by its own name. */
  List<Path> fetch(List<String> addresses, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (String address : addresses) {
      Path file = folder.resolve(address.substring(address.lastIndexOf('/') + 1));
      Files.deleteIfExists(file);
      fetch(address, file);
      files.add(file);
    }
    return files;
  }

  /**
   * Copies an object.
   *
   * @param file is not there yet
   */
  void fetch(String address, Path file) {
    String[] parts = address.split("/", 4);
    s3.getObject(r -> r.bucket(parts[2]).key(parts[3]), file);
  }

  void put(Path file, String address) {
    String[] parts = address.split("/", 4);
    s3.putObject(r -> r.bucket(parts[2]).key(parts[3]), file);
  }
}
