package dev.jetbridge.registry;

import dev.jetbridge.contracts.Contract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.iceberg.types.Types.NestedField;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/**
 * The entry of a product's table. Iceberg owns the type, the columns, the location and the
 * parameters table_type, metadata_location and previous_metadata_location, and commits by replacing
 * the last two: an update gives all of them back as found and names the version it was made from,
 * so that Glue refuses it when a commit came between. Ours are the description, the comments of the
 * columns and the parameters with our prefix.
 */
final class TableEntry {
  private final String database;
  private final String name;
  private final String catalogId;
  private final String description;
  private final Map<String, String> parameters;
  private final RegisteredTable table;

  TableEntry(Contract contract, RegisteredTable table, DesiredEntries desired) {
    DatabasePlace place = desired.databases().of(contract.id().domain());
    this.database = place.database();
    this.name = contract.id().name();
    this.catalogId = place.catalogId().orElse(null);
    this.description = DesiredEntries.tableDescription(contract);
    this.parameters = DesiredEntries.tableParameters(contract);
    this.table = table;
  }

  GetTableRequest get() {
    return GetTableRequest.builder().catalogId(catalogId).databaseName(database).name(name).build();
  }

  /** The entry as Iceberg's GlueCatalog creates it, with what is ours. */
  CreateTableRequest create() {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("table_type", "ICEBERG");
    all.put("metadata_location", table.metadataLocation());
    TableInput input =
        TableInput.builder()
            .name(name)
            .description(description)
            .tableType("EXTERNAL_TABLE")
            .parameters(all)
            .storageDescriptor(
                StorageDescriptor.builder().location(table.location()).columns(columns()).build())
            .build();
    return CreateTableRequest.builder()
        .catalogId(catalogId)
        .databaseName(database)
        .tableInput(input)
        .build();
  }

  List<String> differences(Table found) {
    List<String> differences = new ArrayList<>();
    if (!description.equals(Objects.requireNonNullElse(found.description(), ""))) {
      differences.add("description");
    }
    if (!OwnParameters.agree(found.parameters(), parameters)) {
      differences.add("parameters");
    }
    if (!commented(found).equals(columnsOf(found))) {
      differences.add("comments of columns");
    }
    return differences;
  }

  UpdateTableRequest update(Table found) {
    TableInput input =
        TableInput.builder()
            .name(name)
            .description(description)
            .owner(found.owner())
            .retention(found.retention())
            .lastAccessTime(found.lastAccessTime())
            .lastAnalyzedTime(found.lastAnalyzedTime())
            .storageDescriptor(storage(found))
            .partitionKeys(found.hasPartitionKeys() ? found.partitionKeys() : null)
            .viewOriginalText(found.viewOriginalText())
            .viewExpandedText(found.viewExpandedText())
            .tableType(found.tableType())
            .targetTable(found.targetTable())
            .parameters(OwnParameters.merge(found.parameters(), parameters))
            .build();
    return UpdateTableRequest.builder()
        .catalogId(catalogId)
        .databaseName(database)
        .tableInput(input)
        .versionId(found.versionId())
        .skipArchive(true)
        .build();
  }

  private StorageDescriptor storage(Table found) {
    return found.storageDescriptor() == null
        ? null
        : found.storageDescriptor().toBuilder().columns(commented(found)).build();
  }

  private static List<Column> columnsOf(Table found) {
    return found.storageDescriptor() == null ? List.of() : found.storageDescriptor().columns();
  }

  /** The columns as found, those of the current schema with its comments. */
  private List<Column> commented(Table found) {
    Map<String, String> comments = new HashMap<>();
    for (NestedField column : table.schema().columns()) {
      comments.put(column.name(), column.doc());
    }
    return columnsOf(found).stream()
        .map(
            column ->
                comments.get(column.name()) == null
                    ? column
                    : column.toBuilder().comment(comments.get(column.name())).build())
        .toList();
  }

  private List<Column> columns() {
    return table.schema().columns().stream().map(TableEntry::column).toList();
  }

  private static Column column(NestedField field) {
    return Column.builder()
        .name(field.name())
        .type(DesiredEntries.typeOf(field))
        .comment(field.doc())
        .parameters(
            Map.of(
                "iceberg.field.id", Integer.toString(field.fieldId()),
                "iceberg.field.optional", Boolean.toString(field.isOptional()),
                "iceberg.field.current", "true"))
        .build();
  }
}
