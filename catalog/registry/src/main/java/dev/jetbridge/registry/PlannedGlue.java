package dev.jetbridge.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DatabaseInput;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/**
 * A Glue Data Catalog that is empty at first and remembers what it was told, so that a plan creates
 * the database of a domain once.
 */
final class PlannedGlue implements Glue {
  private final Map<String, DatabaseInput> databases = new HashMap<>();
  private final Map<String, TableInput> tables = new HashMap<>();

  @Override
  public Optional<Database> getDatabase(GetDatabaseRequest request) {
    return Optional.ofNullable(databases.get(request.name()))
        .map(
            input ->
                Database.builder()
                    .name(input.name())
                    .description(input.description())
                    .parameters(input.parameters())
                    .build());
  }

  @Override
  public Optional<Table> getTable(GetTableRequest request) {
    return Optional.ofNullable(tables.get(key(request.databaseName(), request.name())))
        .map(
            input ->
                Table.builder()
                    .databaseName(request.databaseName())
                    .name(input.name())
                    .description(input.description())
                    .tableType(input.tableType())
                    .storageDescriptor(input.storageDescriptor())
                    .parameters(input.parameters())
                    .build());
  }

  @Override
  public void createDatabase(CreateDatabaseRequest request) {
    databases.put(request.databaseInput().name(), request.databaseInput());
  }

  @Override
  public void updateDatabase(UpdateDatabaseRequest request) {
    databases.put(request.name(), request.databaseInput());
  }

  @Override
  public void createTable(CreateTableRequest request) {
    tables.put(key(request.databaseName(), request.tableInput().name()), request.tableInput());
  }

  @Override
  public void updateTable(UpdateTableRequest request) {
    tables.put(key(request.databaseName(), request.tableInput().name()), request.tableInput());
  }

  @Override
  public void close() {
    databases.clear();
    tables.clear();
  }

  private static String key(String database, String table) {
    return database + "." + table;
  }
}
