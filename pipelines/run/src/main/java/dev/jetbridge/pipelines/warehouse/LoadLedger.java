package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.ports.PortManifest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * What the warehouse holds, in a table of the warehouse: a row a product and snapshot that was
 * loaded, written in the transaction of the load. The current one of a product is what its table
 * holds now.
 */
final class LoadLedger {
  static final String IS_THERE =
      "SELECT count(*) FROM information_schema.tables"
          + " WHERE table_schema = 'jetbridge' AND table_name = 'loads'";

  private static final String TABLE = "\"jetbridge\".\"loads\"";

  static final List<String> CREATE =
      List.of(
          "CREATE SCHEMA IF NOT EXISTS \"jetbridge\"",
          "CREATE TABLE IF NOT EXISTS "
              + TABLE
              + " (\n"
              + "  \"product\" varchar(256) NOT NULL,\n"
              + "  \"snapshot\" varchar(20) NOT NULL,\n"
              + "  \"contract_version\" varchar(64) NOT NULL,\n"
              + "  \"as_of\" timestamp NOT NULL,\n"
              + "  \"row_count\" bigint NOT NULL,\n"
              + "  \"table_definition\" varchar(64) NOT NULL,\n"
              + "  \"view_definition\" varchar(64) NOT NULL,\n"
              + "  \"is_current\" boolean NOT NULL,\n"
              + "  \"loaded_at\" timestamp NOT NULL,\n"
              + "  PRIMARY KEY (\"product\", \"snapshot\")\n"
              + ")");

  /** Loads wait for each other from here to the end of the transaction. */
  static final String LOCK = "LOCK TABLE " + TABLE;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private LoadLedger() {}

  /**
   * What a product's table holds.
   *
   * @param table digest of the statement that made the table
   * @param view digest of the comments and the view
   */
  record Held(String snapshot, String table, String view) {}

  /** The query for what a product's table holds: the parts of {@link Held}, or no row. */
  static String current(ProductId product) {
    return "SELECT \"snapshot\", \"table_definition\", \"view_definition\" FROM "
        + TABLE
        + " WHERE \"product\" = "
        + SqlText.literal(product.toString())
        + " AND \"is_current\"";
  }

  /** Enters a load as the current one; a snapshot may be loaded again after another. */
  static List<String> enter(PortManifest manifest, Held held, Instant loadedAt) {
    String product = SqlText.literal(manifest.product());
    String snapshot = SqlText.literal(held.snapshot());
    return List.of(
        "DELETE FROM "
            + TABLE
            + " WHERE \"product\" = "
            + product
            + " AND \"snapshot\" = "
            + snapshot,
        "UPDATE "
            + TABLE
            + " SET \"is_current\" = false WHERE \"product\" = "
            + product
            + " AND \"is_current\"",
        "INSERT INTO "
            + TABLE
            + " VALUES ("
            + String.join(
                ", ",
                product,
                snapshot,
                SqlText.literal(manifest.contractVersion()),
                timestamp(Instant.parse(manifest.asOf())),
                Long.toString(manifest.rows()),
                SqlText.literal(held.table()),
                SqlText.literal(held.view()),
                "true",
                timestamp(loadedAt))
            + ")");
  }

  private static String timestamp(Instant instant) {
    return "TIMESTAMP " + SqlText.literal(TIMESTAMP.format(instant));
  }
}
