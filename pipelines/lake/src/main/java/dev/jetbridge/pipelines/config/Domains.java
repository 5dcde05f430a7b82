package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.registry.DatabasePlace;
import dev.jetbridge.registry.Databases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The domains of which the configuration says something, by their names. */
public record Domains(Map<String, DomainConfig> configured) {
  private static final String PREFIX = "domains.";

  private static final List<String> PROPERTIES =
      List.of("account", "catalog-id", "database", "warehouse", "home", "ports-location", "role");

  private static final Pattern KEY = Pattern.compile("domains\\.([a-z][a-z0-9_]*)\\.([^.]+)");

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  /**
   * What Iceberg takes for a database of Glue, which has room for 255 characters, with room for the
   * ending of that of the offline stores.
   */
  private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_]{0,237}");

  private static final Pattern WAREHOUSE = Pattern.compile("s3://[^/]+(/.*)?");

  private static final DomainConfig NOTHING =
      new DomainConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public Domains {
    configured = Map.copyOf(configured);
  }

  /** What is said of a domain. */
  public DomainConfig of(String domain) {
    return configured.getOrDefault(domain, NOTHING);
  }

  /**
   * Whether the jobs of some domains have one role that is theirs: it reaches neither other domains
   * nor what is for all.
   */
  public boolean haveRoleOfTheirOwn(Collection<String> domains) {
    Set<Optional<String>> roles =
        domains.stream().map(domain -> of(domain).role()).collect(Collectors.toSet());
    return roles.size() == 1 && !roles.contains(Optional.empty());
  }

  /** Whether a key is one of a domain. */
  static boolean isKey(String key) {
    Matcher parts = KEY.matcher(key);
    return parts.matches() && PROPERTIES.contains(parts.group(2));
  }

  /** The keys that may be meant by one that is unknown. */
  static List<String> like(String key) {
    String[] parts = key.split("\\.", -1);
    return key.startsWith(PREFIX) && parts.length > 1
        ? PROPERTIES.stream().map(p -> PREFIX + parts[1] + "." + p).toList()
        : List.of();
  }

  static Domains of(Config.Reading reading) {
    Map<String, DomainConfig> domains = new TreeMap<>();
    for (String key : reading.keys()) {
      Matcher parts = KEY.matcher(key);
      if (parts.matches() && isKey(key)) {
        domains.computeIfAbsent(parts.group(1), domain -> of(reading, domain));
      }
    }
    return new Domains(domains);
  }

  private static DomainConfig of(Config.Reading reading, String domain) {
    String prefix = PREFIX + domain + ".";
    return new DomainConfig(
        fitting(reading, prefix + "account", ACCOUNT, "the 12 digits of an account"),
        fitting(reading, prefix + "catalog-id", ACCOUNT, "the 12 digits of an account"),
        fitting(
            reading,
            prefix + "database",
            DATABASE,
            "lower case letters, digits and underscores, and begin with a letter"),
        fitting(reading, prefix + "warehouse", WAREHOUSE, "of the form s3://bucket/folder"),
        folder(reading, prefix + "home"),
        folder(reading, prefix + "ports-location"),
        reading.text(prefix + "role"));
  }

  private static Optional<String> fitting(
      Config.Reading reading, String key, Pattern form, String words) {
    Optional<String> value = reading.text(key);
    value
        .filter(v -> !form.matcher(v).matches())
        .ifPresent(v -> reading.problems.add(key + " is " + v + ", must be " + words));
    return value;
  }

  private static Optional<String> folder(Config.Reading reading, String key) {
    return reading.text(key).map(value -> value.replaceAll("/+$", ""));
  }

  /**
   * Where each domain has its database.
   *
   * @param catalogId the account whose catalog has those of the others
   * @param warehouse of the others
   */
  public Databases databases(Optional<String> catalogId, String warehouse) {
    Map<String, DatabasePlace> own = new HashMap<>();
    configured.forEach(
        (domain, said) -> {
          if (said.hasDatabase()) {
            own.put(
                domain,
                new DatabasePlace(
                    said.catalog().or(() -> catalogId),
                    said.database().orElse(domain),
                    said.warehouse().orElse(warehouse)));
          }
        });
    return new Databases(catalogId, warehouse, own);
  }

  /**
   * Refuses what cannot be meant once the domains are known.
   *
   * @param domains those of all products
   * @param whole whether there are no others
   * @throws JetbridgeException CONFIG for a domain that there is not, or two with one database
   */
  public void check(Collection<String> domains, boolean whole, Databases databases) {
    List<String> problems = new ArrayList<>();
    TreeSet<String> all = new TreeSet<>(domains);
    for (String domain : new TreeSet<>(configured.keySet())) {
      if (whole && !all.contains(domain)) {
        problems.add(
            "no product is of the domain " + domain + NearestName.hint(domain, List.copyOf(all)));
      }
    }
    all.addAll(configured.keySet());
    Map<List<Object>, String> taken = new HashMap<>();
    for (String domain : all) {
      DatabasePlace place = databases.of(domain);
      String other = taken.putIfAbsent(List.of(place.catalogId(), place.database()), domain);
      if (other != null) {
        problems.add(
            "the domains "
                + other
                + " and "
                + domain
                + " would share the database "
                + place.database()
                + "; give one of them another with domains."
                + (configured.containsKey(domain) ? domain : other)
                + ".database");
      }
    }
    if (!problems.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot place domains as configured: " + String.join("; ", problems));
    }
  }
}
