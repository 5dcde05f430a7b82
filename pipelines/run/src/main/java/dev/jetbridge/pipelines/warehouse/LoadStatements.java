package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a table becomes equal to a staging table that holds the whole product. Rows whose key has
 * gone are deleted, rows that differ are merged, all others are left alone. Where the staging table
 * holds only what is new, the rows of the table are not looked at but for equal keys. TRUNCATE is
 * not used: in Redshift it commits.
 */
final class LoadStatements {
  /** Temporary, so that it goes with the session; a name of its own in every schema. */
  static final String STAGING = SqlText.name("jetbridge_staging");

  static final String COUNT_STAGED = "SELECT count(*) FROM " + STAGING;

  static final String DROP_STAGING = "DROP TABLE " + STAGING;

  private final Contract contract;
  private final String table;

  LoadStatements(Contract contract) {
    this.contract = contract;
    this.table = SqlText.table(contract.id());
  }

  String createStaging() {
    return "CREATE TEMPORARY TABLE " + STAGING + " (LIKE " + table + ")";
  }

  /** The statements that make the table equal to the staging table, which loses rows by them. */
  List<String> apply() {
    return cannotMerge()
        ? List.of("DELETE FROM " + table, insert())
        : List.of(deleteGone(), forgetUnchanged(), merge());
  }

  /** The statement that brings the rows of the staging table into the table, which lacks them. */
  String add() {
    return cannotMerge() ? insert() : merge();
  }

  String count() {
    return "SELECT count(*) FROM " + table;
  }

  private boolean cannotMerge() {
    return contract.key().isEmpty() || values().isEmpty();
  }

  private String insert() {
    return "INSERT INTO " + table + " SELECT * FROM " + STAGING;
  }

  private String deleteGone() {
    return "DELETE FROM "
        + table
        + "\nWHERE NOT EXISTS (SELECT 1 FROM "
        + STAGING
        + " WHERE "
        + sameKey()
        + ")";
  }

  private String forgetUnchanged() {
    String sameValues =
        values().stream()
            .map(c -> c.required() ? equal(c) : equalOrBothNull(c))
            .collect(Collectors.joining("\n  AND "));
    return "DELETE FROM "
        + STAGING
        + " USING "
        + table
        + "\nWHERE "
        + sameKey()
        + "\n  AND "
        + sameValues;
  }

  private String merge() {
    String updates =
        values().stream()
            .map(c -> SqlText.name(c.name()) + " = " + staged(c))
            .collect(Collectors.joining(", "));
    String names = SqlText.names(contract.columns().stream().map(Column::name).toList());
    String inserts =
        contract.columns().stream().map(LoadStatements::staged).collect(Collectors.joining(", "));
    return "MERGE INTO "
        + table
        + " USING "
        + STAGING
        + " ON "
        + sameKey()
        + "\nWHEN MATCHED THEN UPDATE SET "
        + updates
        + "\nWHEN NOT MATCHED THEN INSERT ("
        + names
        + ") VALUES ("
        + inserts
        + ")";
  }

  private List<Column> values() {
    return contract.columns().stream().filter(c -> !c.isKey()).toList();
  }

  private String sameKey() {
    return contract.key().stream().map(this::equal).collect(Collectors.joining(" AND "));
  }

  private String equal(Column column) {
    return published(column) + " = " + staged(column);
  }

  private String equalOrBothNull(Column column) {
    return "("
        + equal(column)
        + " OR ("
        + published(column)
        + " IS NULL AND "
        + staged(column)
        + " IS NULL))";
  }

  private String published(Column column) {
    return SqlText.name(contract.id().name()) + "." + SqlText.name(column.name());
  }

  private static String staged(Column column) {
    return STAGING + "." + SqlText.name(column.name());
  }
}
