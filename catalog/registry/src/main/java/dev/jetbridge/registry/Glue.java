package dev.jetbridge.registry;

import java.util.Optional;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/** The operations of the Glue Data Catalog that registration needs. */
interface Glue extends AutoCloseable {
  Optional<Database> getDatabase(GetDatabaseRequest request);

  Optional<Table> getTable(GetTableRequest request);

  void createDatabase(CreateDatabaseRequest request);

  void updateDatabase(UpdateDatabaseRequest request);

  void createTable(CreateTableRequest request);

  void updateTable(UpdateTableRequest request);

  @Override
  void close();
}
