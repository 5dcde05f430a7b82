package dev.jetbridge.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where each domain has its database: where all have it, under the name of the domain, unless it
 * has a place of its own.
 *
 * @param catalogId the account whose catalog all use; empty for the caller's own
 * @param warehouse below which the tables of all lie
 * @param own places of domains, by domain
 */
public record Databases(
    Optional<String> catalogId, String warehouse, Map<String, DatabasePlace> own) {
  /** What the name of a domain has behind it where its offline stores are meant. */
  public static final String OFFLINE_STORES = "_feature_store";

  public Databases {
    own = Map.copyOf(own);
  }

  /** All domains in one place. */
  public static Databases in(Optional<String> catalogId, String warehouse) {
    return new Databases(catalogId, warehouse, Map.of());
  }

  /** Where the tables of a domain are. */
  public DatabasePlace of(String domain) {
    return own.getOrDefault(domain, new DatabasePlace(catalogId, domain, warehouse));
  }

  /**
   * The same with the databases of offline stores: SageMaker knows those of the catalog of all, and
   * their files lie where the tables of the domain do.
   */
  Databases withOfflineStores() {
    Map<String, DatabasePlace> all = new HashMap<>();
    own.forEach(
        (domain, place) ->
            all.put(
                domain + OFFLINE_STORES,
                new DatabasePlace(catalogId, place.offlineStores(), place.warehouse())));
    all.putAll(own);
    return new Databases(catalogId, warehouse, all);
  }
}
