package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.ports.PortManifest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Loads versions of Parquet ports into a warehouse. A load is one transaction: table, rows, view
 * and ledger change together or not at all, whatever dies meanwhile. A version that the table holds
 * already is left alone.
 *
 * <p>When the contract gives the table another shape, the table is made anew in the same
 * transaction, from the version, which is whole. A view of somebody else that depends on it stops
 * the load.
 *
 * @param place what people call the warehouse, such as host, port and database
 * @param versions the version of a product's port that has a snapshot; empty when it is gone
 */
record Warehouse(
    Connection connection,
    WarehouseDialect dialect,
    String place,
    BiFunction<ProductId, String, Optional<PortManifest>> versions)
    implements AutoCloseable {
  private static final int ANSWERS_WITHIN_SECONDS = 10;

  /**
   * Loads a version of a product's Parquet port.
   *
   * @param folder the folder or address of the port
   * @return whether the warehouse changed
   * @throws JetbridgeException EXTERNAL when the warehouse refuses, dies or counts other rows; its
   *     tables are then as before. CONFIG when it cannot reach the port, or a metric has no meaning
   *     there
   */
  public boolean load(Contract contract, PortManifest manifest, String folder) {
    check(contract, manifest);
    boolean changed;
    try {
      connection.setAutoCommit(false);
      createLedger();
      changed = load(new PortVersion(contract, manifest, folder));
    } catch (SQLException e) {
      rollBack();
      throw failed(contract, e, "the table is as before, run again");
    } catch (RuntimeException e) {
      rollBack();
      throw e;
    }
    commit(contract);
    return changed;
  }

  private void createLedger() throws SQLException {
    if (count(LoadLedger.IS_THERE) == 0) {
      run(LoadLedger.CREATE);
      connection.commit();
    } else {
      // The load begins with its lock: what it reads then is what the loader before it committed.
      connection.rollback();
    }
  }

  private void commit(Contract contract) {
    try {
      connection.commit();
    } catch (SQLException e) {
      rollBack();
      throw failed(
          contract,
          e,
          "whether the load was committed is not known, run again: it is loaded once in any case");
    }
  }

  private boolean load(PortVersion version) throws SQLException {
    TableStatements table =
        new TableStatements(version.contract(), dialect.tableOptions(version.contract()));
    LoadLedger.Held wanted = table.held(version.manifest().snapshot());
    run(List.of(LoadLedger.LOCK));
    Optional<LoadLedger.Held> held = held(version.contract().id());
    if (held.filter(wanted::equals).isPresent()) {
      return false;
    }
    boolean sameTable = held.filter(h -> h.table().equals(wanted.table())).isPresent();
    boolean sameViews = sameTable && held.filter(h -> h.view().equals(wanted.view())).isPresent();
    if (!sameViews) {
      run(table.dropViews());
    }
    if (!sameTable) {
      run(table.makeAnew());
    }
    bringRows(sameTable ? lacking(version, held.get()) : version);
    if (!sameViews) {
      run(table.describe());
    }
    run(LoadLedger.enter(version.manifest(), wanted, Instant.now()));
    return true;
  }

  private Optional<LoadLedger.Held> held(ProductId product) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LoadLedger.current(product))) {
      return row.next()
          ? Optional.of(new LoadLedger.Held(row.getString(1), row.getString(2), row.getString(3)))
          : Optional.empty();
    }
  }

  /**
   * What the table lacks of a version: its new files, when it has all those of the version that the
   * table holds; else all of it. So is it when the table has other rows than were loaded.
   */
  private PortVersion lacking(PortVersion version, LoadLedger.Held held) throws SQLException {
    Optional<PortManifest> loaded = versions.apply(version.contract().id(), held.snapshot());
    Optional<PortVersion> added = loaded.flatMap(version::since);
    return added.isPresent()
            && count(new LoadStatements(version.contract()).count()) == loaded.get().rows()
        ? added.get()
        : version;
  }

  private void bringRows(PortVersion version) throws SQLException {
    boolean isWhole = version.base().isEmpty();
    if (!isWhole && version.manifest().files().isEmpty()) {
      return;
    }
    LoadStatements load = new LoadStatements(version.contract());
    run(List.of(load.createStaging()));
    dialect.copy(connection, LoadStatements.STAGING, version);
    long staged = count(LoadStatements.COUNT_STAGED);
    if (staged != version.manifest().rows()) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot load "
              + version.contract().id()
              + " into the warehouse "
              + place
              + ": it copied "
              + staged
              + " rows, version "
              + version.manifest().version()
              + (isWhole ? " has " : " adds ")
              + version.manifest().rows()
              + "; the table is as before");
    }
    run(isWhole ? load.apply() : List.of(load.add()));
    run(List.of(LoadStatements.DROP_STAGING));
  }

  /** COPY goes by position, so the files must have the columns of the contract in their order. */
  private static void check(Contract contract, PortManifest manifest) {
    List<String> wanted = contract.columns().stream().map(Column::name).toList();
    List<String> found = manifest.schema().stream().map(PortManifest.Field::name).toList();
    if (!wanted.equals(found)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot load "
              + contract.id()
              + " into the warehouse: version "
              + manifest.version()
              + " of its Parquet port has the columns "
              + found
              + ", contract "
              + contract.version()
              + " has "
              + wanted
              + "; run the product first");
    }
  }

  private void run(List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private long count(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Whether the connection still stands, so that another product can be tried. */
  boolean isUsable() {
    try {
      return connection.isValid(ANSWERS_WITHIN_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and its transaction with it.
    }
  }

  private JetbridgeException failed(Contract contract, SQLException e, String now) {
    return new JetbridgeException(
        FailureKind.EXTERNAL,
        "Cannot load "
            + contract.id()
            + " into the warehouse "
            + place
            + ": "
            + WarehouseConnection.reason(e)
            + "; "
            + now,
        e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
