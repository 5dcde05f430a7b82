package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.WriteMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IcebergTablesTest {
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private IcebergTables tables;

  @BeforeEach
  void open() {
    catalog.initialize("test", Map.of());
    tables = new IcebergTables(catalog);
  }

  @Test
  void createsTableWithTypesCommentsAndKeyOfTheContract() {
    Contract contract =
        ContractBuilder.activity().optional("fare_eur", DataTypes.createDecimalType(18, 2)).build();

    Table table = tables.createOrEvolve(contract);

    Schema schema = table.schema();
    assertThat(schema.columns())
        .extracting(Types.NestedField::name)
        .containsExactly(
            "member_number",
            "occurred_at",
            "airport",
            "miles",
            "fare_eur",
            ProvenanceColumns.SOURCE_FILE,
            ProvenanceColumns.CHANGED_IN);
    assertThat(schema.findType("occurred_at")).isEqualTo(Types.TimestampType.withZone());
    assertThat(schema.findType("fare_eur")).isEqualTo(Types.DecimalType.of(18, 2));
    assertThat(schema.findType(ProvenanceColumns.CHANGED_IN)).isEqualTo(Types.LongType.get());
    assertThat(schema.findField("occurred_at").isRequired()).isTrue();
    assertThat(schema.findField("miles").isOptional()).isTrue();
    assertThat(schema.findField("miles").doc()).isEqualTo("The miles.");
    assertThat(schema.identifierFieldNames()).isEqualTo(Set.of("member_number"));
    assertThat(metadata(table).formatVersion()).isEqualTo(2);
  }

  @Test
  void switchesStatisticsOffForIdentifiersOnly() {
    Contract contract = ContractBuilder.activity().identifier("email").build();

    Table table = tables.createOrEvolve(contract);

    assertThat(table.properties())
        .containsEntry("write.metadata.metrics.column.member_number", "none")
        .containsEntry("write.metadata.metrics.column.email", "none")
        .containsEntry("write.metadata.metrics.column.changed_in", "full")
        .doesNotContainKey("write.metadata.metrics.column.miles")
        .containsEntry("write.merge.mode", "merge-on-read")
        .containsEntry("write.update.mode", "merge-on-read")
        .containsEntry("write.delete.mode", "merge-on-read")
        .containsEntry("write.parquet.compression-codec", "zstd")
        .containsEntry("write.metadata.delete-after-commit.enabled", "true")
        .containsEntry("comment", "Miles earned and spent.");
  }

  @Test
  void partitionsAndSortsAsTheContractSays() {
    Contract contract =
        ContractBuilder.activity()
            .optional("booked_on", DataTypes.DateType)
            .optional("flown_on", DataTypes.DateType)
            .optional("seen_at", DataTypes.TimestampType)
            .optional("flight", DataTypes.StringType)
            .partitionedBy("airport", "identity")
            .partitionedBy("occurred_at", "months")
            .partitionedBy("booked_on", "years")
            .partitionedBy("flown_on", "days")
            .partitionedBy("seen_at", "hours")
            .partitionedBy("miles", "bucket[16]")
            .partitionedBy("flight", "truncate[2]")
            .sortedBy("miles", "airport")
            .build();

    Table table = tables.createOrEvolve(contract);

    assertThat(PartitionTransform.describe(table.spec(), table.schema()))
        .containsExactly(
            "airport",
            "month(occurred_at)",
            "year(booked_on)",
            "day(flown_on)",
            "hour(seen_at)",
            "bucket[16](miles)",
            "truncate[2](flight)");
    assertThat(table.sortOrder().fields())
        .extracting(f -> table.schema().findColumnName(f.sourceId()))
        .containsExactly("miles", "airport");
    assertThat(table.sortOrder().fields())
        .allMatch(f -> f.direction() == SortDirection.ASC)
        .allMatch(f -> f.nullOrder() == NullOrder.NULLS_FIRST);
    assertThat(plan(contract)).isEmpty();
  }

  @Test
  void givesProvenanceToSourcesOnly() {
    Contract contract =
        ContractBuilder.consumer("features.segments")
            .key("person_id", DataTypes.StringType, Classification.INTERNAL)
            .build();

    Table table = tables.createOrEvolve(contract);

    assertThat(table.schema().columns())
        .extracting(Types.NestedField::name)
        .containsExactly("person_id");
    assertThat(table.properties()).doesNotContainKey("write.metadata.metrics.column.changed_in");
  }

  @Test
  void commitsNothingTheSecondTime() {
    Contract contract = ContractBuilder.activity().partitionedBy("occurred_at", "days").build();
    String first = metadataLocation(tables.createOrEvolve(contract));

    String second = metadataLocation(tables.createOrEvolve(contract));

    assertThat(second).isEqualTo(first);
    assertThat(plan(contract)).isEmpty();
  }

  @Test
  void evolvesAdditivelyInOneCommit() {
    publish(tables.createOrEvolve(ContractBuilder.activity().build()));
    Contract changed =
        ContractBuilder.activity()
            .version("1.1.0")
            .optional("cabin", DataTypes.StringType)
            .typed("miles", DataTypes.LongType)
            .relaxed("occurred_at")
            .described("airport", "IATA code of the airport.")
            .partitionedBy("occurred_at", "months")
            .sortedBy("cabin")
            .classified("airport", Classification.IDENTIFIER)
            .purpose("Miles.")
            .build();
    List<String> plan = plan(changed);
    int commitsBefore = metadata(load(changed)).previousFiles().size();

    Table table = tables.createOrEvolve(changed);

    assertThat(plan)
        .containsExactly(
            "allow null in column occurred_at",
            "change the description of column airport",
            "widen column miles from int to long",
            "add column cabin of type string",
            "partition by month(occurred_at)",
            "sort by [cabin] instead of []",
            "set comment to Miles.",
            "set write.metadata.metrics.column.airport to none");
    assertThat(metadata(load(changed)).previousFiles()).hasSize(commitsBefore + 1);
    assertThat(table.schema().columns())
        .extracting(Types.NestedField::name)
        .containsExactly(
            "member_number",
            "occurred_at",
            "airport",
            "miles",
            "cabin",
            ProvenanceColumns.SOURCE_FILE,
            ProvenanceColumns.CHANGED_IN);
    assertThat(table.schema().findType("miles")).isEqualTo(Types.LongType.get());
    assertThat(table.schema().findField("occurred_at").isOptional()).isTrue();
    assertThat(table.schema().findField("airport").doc()).isEqualTo("IATA code of the airport.");
    assertThat(PartitionTransform.describe(table.spec(), table.schema()))
        .containsExactly("month(occurred_at)");
    assertThat(plan(changed)).isEmpty();
  }

  @Test
  void rewindsWhatTheContractNoLongerSays() {
    publish(
        tables.createOrEvolve(
            ContractBuilder.activity()
                .identifier("email")
                .partitionedBy("occurred_at", "months")
                .sortedBy("miles")
                .build()));
    load(ContractBuilder.activity().build())
        .updateProperties()
        .set("read.split.target-size", "1024")
        .commit();
    Contract changed =
        ContractBuilder.activity()
            .identifier("email")
            .classified("email", Classification.INTERNAL)
            .purpose("")
            .build();

    Table table = tables.createOrEvolve(changed);

    assertThat(table.spec().isUnpartitioned()).isTrue();
    assertThat(table.sortOrder().isUnsorted()).isTrue();
    assertThat(table.properties())
        .doesNotContainKeys("comment", "write.metadata.metrics.column.email")
        .containsEntry("write.metadata.metrics.column.member_number", "none")
        .containsEntry("read.split.target-size", "1024");
    assertThat(plan(changed)).isEmpty();
  }

  @Test
  void refusesBreakingChangesWithAllOfThem() {
    Contract before = ContractBuilder.activity().build();
    publish(tables.createOrEvolve(before));
    String location = metadataLocation(load(before));
    Contract after =
        ContractBuilder.activity()
            .version("2.0.0")
            .without("airport")
            .typed("miles", DataTypes.StringType)
            .required("cabin", DataTypes.StringType)
            .key("sequence", DataTypes.LongType, Classification.INTERNAL)
            .build();

    assertThatThrownBy(() -> tables.createOrEvolve(after))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONTRACT))
        .hasMessage(
            "Cannot evolve table loyalty.activity to contract version 2.0.0: it would break"
                + " readers (column airport is gone; column miles changes from int to string;"
                + " column cabin is new and required, existing rows have no value; column sequence"
                + " is new and required, existing rows have no value; key changes from"
                + " [member_number] to [member_number, sequence]); keep what they read, or give the"
                + " changed product a new name");
    assertThat(plan(after)).hasSize(5).allMatch(line -> line.startsWith("refuse: "));
    assertThat(metadataLocation(load(before))).isEqualTo(location);
  }

  @Test
  void refusesNarrowerTypesAndNewlyRequiredColumns() {
    publish(
        tables.createOrEvolve(
            ContractBuilder.activity()
                .optional("fare", DataTypes.createDecimalType(18, 2))
                .build()));
    Contract after =
        ContractBuilder.activity()
            .optional("fare", DataTypes.createDecimalType(10, 2))
            .tightened("airport")
            .build();

    assertThatThrownBy(() -> tables.createOrEvolve(after))
        .hasMessageContaining("column airport becomes required, existing rows may have no value")
        .hasMessageContaining("column fare changes from decimal(18, 2) to decimal(10, 2)");
  }

  @Test
  void refusesNewPartitionsWhereRunsReplaceThem() {
    ContractBuilder before =
        ContractBuilder.activity()
            .writing(WriteMode.OVERWRITE_PARTITIONS)
            .partitionedBy("occurred_at", "identity");
    publish(tables.createOrEvolve(before.build()));
    Contract after =
        ContractBuilder.activity()
            .writing(WriteMode.OVERWRITE_PARTITIONS)
            .partitionedBy("occurred_at", "days")
            .build();

    assertThatThrownBy(() -> tables.createOrEvolve(after))
        .hasMessageContaining(
            "partitioning changes from [occurred_at] to [day(occurred_at)] while runs replace whole"
                + " partitions");
  }

  @Test
  void replacesTableThatPublishedNothing() {
    Table table = tables.createOrEvolve(ContractBuilder.activity().build());
    table.manageSnapshots().createBranch("audit_1").commit();
    Contract changed = ContractBuilder.activity().typed("miles", DataTypes.StringType).build();
    List<String> plan = plan(changed);

    Table replaced = tables.createOrEvolve(changed);

    assertThat(plan)
        .containsExactly(
            "replace unpublished table loyalty.activity with 6 columns, key [member_number]");
    assertThat(replaced.schema().findType("miles")).isEqualTo(Types.StringType.get());
    assertThat(replaced.schema().identifierFieldNames()).containsExactly("member_number");
    assertThat(replaced.properties())
        .containsEntry("write.metadata.metrics.column.member_number", "none");
    assertThat(plan(changed)).isEmpty();
  }

  @Test
  void leavesATableOfOthersAlone() {
    Contract contract = ContractBuilder.activity().build();
    TableDefinition wanted = TableDefinition.of(contract);
    catalog.createNamespace(Namespace.of(contract.id().domain()));
    Table other = catalog.createTable(IcebergTables.identifier(contract.id()), wanted.schema());

    assertThatThrownBy(() -> tables.createOrEvolve(contract))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessage(
            "Cannot use table "
                + contract.id()
                + ": the catalog has an Iceberg table of that name that others made; rename it or"
                + " the product");
    assertThatThrownBy(() -> tables.plan(wanted)).hasMessageContaining("that others made");
    assertThat(catalog.loadTable(IcebergTables.identifier(contract.id())).properties())
        .isEqualTo(other.properties());
  }

  @Test
  void plansWithoutTouchingTheCatalog() {
    Contract contract =
        ContractBuilder.activity().partitionedBy("occurred_at", "months").sortedBy("miles").build();

    List<String> plan = plan(contract);

    assertThat(plan)
        .containsExactly(
            "create table loyalty.activity with 6 columns, key [member_number], partitioned by"
                + " [month(occurred_at)], sorted by [miles]");
    assertThat(catalog.listNamespaces()).isEmpty();
  }

  @Test
  void keepsCommentsThatGlueAccepts() {
    Contract contract =
        ContractBuilder.activity()
            .described("miles", "Miles,\n  é ".repeat(60))
            .described("airport", "One\nline.")
            .build();

    Table table = tables.createOrEvolve(contract);

    assertThat(table.schema().findField("airport").doc()).isEqualTo("One line.");
    assertThat(table.schema().findField("miles").doc())
        .startsWith("Miles, é Miles,")
        .endsWith("…")
        .satisfies(
            doc ->
                assertThat(doc.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                    .isBetween(240, 255));
    assertThat(plan(contract)).isEmpty();
  }

  @Test
  void refusesContractsThatNoTableCanHold() {
    Contract colliding =
        ContractBuilder.activity().optional("changed_in", DataTypes.LongType).build();
    Contract keyed =
        ContractBuilder.activity()
            .key("score", DataTypes.DoubleType, Classification.INTERNAL)
            .build();

    assertThatThrownBy(() -> tables.createOrEvolve(colliding))
        .hasMessageContaining("the contract names [changed_in] too");
    assertThatThrownBy(() -> tables.createOrEvolve(keyed))
        .hasMessageContaining("make its columns required and neither float nor double");
  }

  private List<String> plan(Contract contract) {
    return tables.plan(TableDefinition.of(contract));
  }

  private Table load(Contract contract) {
    return catalog.loadTable(IcebergTables.identifier(contract.id()));
  }

  /** Gives main a snapshot, so that the table counts as read by somebody. */
  private static void publish(Table table) {
    DataFile file =
        DataFiles.builder(table.spec())
            .withPath(table.location() + "/data/one.parquet")
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(10)
            .withRecordCount(1)
            .build();
    table.newFastAppend().appendFile(file).commit();
  }

  private static TableMetadata metadata(Table table) {
    return ((HasTableOperations) table).operations().refresh();
  }

  private static String metadataLocation(Table table) {
    return metadata(table).metadataFileLocation();
  }
}
