package dev.jetbridge.pipelines.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.ports.PortManifest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of files that COPY wants, beside those of a version: every file is mandatory and has its
 * length, which columnar formats need. COPY of a folder instead would read whatever is there.
 */
final class CopyManifest {
  private final PortVersion version;

  CopyManifest(PortVersion version) {
    this.version = version;
  }

  /** Its place in the folder of the port: of other files another one, for several loaders. */
  String path() {
    return version.manifest().version()
        + "/copy"
        + version.base().map(base -> "-since-" + base).orElse("")
        + ".json";
  }

  /** Where COPY finds it. */
  String address() {
    return onS3() + "/" + path();
  }

  /** The same for the same version. */
  byte[] json() {
    List<Map<String, Object>> entries =
        version.manifest().files().stream().map(this::entry).toList();
    try {
      return new ObjectMapper()
          .writeValueAsString(Map.of("entries", entries))
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write a manifest for COPY", e);
    }
  }

  private Map<String, Object> entry(PortManifest.DataFile file) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("url", onS3() + "/" + file.path());
    entry.put("mandatory", true);
    entry.put("meta", Map.of("content_length", file.bytes()));
    return entry;
  }

  /** Hadoop's names of the scheme are none of AWS. */
  private String onS3() {
    return version.folder().replaceFirst("^s3[an]://", "s3://");
  }
}
