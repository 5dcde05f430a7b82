package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.glue.GlueCatalog;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;

/**
 * The catalog on AWS: Iceberg's GlueCatalog, files by S3FileIO. Glue itself is the lock: every
 * commit names the version of the table entry it replaces.
 */
public final class AwsCatalog {
  private AwsCatalog() {}

  /**
   * The properties of the catalog, to be set on Spark under {@code spark.sql.catalog.lake.} or
   * given to Iceberg.
   *
   * @param databases where domains have theirs; with places of their own Iceberg's catalog is
   *     behind {@link DomainCatalog}
   * @param encryption empty for what the bucket does by itself
   * @throws JetbridgeException CONFIG when the warehouse is not on S3
   */
  public static Map<String, String> sparkProperties(
      AwsSettings settings, Databases databases, Optional<Encryption> encryption) {
    String warehouse = databases.warehouse();
    if (!warehouse.startsWith("s3://")) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid warehouse for AWS: " + warehouse + " (must be of the form s3://bucket/folder)");
    }
    Map<String, String> properties = new TreeMap<>();
    properties.put(CatalogProperties.CATALOG_IMPL, GlueCatalog.class.getName());
    properties.put(CatalogProperties.FILE_IO_IMPL, S3FileIO.class.getName());
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
    properties.put(AwsClientProperties.CLIENT_REGION, settings.region());
    // Iceberg keeps the history; a version of the Glue entry for every commit would soon reach
    // Glue's limit of versions.
    properties.put(AwsProperties.GLUE_CATALOG_SKIP_ARCHIVE, "true");
    // Spark's cache would show a stale main to a run that stages again.
    properties.put(CatalogProperties.CACHE_ENABLED, "false");
    databases.catalogId().ifPresent(id -> properties.put(AwsProperties.GLUE_CATALOG_ID, id));
    settings
        .endpoint(AwsService.GLUE)
        .ifPresent(uri -> properties.put(AwsProperties.GLUE_CATALOG_ENDPOINT, uri.toString()));
    settings
        .endpoint(AwsService.S3)
        .ifPresent(
            uri -> {
              properties.put(S3FileIOProperties.ENDPOINT, uri.toString());
              properties.put(S3FileIOProperties.PATH_STYLE_ACCESS, "true");
            });
    encryption.ifPresent(e -> properties.putAll(e.ofTables()));
    return Map.copyOf(
        databases.own().isEmpty() ? properties : DomainCatalog.properties(databases, properties));
  }
}
