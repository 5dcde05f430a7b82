package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.Databases;
import dev.jetbridge.registry.Encryption;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where an installation runs, read once from a properties file. Every default is the embedded one.
 *
 * @param platform local touches nothing remote; aws uses Glue and S3
 * @param sampleAirline whether files are those of the simulated airline, which an embedded server
 *     offers; never with a server of your own
 * @param sftp the airline's server; empty for none of your own
 * @param pseudonymKey the secret that goes into tokens; empty for that of the sample airline
 * @param portsLocation where Parquet ports are written; empty for the home
 * @param warehouse the Redshift that products are loaded into; empty for none
 * @param schedule how the products run by themselves on Glue
 * @param domains those of which something else holds
 */
public record Config(
    Platform platform,
    Aws aws,
    boolean sampleAirline,
    Optional<Sftp> sftp,
    Optional<SecretSource> pseudonymKey,
    Optional<String> portsLocation,
    Optional<Warehouse> warehouse,
    ScheduleConfig schedule,
    Domains domains) {
  /** The name of the file in the home. */
  public static final String FILE = "jetbridge.properties";

  private static final List<String> PLAIN_KEYS =
      List.of(
          "platform",
          "aws.region",
          "aws.catalog-id",
          "aws.warehouse",
          "aws.event-bus",
          "aws.feature-store-role",
          "aws.feature-store-key",
          "aws.feature-store-online-key",
          "aws.encryption",
          "aws.encryption-key",
          "aws.home",
          "sample-airline",
          "aws.dataexchange-region",
          "sftp.host",
          "sftp.port",
          "sftp.user",
          "sftp.host-key",
          "ports-location",
          "warehouse.url",
          "warehouse.user",
          "warehouse.iam-role");

  private static final List<String> KEYS =
      Stream.of(
              PLAIN_KEYS.stream(),
              SftpLimits.KEYS.stream(),
              SecretKeys.ALL.stream(),
              ScheduleConfig.KEYS.stream(),
              Arrays.stream(AwsService.values()).map(AwsService::endpointKey))
          .flatMap(keys -> keys)
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
   * @param home where landing and staging are when workers have no common disk, such as
   *     s3://bucket/jetbridge
   * @param eventBus the bus that is told of publications
   * @param featureStoreRole ARN of the role that SageMaker takes to write offline stores
   * @param featureStoreKey key of KMS by which it does; empty for what the bucket does
   * @param featureStoreOnlineKey key of KMS by which it encrypts online stores; empty for its own
   * @param encryption of what is written to S3; empty for what the bucket does
   * @param secretsKey key of KMS of our own by which secrets are encrypted; empty for that of
   *     Secrets Manager
   * @param dataExchangeRegion where the entitled data sets are; empty when none are pulled
   * @param endpoints addresses other than AWS's own
   */
  public record Aws(
      String region,
      Optional<String> catalogId,
      String warehouse,
      Optional<String> home,
      String eventBus,
      Optional<String> featureStoreRole,
      Optional<String> featureStoreKey,
      Optional<String> featureStoreOnlineKey,
      Optional<Encryption> encryption,
      Optional<String> secretsKey,
      Optional<String> dataExchangeRegion,
      Map<AwsService, URI> endpoints) {
    /** Where its services are. */
    public AwsSettings settings() {
      return new AwsSettings(region, endpoints);
    }

    /** Where entitled data sets are; empty when no region of theirs is configured. */
    public Optional<AwsSettings> dataExchangeSettings() {
      return dataExchangeRegion.map(r -> new AwsSettings(r, endpoints));
    }
  }

  /** An SFTP server; hostKey is its pinned fingerprint, such as SHA256:…. */
  public record Sftp(
      String host, int port, String user, SecretSource key, String hostKey, SftpLimits limits) {}

  /**
   * A warehouse.
   *
   * @param url such as jdbc:redshift://host:5439/database
   * @param password empty when the password is in the environment
   * @param iamRole ARN of the role by which COPY reads the ports; {@link #OWN_ROLE} for the
   *     warehouse's own
   */
  public record Warehouse(
      String url, String user, Optional<SecretSource> password, String iamRole) {
    public static final String OWN_ROLE = "default";
  }

  /**
   * Reads a file of {@code key=value} lines.
   *
   * @throws JetbridgeException CONFIG with every unknown, missing and faulty key
   */
  public static Config read(Optional<Path> file) {
    return of(
        file.map(Config::properties).orElseGet(Properties::new),
        file.map(Path::toString).orElse("defaults"));
  }

  /**
   * The lines of a file of {@code key=value}, whatever the keys are.
   *
   * @throws JetbridgeException CONFIG when it cannot be read as one
   */
  public static Properties properties(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw unread(file, "there is no such file; name one that is there with --config", e);
    } catch (AccessDeniedException e) {
      throw unread(file, "no permission; let its user read it", e);
    } catch (MalformedInputException e) {
      throw unread(file, "it is not UTF-8; write it as UTF-8", e);
    } catch (IOException | IllegalArgumentException e) {
      throw unread(file, Files.isDirectory(file) ? "it is a folder" : e.getMessage(), e);
    }
    return properties;
  }

  /** Where each domain has its database. */
  public Databases databases() {
    return domains.databases(aws.catalogId(), aws.warehouse());
  }

  private static JetbridgeException unread(Path file, String reason, Exception cause) {
    return new JetbridgeException(
        FailureKind.CONFIG, "Cannot read configuration " + file + ": " + reason, cause);
  }

  static Config of(Properties properties, String origin) {
    Reading reading = new Reading(properties);
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (!KEYS.contains(key) && !Domains.isKey(key)) {
        List<String> meant = Stream.concat(KEYS.stream(), Domains.like(key).stream()).toList();
        reading.problems.add("unknown key " + key + NearestName.hint(key, meant));
      }
    }
    Platform platform = reading.platform();
    boolean remote = platform == Platform.AWS;
    Aws aws =
        new Aws(
            remote ? reading.required("aws.region", "platform=aws") : SecretKeys.region(reading),
            reading.text("aws.catalog-id"),
            remote ? reading.required("aws.warehouse", "platform=aws") : "",
            reading.text("aws.home").map(h -> h.replaceAll("/+$", "")),
            reading.text("aws.event-bus").orElse("default"),
            reading.text("aws.feature-store-role"),
            reading.text("aws.feature-store-key"),
            reading.text("aws.feature-store-online-key"),
            reading.encryption(),
            SecretKeys.keyOfKms(reading),
            reading.text("aws.dataexchange-region"),
            reading.endpoints());
    if (aws.endpoints().containsKey(AwsService.DATAEXCHANGE)) {
      reading.required("aws.dataexchange-region", AwsService.DATAEXCHANGE.endpointKey());
    }
    Optional<Sftp> sftp = reading.text("sftp.host").map(host -> reading.sftp(host));
    Config config =
        new Config(
            platform,
            aws,
            reading.sampleAirline(sftp.isPresent()),
            sftp,
            SecretKeys.PSEUDONYM_KEY.read(reading),
            reading.text("ports-location"),
            reading.text("warehouse.url").map(reading::warehouse),
            ScheduleConfig.of(reading),
            Domains.of(reading));
    if (!reading.problems.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot use configuration " + origin + ": " + String.join("; ", reading.problems));
    }
    return config;
  }

  /** The secrets that are in Secrets Manager. */
  public List<SecretSource.Managed> managedSecrets() {
    return Stream.of(pseudonymKey, sftp.map(Sftp::key), warehouse.flatMap(Warehouse::password))
        .flatMap(Optional::stream)
        .flatMap(source -> source instanceof SecretSource.Managed m ? Stream.of(m) : Stream.empty())
        .toList();
  }

  /** Collects problems while values are read. */
  static final class Reading {
    private final Properties properties;
    final List<String> problems = new ArrayList<>();

    Reading(Properties properties) {
      this.properties = properties;
    }

    Set<String> keys() {
      return properties.stringPropertyNames();
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

    Optional<Encryption> encryption() {
      Optional<String> key = text("aws.encryption-key");
      Optional<String> word = text("aws.encryption");
      if (key.isPresent() && word.filter(w -> w.endsWith("kms")).isEmpty()) {
        problems.add(
            "aws.encryption-key is a key of KMS, and aws.encryption is "
                + word.orElse("missing")
                + ": set it to kms or dsse-kms");
      }
      if (word.isEmpty()) {
        return Optional.empty();
      }
      Optional<Encryption> encryption =
          Arrays.stream(Encryption.Kind.values())
              .filter(kind -> kind.word().equals(word.get()))
              .findFirst()
              .map(kind -> new Encryption(kind, key));
      if (encryption.isEmpty()) {
        problems.add("aws.encryption is " + word.get() + ", must be s3, kms or dsse-kms");
      }
      return encryption;
    }

    Optional<URI> uri(String key) {
      try {
        return text(key).map(URI::create);
      } catch (IllegalArgumentException e) {
        problems.add(key + " is not a URI");
        return Optional.empty();
      }
    }

    Warehouse warehouse(String url) {
      return new Warehouse(
          url,
          required("warehouse.user", "warehouse.url"),
          SecretKeys.WAREHOUSE_PASSWORD.read(this),
          text("warehouse.iam-role").orElse(Warehouse.OWN_ROLE));
    }

    boolean sampleAirline(boolean ownServer) {
      String value = text("sample-airline").orElse(Boolean.toString(!ownServer));
      if (!value.equals("true") && !value.equals("false")) {
        problems.add("sample-airline is " + value + ", must be true or false");
      } else if (ownServer && value.equals("true")) {
        problems.add("sample-airline is true, but sftp.host names a server of your own");
      }
      return value.equals("true");
    }

    int number(String key, int byDefault, int least, int most) {
      Optional<String> given = text(key);
      if (given.isEmpty()) {
        return byDefault;
      }
      try {
        int value = Integer.parseInt(given.get());
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Reported like a number out of range.
      }
      problems.add(key + " is " + given.get() + ", must be a number from " + least + " to " + most);
      return byDefault;
    }

    Sftp sftp(String host) {
      return new Sftp(
          host,
          number("sftp.port", 22, 1, 65535),
          required("sftp.user", "sftp.host"),
          SecretKeys.SFTP_KEY.required(this, "sftp.host"),
          required("sftp.host-key", "sftp.host"),
          SftpLimits.of(this));
    }
  }
}
