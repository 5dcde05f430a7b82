package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Iceberg's GlueCatalog and S3FileIO, and our registration, against a counterpart of Glue and S3.
 */
class GlueRegistrarTest {
  private static final String REGION = "eu-west-1";
  private static final Databases DATABASES = Databases.in(Optional.empty(), "s3://lake/warehouse");
  private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

  @TempDir private static Path folder;
  private static MotoServer moto;
  private static int domains;

  private String domain;

  @BeforeAll
  static void startCounterpart() throws Exception {
    assumeTrue(MotoServer.isInstalled(), "moto_server is not on the path");
    moto = MotoServer.start(folder.resolve("moto.log"));
    CREDENTIALS.forEach(name -> System.setProperty(name, "testing"));
    try (S3Client s3 =
        S3Client.builder()
            .region(Region.of(REGION))
            .endpointOverride(moto.endpoint())
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      for (String bucket : List.of("lake", "loyalty")) {
        s3.createBucket(
            b -> b.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint(REGION)));
      }
    }
  }

  @AfterAll
  static void stopCounterpart() {
    CREDENTIALS.forEach(System::clearProperty);
    if (moto != null) {
      moto.close();
    }
  }

  @BeforeEach
  void takeDomain() {
    domain = "loyalty" + domains++;
  }

  @Test
  void registersWhatTheContractSays() {
    Contract contract = activity().build();
    Table table = tables().createOrEvolve(contract);

    RegistrationResult result = register(contract, table);

    assertThat(result.calls())
        .extracting(RegistrationCall::operation)
        .containsExactly("GetDatabase", "UpdateDatabase", "GetTable", "UpdateTable");
    assertThat(database().description()).isEqualTo("Data products of the domain " + domain + ".");
    assertThat(database().parameters())
        .containsEntry("jetbridge.domain", domain)
        .containsEntry("jetbridge.owner", "loyalty");
    assertThat(entry().description()).isEqualTo("Miles earned and spent.");
    assertThat(entry().parameters())
        .containsEntry("jetbridge.product", domain + ".activity")
        .containsEntry("jetbridge.contract-version", "1.0.0")
        .containsEntry("jetbridge.contract-digest", "digest-of-1.0.0")
        .containsEntry("jetbridge.kind", "source-aligned")
        .containsEntry("jetbridge.owner", "loyalty")
        .containsEntry("jetbridge.grain", "One row a movement.")
        .containsEntry("jetbridge.retention", "7 y")
        .containsEntry("jetbridge.key", "member_number")
        .containsEntry("jetbridge.classification", "identifier")
        .containsEntry("jetbridge.identifier-columns", "member_number,email")
        .doesNotContainKey("jetbridge.limitations");
    assertThat(entry().storageDescriptor().columns())
        .extracting(Column::name, Column::type, Column::comment)
        .contains(
            org.assertj.core.groups.Tuple.tuple("miles", "int", "The miles."),
            org.assertj.core.groups.Tuple.tuple("occurred_at", "timestamp", "The occurred_at."));
  }

  @Test
  void writesNothingTheSecondTime() {
    Contract contract = activity().build();
    Table table = tables().createOrEvolve(contract);
    int first = register(contract, table).writes();
    String version = entry().versionId();

    int second = register(contract, table).writes();

    assertThat(first).isEqualTo(2);
    assertThat(second).isZero();
    assertThat(entry().versionId()).isEqualTo(version);
  }

  @Test
  void leavesTheMetadataLocationToIceberg() {
    Contract contract = activity().build();
    Table table = tables().createOrEvolve(contract);
    RegisteredTable stale = RegisteredTable.of(table);
    append(table, 1);
    String current = entry().parameters().get("metadata_location");

    register(contract, stale, contract);

    assertThat(stale.metadataLocation()).isNotEqualTo(current);
    assertThat(entry().parameters()).containsEntry("metadata_location", current);
    assertThat(entry().parameters()).containsEntry("jetbridge.owner", "loyalty");
  }

  @Test
  void keepsWhatIsRegisteredWhenIcebergCommits() {
    Contract contract = activity().build();
    Table table = tables().createOrEvolve(contract);
    register(contract, table);
    Map<String, String> registered = ours();

    append(table, 1);
    append(catalog().loadTable(IcebergTables.identifier(contract.id())), 2);

    assertThat(ours()).isEqualTo(registered);
    assertThat(entry().description()).isEqualTo("Miles earned and spent.");
    assertThat(register(contract, table).writes()).isZero();
    Table seen = catalog().loadTable(IcebergTables.identifier(contract.id()));
    assertThat(seen.snapshots()).hasSize(2);
  }

  @Test
  void losesTheOwnerFieldOfGlueWhenIcebergCommits() {
    Contract contract = activity().build();
    Table table = tables().createOrEvolve(contract);
    setOwnerField("somebody");
    RegistrationResult result = register(contract, table);
    String afterRegistration = entry().owner();

    append(table, 1);

    assertThat(result.writes()).isEqualTo(2);
    assertThat(afterRegistration).isEqualTo("somebody");
    assertThat(entry().owner()).isNull();
    assertThat(entry().parameters()).containsEntry("jetbridge.owner", "loyalty");
  }

  @Test
  void restoresWhatOthersChangedAndKeepsWhatIsTheirs() {
    Contract contract = activity().build();
    Table table = tables().createOrEvolve(contract);
    register(contract, table);
    software.amazon.awssdk.services.glue.model.Table found = entry();
    Map<String, String> parameters = new java.util.TreeMap<>(found.parameters());
    parameters.put("jetbridge.owner", "intruder");
    parameters.put("jetbridge.outdated", "yes");
    parameters.put("cost-centre", "77");
    List<Column> uncommented =
        found.storageDescriptor().columns().stream()
            .map(c -> c.toBuilder().comment("changed").build())
            .toList();
    update(
        TableInput.builder()
            .name(found.name())
            .description("changed")
            .tableType(found.tableType())
            .storageDescriptor(found.storageDescriptor().toBuilder().columns(uncommented).build())
            .parameters(parameters)
            .build());

    RegistrationResult result = register(contract, table);

    assertThat(result.writes()).isEqualTo(1);
    assertThat(entry().parameters())
        .containsEntry("jetbridge.owner", "loyalty")
        .containsEntry("cost-centre", "77")
        .doesNotContainKey("jetbridge.outdated");
    assertThat(entry().description()).isEqualTo("Miles earned and spent.");
    assertThat(entry().storageDescriptor().columns())
        .filteredOn(c -> c.name().equals("miles"))
        .extracting(Column::comment)
        .containsExactly("The miles.");
    assertThat(entry().storageDescriptor().location())
        .isEqualTo(found.storageDescriptor().location());
  }

  @Test
  void followsTheContractToItsNextVersion() {
    Contract first = activity().build();
    Table table = tables().createOrEvolve(first);
    register(first, table);
    Contract second =
        activity()
            .version("1.1.0")
            .owner("crm")
            .withoutServiceLevels()
            .optional("cabin", DataTypes.StringType)
            .build();
    Table evolved = tables().createOrEvolve(second);

    RegistrationResult result = register(second, evolved);

    assertThat(result.writes()).isEqualTo(2);
    assertThat(database().parameters()).containsEntry("jetbridge.owner", "crm");
    assertThat(entry().parameters())
        .containsEntry("jetbridge.contract-version", "1.1.0")
        .doesNotContainKey("jetbridge.retention");
    assertThat(entry().storageDescriptor().columns()).extracting(Column::name).contains("cabin");
    assertThat(register(second, evolved).writes()).isZero();
  }

  @Test
  void namesAllOwnersOfADomain() {
    Contract contract = activity().build();
    Contract sibling = ContractBuilder.source(domain + ".members").owner("crm").build();
    Table table = tables().createOrEvolve(contract);

    register(contract, RegisteredTable.of(table), contract, sibling);

    assertThat(database().parameters()).containsEntry("jetbridge.owner", "crm,loyalty");
  }

  @Test
  void refusesTableThatIcebergHasNotCreatedInGlue() {
    Contract contract = activity().build();
    RegisteredTable elsewhere =
        new RegisteredTable(
            "/lake/activity", "/lake/activity/metadata/1.json", new org.apache.iceberg.Schema());

    assertThatThrownBy(() -> register(contract, elsewhere, contract))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith(
            "Cannot register table "
                + domain
                + ".activity in Glue: the Data Catalog has no such table");
  }

  @Test
  void refusesToTakeOverTableOfAnotherKind() {
    try (GlueClient glue = glue()) {
      glue.createDatabase(r -> r.databaseInput(d -> d.name(domain)));
      glue.createTable(
          r ->
              r.databaseName(domain)
                  .tableInput(t -> t.name("activity").tableType("EXTERNAL_TABLE")));
    }
    Contract contract = activity().build();

    assertThatThrownBy(() -> tables().createOrEvolve(contract))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageContaining("an entry of that name that is not an Iceberg table");
  }

  /** One catalog over two databases in two buckets. */
  @Test
  void domainsAreWhereTheirPlacesAre() {
    Contract own = activity().build();
    Contract other = ContractBuilder.source(domain + "_marts.sales").likeActivity().build();
    Databases places =
        new Databases(
            Optional.empty(),
            "s3://lake/warehouse",
            Map.of(
                domain,
                new DatabasePlace(Optional.empty(), "prod_" + domain, "s3://loyalty/tables")));
    Catalog catalog = catalog(places);
    IcebergTables tables = new IcebergTables(catalog);
    Table table = tables.createOrEvolve(own);
    tables.createOrEvolve(other);
    append(table, 1);

    try (Registrar registrar = Registrar.aws(settings(), places, List.of(own, other), true)) {
      registrar.register(own, RegisteredTable.of(table));
      assertThat(registrar.register(own, RegisteredTable.of(table)).writes()).isZero();
    }

    assertThat(table.name()).isEqualTo("lake." + domain + ".activity");
    assertThat(table.location()).startsWith("s3://loyalty/tables/prod_" + domain + ".db/activity");
    try (GlueClient glue = glue()) {
      assertThat(glue.getDatabase(r -> r.name("prod_" + domain)).database().description())
          .isEqualTo("Data products of the domain " + domain + ".");
      assertThat(
              glue.getTable(r -> r.databaseName("prod_" + domain).name("activity"))
                  .table()
                  .parameters())
          .containsEntry("jetbridge.product", domain + ".activity");
      assertThat(
              glue.getTable(r -> r.databaseName(domain + "_marts").name("sales"))
                  .table()
                  .storageDescriptor()
                  .location())
          .startsWith("s3://lake/warehouse/" + domain + "_marts.db/sales");
    }
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
    assertThat(namespaces.listNamespaces())
        .contains(Namespace.of(domain), Namespace.of(domain + "_marts"))
        .doesNotContain(Namespace.of("prod_" + domain));
    assertThat(catalog.listTables(Namespace.of(domain)))
        .containsExactly(TableIdentifier.of(domain, "activity"));
    // As Spark asks for the table of its files.
    assertThat(catalog.loadTable(TableIdentifier.of(domain, "activity", "files")).name())
        .isEqualTo("lake." + domain + ".activity.files");
    assertThatThrownBy(() -> catalog.loadTable(TableIdentifier.of(domain, "gone")))
        .isInstanceOf(NoSuchTableException.class)
        .hasMessageContaining(domain + ".gone");
  }

  private ContractBuilder activity() {
    return ContractBuilder.source(domain + ".activity").likeActivity().identifier("email");
  }

  private static AwsSettings settings() {
    return new AwsSettings(
        REGION, Map.of(AwsService.GLUE, moto.endpoint(), AwsService.S3, moto.endpoint()));
  }

  private static Catalog catalog() {
    return catalog(DATABASES);
  }

  private static Catalog catalog(Databases databases) {
    return CatalogUtil.buildIcebergCatalog(
        EmbeddedCatalog.NAME,
        AwsCatalog.sparkProperties(settings(), databases, Optional.empty()),
        new Configuration());
  }

  private static IcebergTables tables() {
    return new IcebergTables(catalog());
  }

  private static RegistrationResult register(Contract contract, Table table) {
    return register(contract, RegisteredTable.of(table), contract);
  }

  private static RegistrationResult register(
      Contract contract, RegisteredTable table, Contract... mesh) {
    try (Registrar registrar = Registrar.aws(settings(), DATABASES, List.of(mesh), true)) {
      return registrar.register(contract, table);
    }
  }

  private static GlueClient glue() {
    return GlueClient.builder()
        .region(Region.of(REGION))
        .endpointOverride(moto.endpoint())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private software.amazon.awssdk.services.glue.model.Table entry() {
    try (GlueClient glue = glue()) {
      return glue.getTable(r -> r.databaseName(domain).name("activity")).table();
    }
  }

  private software.amazon.awssdk.services.glue.model.Database database() {
    try (GlueClient glue = glue()) {
      return glue.getDatabase(r -> r.name(domain)).database();
    }
  }

  private void update(TableInput input) {
    try (GlueClient glue = glue()) {
      glue.updateTable(r -> r.databaseName(domain).tableInput(input));
    }
  }

  private void setOwnerField(String owner) {
    software.amazon.awssdk.services.glue.model.Table found = entry();
    update(
        TableInput.builder()
            .name(found.name())
            .owner(owner)
            .tableType(found.tableType())
            .storageDescriptor(found.storageDescriptor())
            .parameters(found.parameters())
            .build());
  }

  private Map<String, String> ours() {
    Map<String, String> parameters = new java.util.TreeMap<>(entry().parameters());
    parameters.keySet().removeIf(key -> !key.startsWith(DesiredEntries.PREFIX));
    return parameters;
  }

  private static void append(Table table, int number) {
    table
        .newFastAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + number + ".parquet")
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build())
        .commit();
  }
}
