package dev.jetbridge.registry;

import dev.jetbridge.contracts.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DatabaseInput;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;

/**
 * The database of a domain. Where it is, its default permissions and parameters of others are kept:
 * UpdateDatabase replaces the whole entry.
 */
final class DatabaseEntry {
  private final String name;
  private final String catalogId;
  private final String description;
  private final Contract contract;
  private final DesiredEntries desired;

  DatabaseEntry(Contract contract, DesiredEntries desired) {
    DatabasePlace place = desired.databases().of(contract.id().domain());
    this.name = place.database();
    this.catalogId = place.catalogId().orElse(null);
    this.description = DesiredEntries.databaseDescription(contract);
    this.contract = contract;
    this.desired = desired;
  }

  GetDatabaseRequest get() {
    return GetDatabaseRequest.builder().catalogId(catalogId).name(name).build();
  }

  CreateDatabaseRequest create() {
    DatabaseInput input =
        DatabaseInput.builder()
            .name(name)
            .description(description)
            .parameters(parameters(Map.of()))
            .build();
    return CreateDatabaseRequest.builder().catalogId(catalogId).databaseInput(input).build();
  }

  List<String> differences(Database found) {
    List<String> differences = new ArrayList<>();
    if (!description.equals(found.description())) {
      differences.add("description");
    }
    if (!OwnParameters.agree(found.parameters(), parameters(found.parameters()))) {
      differences.add("parameters");
    }
    return differences;
  }

  private Map<String, String> parameters(Map<String, String> found) {
    return desired.databaseParameters(contract, found);
  }

  UpdateDatabaseRequest update(Database found) {
    DatabaseInput input =
        DatabaseInput.builder()
            .name(name)
            .description(description)
            .locationUri(found.locationUri())
            .parameters(OwnParameters.merge(found.parameters(), parameters(found.parameters())))
            .createTableDefaultPermissions(found.createTableDefaultPermissions())
            .targetDatabase(found.targetDatabase())
            .federatedDatabase(found.federatedDatabase())
            .build();
    return UpdateDatabaseRequest.builder()
        .catalogId(catalogId)
        .name(name)
        .databaseInput(input)
        .build();
  }
}
