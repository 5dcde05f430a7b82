package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/** The Glue Data Catalog itself; its failures say what to do about them. */
final class LiveGlue implements Glue {
  private final GlueClient client;

  private LiveGlue(GlueClient client) {
    this.client = client;
  }

  static LiveGlue connect(AwsSettings settings) {
    return new LiveGlue(settings.configure(AwsService.GLUE, GlueClient.builder()).build());
  }

  @Override
  public Optional<Database> getDatabase(GetDatabaseRequest request) {
    return call(
        "GetDatabase",
        request.name(),
        () ->
            AwsAnswer.ifThere(
                EntityNotFoundException.class, () -> client.getDatabase(request).database()));
  }

  @Override
  public Optional<Table> getTable(GetTableRequest request) {
    return call(
        "GetTable",
        request.databaseName() + "." + request.name(),
        () ->
            AwsAnswer.ifThere(
                EntityNotFoundException.class, () -> client.getTable(request).table()));
  }

  @Override
  public void createDatabase(CreateDatabaseRequest request) {
    call("CreateDatabase", request.databaseInput().name(), () -> client.createDatabase(request));
  }

  @Override
  public void updateDatabase(UpdateDatabaseRequest request) {
    call("UpdateDatabase", request.name(), () -> client.updateDatabase(request));
  }

  /**
   * Refuses: only Iceberg's own catalog creates tables. An entry that points to the metadata of a
   * table whose commits go to another catalog would be stale after the next of them.
   */
  @Override
  public void createTable(CreateTableRequest request) {
    throw new JetbridgeException(
        FailureKind.CONFIG,
        ("Cannot register table %s.%s in Glue: the Data Catalog has no such table; publish it"
                + " through Iceberg's Glue catalog of the same account and region first")
            .formatted(request.databaseName(), request.tableInput().name()));
  }

  @Override
  public void updateTable(UpdateTableRequest request) {
    call(
        "UpdateTable",
        request.databaseName() + "." + request.tableInput().name(),
        () -> client.updateTable(request));
  }

  @Override
  public void close() {
    client.close();
  }

  private static <T> T call(String operation, String object, Supplier<T> call) {
    try {
      return call.get();
    } catch (ConcurrentModificationException | AlreadyExistsException e) {
      throw e;
    } catch (SdkException e) {
      throw AwsFailure.of(
          "Cannot call Glue " + operation + " on " + object,
          "glue:" + operation + " on the catalog, its databases and tables",
          e);
    }
  }
}
