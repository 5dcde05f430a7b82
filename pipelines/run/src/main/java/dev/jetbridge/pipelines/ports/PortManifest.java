package dev.jetbridge.pipelines.ports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a version of a Parquet port consists of. Readers read {@code current.json} once and then the
 * files it names; the version stays when a newer one is published.
 *
 * @param product its {@code domain.product}
 * @param contractVersion version of the contract it follows
 * @param version {@code v<snapshot>}, the folder of the files that came with it
 * @param snapshot the Iceberg snapshot, as text: it exceeds what JavaScript holds exactly
 * @param asOf the instant the rows speak of, ISO 8601
 * @param publishedAt when the snapshot was made, ISO 8601
 * @param rows how many rows all files have
 */
public record PortManifest(
    String product,
    @JsonProperty("contract_version") String contractVersion,
    String version,
    String snapshot,
    @JsonProperty("as_of") String asOf,
    @JsonProperty("published_at") String publishedAt,
    long rows,
    List<Field> schema,
    List<DataFile> files) {
  /** The name of the manifest that readers begin with. */
  public static final String CURRENT = "current.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public PortManifest {
    schema = List.copyOf(schema);
    files = List.copyOf(files);
  }

  /** A column and its type as Spark writes it, such as decimal(18,2). */
  public record Field(String name, String type, boolean nullable) {}

  /**
   * A Parquet file.
   *
   * @param path relative to the folder of the port
   * @param partition the one to which all its rows belong, as Iceberg names it; empty for any
   */
  public record DataFile(
      String path,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String partition,
      long rows,
      long bytes) {
    public DataFile {
      partition = partition == null ? "" : partition;
    }
  }

  /** The same version with some of its files only. */
  public PortManifest with(List<DataFile> some) {
    return new PortManifest(
        product,
        contractVersion,
        version,
        snapshot,
        asOf,
        publishedAt,
        some.stream().mapToLong(DataFile::rows).sum(),
        schema,
        some);
  }

  /** The columns of a product. */
  static List<Field> schema(Contract contract) {
    return contract.columns().stream()
        .map(c -> new Field(c.name(), c.type().simpleString(), !c.required()))
        .toList();
  }

  /**
   * The current manifest in the folder of a port.
   *
   * @throws JetbridgeException CONFIG when nothing was published there; EXTERNAL when it cannot be
   *     read
   */
  public static PortManifest read(Path folder) {
    Path file = folder.resolve(CURRENT);
    if (!Files.exists(file)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read a Parquet port in " + folder + ": it has no " + CURRENT + "; run first");
    }
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot read " + file + ": " + e.getClass().getSimpleName(), e);
    }
  }

  /** The manifest of that name in the folder of a port; empty when there is none. */
  static Optional<PortManifest> in(PortFolder folder, String name) {
    return folder.read(name).map(json -> parse(json, name));
  }

  private static PortManifest parse(String json, String origin) {
    try {
      return JSON.readValue(json, PortManifest.class);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot read "
              + origin
              + ": it is not a manifest of a port ("
              + e.getOriginalMessage()
              + ")",
          e);
    }
  }

  byte[] json() {
    try {
      return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write a manifest", e);
    }
  }
}
