package dev.jetbridge.registry;

import java.util.Optional;

/**
 * Where the tables of a domain are in the Glue Data Catalog.
 *
 * @param catalogId the account whose catalog it is; empty for the caller's own
 * @param database its name in Glue
 * @param warehouse below which its tables lie, such as {@code s3://bucket/warehouse}
 */
public record DatabasePlace(Optional<String> catalogId, String database, String warehouse) {
  /** The database of the domain's offline stores, beside its own. */
  public String offlineStores() {
    return database + Databases.OFFLINE_STORES;
  }
}
