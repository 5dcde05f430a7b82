package dev.jetbridge.pipelines.config;

import java.util.Optional;

/**
 * What the configuration says of one domain; what it leaves open is as for all.
 *
 * @param account the account that its bucket and database are in
 * @param catalogId the account whose Glue Data Catalog has its database, where that is another one
 * @param database its name in Glue; that of the domain unless it is said
 * @param warehouse below which its tables lie, such as s3://bucket/warehouse
 * @param home where files of its sources and intermediate rows are
 * @param portsLocation where its Parquet ports are written
 * @param role the ARN of the role that the jobs of its products have
 */
public record DomainConfig(
    Optional<String> account,
    Optional<String> catalogId,
    Optional<String> database,
    Optional<String> warehouse,
    Optional<String> home,
    Optional<String> portsLocation,
    Optional<String> role) {
  /** Whether its tables are elsewhere than those of all. */
  boolean hasDatabase() {
    return catalog().isPresent() || database.isPresent() || warehouse.isPresent();
  }

  /** The account whose Glue Data Catalog has its database. */
  Optional<String> catalog() {
    return catalogId.or(() -> account);
  }
}
