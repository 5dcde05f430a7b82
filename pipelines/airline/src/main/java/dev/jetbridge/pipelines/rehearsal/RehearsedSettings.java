package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.SecretSource;
import dev.jetbridge.pipelines.schedule.Schedule;
import dev.jetbridge.pipelines.servers.redshift.RedshiftServer;
import dev.jetbridge.registry.AwsService;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of an installation as it is rehearsed: the services are on loopback, what it
 * does not say yet has a placeholder.
 */
final class RehearsedSettings {
  private static final Map<String, String> PLACEHOLDERS =
      new TreeMap<>(
          Map.of(
              "aws.region", "eu-west-1",
              "aws.warehouse", "s3://rehearsal/warehouse",
              "aws.home", "s3://rehearsal/home",
              "aws.feature-store-role", "arn:aws:iam::123456789012:role/jetbridge-feature-store",
              "schedule.artifacts", "s3://rehearsal/artifacts",
              "schedule.role", "arn:aws:iam::123456789012:role/jetbridge-jobs"));

  private static final String STATES_ROLE = "schedule.step-functions-role";
  private static final String NO_POSTGRES =
      "there is no PostgreSQL for this machine to stand for Redshift, only for Linux on x86-64";

  private static final Pattern ROLE = Pattern.compile("arn:([a-z-]+):iam::(\\d{12}):role/.+");
  private static final String SECRET = "-secret";

  /** Goes into tokens here. */
  private static final String MADE_UP = "the pseudonym key of a rehearsal";

  /** Of whoever loads the counterpart of the warehouse. */
  static final String WAREHOUSE_PASSWORD = "the password of a rehearsal";

  private static final String REDSHIFT = "warehouse.";
  private static final String LOADER = REDSHIFT + "user";
  private static final String COPY_ROLE = REDSHIFT + "iam-role";
  private static final String WAREHOUSE_SECRET = REDSHIFT + "password" + SECRET;
  private static final Map<String, String> WAREHOUSE_PLACEHOLDERS =
      Map.of(
          LOADER, "jetbridge_loader",
          COPY_ROLE, "arn:aws:iam::123456789012:role/jetbridge-copy",
          WAREHOUSE_SECRET, "jetbridge/warehouse");

  private final Properties properties;
  private final List<String> notes;
  private final Map<String, Map<Optional<String>, String>> secrets = new TreeMap<>();

  private RehearsedSettings(Properties properties, List<String> notes) {
    this.properties = properties;
    this.notes = notes;
  }

  /**
   * Settings for a rehearsal.
   *
   * @param installation its configuration; empty for none
   * @param target what starts the jobs
   * @param loads whether products are loaded into a warehouse
   */
  static RehearsedSettings of(Optional<Path> installation, Schedule.Target target, boolean loads) {
    Properties properties = installation.map(Config::properties).orElseGet(Properties::new);
    List<String> notes = new ArrayList<>();
    properties.setProperty("platform", "aws");
    Map<String, String> placeholders = new TreeMap<>(PLACEHOLDERS);
    if (target != Schedule.Target.GLUE) {
      placeholders.put(STATES_ROLE, "arn:aws:iam::123456789012:role/jetbridge-schedule");
    }
    if (target == Schedule.Target.EMR) {
      placeholders.put("schedule.emr-application", "00rehearsal");
    }
    RehearsedSettings settings = new RehearsedSettings(properties, notes);
    if (loads && RedshiftServer.isAvailable()) {
      placeholders.putAll(WAREHOUSE_PLACEHOLDERS);
      settings.keepWarehouseSecret();
      notes.add("warehouse.url: Redshift is PostgreSQL here");
    } else if (properties.keySet().removeIf(key -> key.toString().startsWith(REDSHIFT))) {
      notes.add("warehouse.url is left out: " + (loads ? NO_POSTGRES : "no product is loaded"));
    } else if (loads) {
      notes.add("nothing is loaded into a warehouse: " + NO_POSTGRES);
    }
    placeholders.forEach(
        (key, value) -> {
          if (!properties.containsKey(key)) {
            properties.setProperty(key, value);
            notes.add(key + " is not configured: rehearsed with " + value);
          }
        });
    // No key of KMS is asked here.
    properties.remove("aws.secrets-key");
    return settings;
  }

