/**
 * Where a product is known: contract to Iceberg table and its evolution, the embedded catalog, the
 * Glue Data Catalog. Knows no Spark session, no job and no quality result.
 */
package dev.jetbridge.registry;
