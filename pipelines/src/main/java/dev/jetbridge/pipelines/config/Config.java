package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.registry.AwsService;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where an installation runs, read once from a properties file. Every default is the embedded one.
 *
 * @param platform local touches nothing remote; aws uses Glue and S3
 * @param sftp the airline's server; empty for the sample airline's embedded one
 * @param pseudonymKeyFile file with the secret that goes into tokens; empty for one made in the
 *     home
 * @param portsLocation where Parquet ports are written; empty for the home
 */
public record Config(
    Platform platform,
    Aws aws,
    Optional<Sftp> sftp,
    Optional<Path> pseudonymKeyFile,
    Optional<String> portsLocation) {
  /** The name of the file in the home. */
  public static final String FILE = "jetbridge.properties";

  private static final List<String> PLAIN_KEYS =
      List.of(
          "platform",
          "aws.region",
          "aws.catalog-id",
          "aws.warehouse",
          "aws.event-bus",
          "sftp.host",
          "sftp.port",
          "sftp.user",
          "sftp.key-file",
          "sftp.host-key",
          "pseudonym-key-file",
          "ports-location");

  private static final List<String> KEYS =
      Stream.concat(
              PLAIN_KEYS.stream(), Arrays.stream(AwsService.values()).map(AwsService::endpointKey))
          .toList();

  /** Where tables and their registration live. */
  public enum Platform {
    LOCAL,
    AWS
  }

  /**
   * The account's side.
   *
   * @param warehouse such as s3://bucket/path
   * @param eventBus the bus that is told of publications
   * @param endpoints addresses other than AWS's own
   */
  public record Aws(
      String region,
      Optional<String> catalogId,
      String warehouse,
      String eventBus,
      Map<AwsService, URI> endpoints) {}

  /** An SFTP server; hostKey is its pinned fingerprint, such as SHA256:…. */
  public record Sftp(String host, int port, String user, Path keyFile, String hostKey) {}

  /**
   * Reads a file of {@code key=value} lines.
   *
   * @throws JetbridgeException CONFIG with every unknown, missing and faulty key
   */
  public static Config read(Optional<Path> file) {
    Properties properties = new Properties();
    if (file.isPresent()) {
      try (Reader reader = Files.newBufferedReader(file.get())) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot read configuration " + file.get() + ": " + e.getMessage(),
            e);
      }
    }
    return of(properties, file.map(Path::toString).orElse("defaults"));
  }

  static Config of(Properties properties, String origin) {
    Reading reading = new Reading(properties);
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (!KEYS.contains(key)) {
        reading.problems.add("unknown key " + key + NearestName.hint(key, KEYS));
      }
    }
    Platform platform = reading.platform();
    boolean remote = platform == Platform.AWS;
    Aws aws =
        new Aws(
            remote ? reading.required("aws.region", "platform=aws") : "",
            reading.text("aws.catalog-id"),
            remote ? reading.required("aws.warehouse", "platform=aws") : "",
            reading.text("aws.event-bus").orElse("default"),
            reading.endpoints());
    Optional<Sftp> sftp = reading.text("sftp.host").map(host -> reading.sftp(host));
    Config config =
        new Config(
            platform,
            aws,
            sftp,
            reading.text("pseudonym-key-file").map(Path::of),
            reading.text("ports-location"));
    if (!reading.problems.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot use configuration " + origin + ": " + String.join("; ", reading.problems));
    }
    return config;
  }

  /** Collects problems while values are read. */
  private static final class Reading {
    private final Properties properties;
    private final List<String> problems = new ArrayList<>();

    Reading(Properties properties) {
      this.properties = properties;
    }

    Optional<String> text(String key) {
      return Optional.ofNullable(properties.getProperty(key)).map(String::strip);
    }

    String required(String key, String because) {
      return text(key)
          .orElseGet(
              () -> {
                problems.add(key + " is missing, " + because + " needs it");
                return "";
              });
    }

    Platform platform() {
      String value = text("platform").orElse("local");
      try {
        return Platform.valueOf(value.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        problems.add("platform is " + value + ", must be local or aws");
        return Platform.LOCAL;
      }
    }

    Map<AwsService, URI> endpoints() {
      Map<AwsService, URI> endpoints = new EnumMap<>(AwsService.class);
      for (AwsService service : AwsService.values()) {
        uri(service.endpointKey()).ifPresent(uri -> endpoints.put(service, uri));
      }
      return endpoints;
    }

    Optional<URI> uri(String key) {
      try {
        return text(key).map(URI::create);
      } catch (IllegalArgumentException e) {
        problems.add(key + " is not a URI");
        return Optional.empty();
      }
    }

    Sftp sftp(String host) {
      int port = 22;
      try {
        port = Integer.parseInt(text("sftp.port").orElse("22"));
      } catch (NumberFormatException e) {
        problems.add("sftp.port is not a number");
      }
      return new Sftp(
          host,
          port,
          required("sftp.user", "sftp.host"),
          Path.of(required("sftp.key-file", "sftp.host")),
          required("sftp.host-key", "sftp.host"));
    }
  }
}
