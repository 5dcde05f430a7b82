package dev.jetbridge.pipelines.servers.redshift;

import java.io.IOException;
import java.nio.file.Path;

/** Where COPY reads. */
@FunctionalInterface
public interface CopySource {
  /**
   * Brings an object onto this machine.
   *
   * @param role as the statement names it: an ARN, or default
   * @param address such as s3://bucket/folder/file
   * @param file to be written; is not there yet
   * @throws IOException when the role may not, or there is nothing; its message is what COPY says
   */
  void fetch(String role, String address, Path file) throws IOException;
}