  /** The password is made up: nothing that opens the warehouse itself is read. */
  private void keepWarehouseSecret() {
    properties.remove(REDSHIFT + "password-file");
    if (!properties.containsKey(WAREHOUSE_SECRET)) {
      secrets.put(
          WAREHOUSE_PLACEHOLDERS.get(WAREHOUSE_SECRET),
          new HashMap<>(Map.of(Optional.empty(), WAREHOUSE_PASSWORD)));
    }
  }

  /** Whether products are loaded into a warehouse here. */
  boolean hasWarehouse() {
    return properties.containsKey(COPY_ROLE);
  }

  /** The role by which COPY reads the ports. */
  String copyRole() {
    return properties.getProperty(COPY_ROLE);
  }

  /** Who loads. */
  String loader() {
    return properties.getProperty(LOADER);
  }

  /** The warehouse is there. */
  void loadAt(String url) {
    properties.setProperty(REDSHIFT + "url", url);
  }

  /** Whether the files come from a server of one's own, not from the sample airline. */
  boolean hasOwnSources() {
    return properties.containsKey("sftp.host");
  }

  /** Takes settings over, such as those of the served sample, whose secrets are in files. */
  void put(Properties more) {
    more.stringPropertyNames()
        .forEach(key -> properties.remove(key.replaceFirst("-file$", SECRET)));
    properties.putAll(more);
  }

  /**
   * Takes secrets of Secrets Manager over, by their names, since the counterpart gives them ARNs of
   * its own. The key of tokens and the password of the warehouse are made up; with the key of SFTP
   * files are pulled, so it is read.
   */
  void keep(List<SecretSource.Managed> managed, Function<SecretSource, Secret> read) {
    for (SecretSource.Managed secret : managed) {
      if (properties.containsKey(secret.key())) {
        String text =
            secret.key().startsWith("sftp.")
                ? read.apply(secret).reveal()
                : secret.key().equals(WAREHOUSE_SECRET) ? WAREHOUSE_PASSWORD : MADE_UP;
        secrets.computeIfAbsent(secret.name(), n -> new HashMap<>()).put(secret.field(), text);
        properties.setProperty(
            secret.key(), secret.name() + secret.field().map(f -> "#" + f).orElse(""));
      }
    }
  }

  /** The texts of secrets by their names; those with fields as JSON. */
  Map<String, String> managedSecrets() {
    Map<String, String> texts = new TreeMap<>();
    secrets.forEach(
        (name, fields) -> {
          ObjectNode json = JsonNodeFactory.instance.objectNode();
          fields.forEach((field, text) -> field.ifPresent(f -> json.put(f, text)));
          texts.put(name, json.isEmpty() ? fields.get(Optional.<String>empty()) : json.toString());
        });
    return texts;
  }

  /** All services of AWS are at one address. */
  void serveAt(URI address) {
    for (AwsService service : AwsService.values()) {
      if (service != AwsService.DATAEXCHANGE || properties.containsKey("aws.dataexchange-region")) {
        properties.setProperty(service.endpointKey(), address.toString());
      }
    }
  }

  Path write(Path file) {
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "A rehearsal");
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write " + file + ": " + e.getMessage(), e);
    }
    return file;
  }

  /** Where resources are, as the role of the jobs says. */
  Account account() {
    Matcher role = ROLE.matcher(jobRole());
    if (!role.matches()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot rehearse: schedule.role is " + jobRole() + ", must be the ARN of a role");
    }
    return new Account(role.group(1), properties.getProperty("aws.region"), role.group(2));
  }

  /** The role of the state machine. */
  String statesRole() {
    return properties.getProperty(STATES_ROLE);
  }

  String jobRole() {
    return properties.getProperty("schedule.role");
  }

  String name() {
    return properties.getProperty("schedule.name", "jetbridge");
  }

  String artifacts() {
    return properties.getProperty("schedule.artifacts").replaceAll("/+$", "");
  }

  /** The buckets that the settings name. */
  Set<String> buckets() {
    Set<String> buckets = new TreeSet<>();
    for (String key : properties.stringPropertyNames()) {
      String value = properties.getProperty(key);
      if (value.startsWith("s3://")) {
        buckets.add(value.split("/", 4)[2]);
      }
    }
    return buckets;
  }

  /** The files that hold secrets: an operator puts them where jobs look for them. */
  List<Path> secrets() {
    return properties.stringPropertyNames().stream()
        .filter(key -> key.endsWith("-file"))
        .map(key -> Path.of(properties.getProperty(key)))
        .toList();
  }

  /** What is not rehearsed as it is configured. */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
