package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import java.sql.Connection;
import java.sql.SQLException;

/** What a warehouse says in its own way. Everything else is SQL that Redshift and others share. */
interface WarehouseDialect {
  /** What follows the columns in CREATE TABLE; may be empty. */
  String tableOptions(Contract contract);

  /**
   * Fills an empty staging table, column by position, with the files of a version.
   *
   * @param staging name of the table as SQL
   */
  void copy(Connection connection, String staging, PortVersion version) throws SQLException;
}
