package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.pipelines.policy.Holdings;
import dev.jetbridge.registry.DatabasePlace;
import dev.jetbridge.registry.featurestore.OfflineStorage;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The databases and files of domains.
 *
 * @param portsLocation where ports are that are not in the home
 */
record DomainHoldings(ScheduleSettings settings, Optional<String> portsLocation) {

  /** Whole warehouses, homes and ports, with the offline stores of some domains. */
  Holdings all(Collection<String> domains, Collection<String> withOfflineStores) {
    Map<String, Set<String>> databases = databases(domains);
    databases(databases, withOfflineStores);
    Set<String> folders = ports(domains);
    domains.forEach(domain -> folders.add(settings.home(Optional.of(domain))));
    folders.add(settings.home());
    Set<String> files = new TreeSet<>(folders);
    domains.forEach(domain -> files.add(bare(place(domain).warehouse())));
    return new Holdings(databases, files, folders);
  }

  /** What makes the products of some domains: of a warehouse only the folders of its databases. */
  Holdings made(
      Collection<String> domains, String operations, Collection<String> withOfflineStores) {
    Set<String> written = new TreeSet<>(domains);
    written.add(operations);
    Map<String, Set<String>> databases = databases(written);
    databases(databases, withOfflineStores);
    Set<String> folders = ports(domains);
    domains.forEach(domain -> folders.add(settings.home(Optional.of(domain))));
    Set<String> files = new TreeSet<>(folders);
    written.forEach(domain -> files.add(folder(domain)));
    withOfflineStores.forEach(domain -> files.add(stores(domain)));
    return new Holdings(databases, files, folders);
  }

  /** The tables of some domains. */
  Holdings read(Collection<String> domains) {
    Set<String> files = new TreeSet<>();
    domains.forEach(domain -> files.add(folder(domain)));
    return new Holdings(databases(domains), files, Set.of());
  }

  /** The offline stores of some domains, as SageMaker has them. */
  Holdings offlineStores(Collection<String> domains) {
    Map<String, Set<String>> databases = new TreeMap<>();
    databases(databases, domains);
    Set<String> files = new TreeSet<>();
    domains.forEach(domain -> files.add(stores(domain)));
    return new Holdings(databases, files, Set.of());
  }

  Set<String> ports(Collection<String> domains) {
    Set<String> ports = new TreeSet<>();
    for (String domain : domains) {
      ports.add(
          settings
              .domains()
              .of(domain)
              .portsLocation()
              .or(() -> settings.domains().of(domain).home().map(home -> home + "/ports"))
              .or(() -> portsLocation.map(DomainHoldings::bare))
              .orElse(settings.home() + "/ports"));
    }
    return ports;
  }

  private Map<String, Set<String>> databases(Collection<String> domains) {
    Map<String, Set<String>> databases = new TreeMap<>();
    for (String domain : domains) {
      DatabasePlace place = place(domain);
      add(databases, place.catalogId(), place.database());
    }
    return databases;
  }

  private void databases(Map<String, Set<String>> databases, Collection<String> offlineStores) {
    offlineStores.forEach(
        domain -> add(databases, settings.databases().catalogId(), place(domain).offlineStores()));
  }

  private void add(Map<String, Set<String>> databases, Optional<String> catalog, String database) {
    databases
        .computeIfAbsent(catalog.orElse(settings.account()), account -> new TreeSet<>())
        .add(database);
  }

  /** As Iceberg names the folder of a database. Source: Apache Iceberg, "AWS integrations". */
  private String folder(String domain) {
    DatabasePlace place = place(domain);
    return bare(place.warehouse()) + "/" + place.database() + ".db";
  }

  private String stores(String domain) {
    return OfflineStorage.folder(place(domain).warehouse());
  }

  private DatabasePlace place(String domain) {
    return settings.databases().of(domain);
  }

  private static String bare(String location) {
    return location.replaceAll("/+$", "");
  }
}
