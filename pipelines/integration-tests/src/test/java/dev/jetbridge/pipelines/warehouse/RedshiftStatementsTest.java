package dev.jetbridge.pipelines.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.ports.ParquetPort;
import dev.jetbridge.pipelines.ports.PortManifest;
import dev.jetbridge.registry.Databases;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only Redshift takes, and its counterpart cannot judge. */
class RedshiftStatementsTest extends LakeTest {
  private static final Contract CONTRACT = Sales.contract("sales");

  @TempDir private Path folder;

  @Test
  void aTableIsSortedByItsPeriodsAndDistributedByItsEntity() {
    assertThat(RedshiftDialect.options(CONTRACT))
        .isEqualTo("\nDISTKEY (\"shop\")\nCOMPOUND SORTKEY (\"day\")");
    assertThat(options("features.customer_segments"))
        .isEqualTo("\nDISTKEY (\"person_id\")\nCOMPOUND SORTKEY (\"as_of\")");
    assertThat(options("analytics.customer_value_monthly"))
        .isEqualTo("\nDISTSTYLE AUTO\nCOMPOUND SORTKEY (\"month\")");
    assertThat(options("analytics.loyalty_programme"))
        .isEqualTo("\nDISTSTYLE AUTO\nCOMPOUND SORTKEY (\"month\")");
    assertThat(options("identity.persons")).isEqualTo("\nDISTKEY (\"person_id\")\nSORTKEY AUTO");
  }

  @Test
  void textIsAsWideAsTheContractAllowsInBytes() {
    String definitions =
        WarehouseDefinitions.redshift(List.of(CONTRACT, bundled("loyalty_programme")));

    assertThat(definitions)
        .contains("\"shop\" varchar(80) NOT NULL")
        .contains("\"tier\" varchar(8) NOT NULL")
        .contains("PRIMARY KEY (\"day\", \"shop\")")
        .contains("IS 'The shop''s name.';");
  }

  @Test
  void copyReadsTheFilesOfTheManifestAndNoOthers() throws IOException {
    PortVersion version = version("s3a://lake/ports/mart/sales");

    assertThat(RedshiftDialect.copyStatement("\"staging\"", version, "arn:aws:iam::1:role/copy"))
        .isEqualTo(
            "COPY \"staging\" FROM 's3://lake/ports/mart/sales/v7/copy.json'\n"
                + "IAM_ROLE 'arn:aws:iam::1:role/copy' FORMAT AS PARQUET MANIFEST");
    assertThat(RedshiftDialect.copyStatement("\"staging\"", version, "default"))
        .endsWith("\nIAM_ROLE default FORMAT AS PARQUET MANIFEST");
    JsonNode entries = new ObjectMapper().readTree(new CopyManifest(version).json()).get("entries");
    PortVersion more =
        version
            .since(version.manifest().with(version.manifest().files().subList(0, 1)))
            .orElseThrow();
    assertThat(RedshiftDialect.copyStatement("\"staging\"", more, "default"))
        .contains("/v7/copy-since-v7.json'");
    assertThat(new ObjectMapper().readTree(new CopyManifest(more).json()).get("entries"))
        .containsExactly(entries.get(1));
    assertThat(more.manifest().rows()).isEqualTo(6);
    assertThat(more.since(version.manifest())).isEmpty();
    assertThat(entries).hasSize(2);
    assertThat(entries.get(1).toString())
        .isEqualTo(
            "{\"url\":\"s3://lake/ports/mart/sales/v7/part-1.parquet\",\"mandatory\":true,"
                + "\"meta\":{\"content_length\":4711}}");
  }

  @Test
  void copyCannotReadTheDiskOfTheProgram() {
    PortVersion version = version("/home/ports/mart/sales");
    RedshiftDialect dialect =
        new RedshiftDialect(
            "default", new ParquetPort(lake(), DomainFolders.at(folder.toString())));

    assertThatThrownBy(() -> dialect.copy(null, "\"staging\"", version))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessage(
            "Cannot load mart.sales into the warehouse: COPY reads from S3, the Parquet port is in"
                + " /home/ports/mart/sales; set ports-location to an address such as"
                + " s3://bucket/ports");
  }

  @Test
  void aPlanIsTheWholeTransaction() {
    String plan =
        new WarehousePlan("default").loads(List.of(version("s3://lake/ports/mart/sales")));

    assertThat(plan.lines().map(l -> l.replaceFirst("[ ;].*", "")).distinct())
        .containsSubsequence("--", "CREATE", "BEGIN", "LOCK", "DROP", "COPY", "MERGE")
        .contains("COMMENT", "UPDATE", "INSERT", "COMMIT");
    assertThat(plan)
        .contains("-- mart.sales 1.0.0, version v7, 11 rows")
        .contains(
            "MERGE INTO \"mart\".\"sales\" USING \"jetbridge_staging\" ON \"sales\".\"day\" ="
                + " \"jetbridge_staging\".\"day\" AND \"sales\".\"shop\" ="
                + " \"jetbridge_staging\".\"shop\"\nWHEN MATCHED THEN UPDATE SET \"user\" = ");
  }

  @Test
  void athenaHasViewsOfMetricsAndOfTheNewestFeaturesOnly() {
    String views =
        athena(
            List.of(
                bundled("customer_value_monthly"),
                contract("customer360.purchases"),
                contract("features.customer_segments")));

    assertThat(views)
        .contains("CREATE OR REPLACE VIEW \"analytics\".\"customer_value_monthly_metrics\" AS")
        .contains("GROUP BY \"month\", CUBE (\"segment\", \"tier\");")
        .contains("CREATE OR REPLACE VIEW \"features\".\"customer_segments_latest\" AS")
        .contains("(PARTITION BY \"person_id\" ORDER BY \"as_of\" DESC)")
        .doesNotContain("purchases_metrics", "segments_metrics", "monthly_latest");
  }

  @Test
  void aMetricViewHasTheDayBesideAnInstant() {
    String views = athena(List.of(Sales.contractByInstant("sales")));

    assertThat(views)
        .contains("  \"day\",\n  CAST(\"day\" AS date) AS \"day_date\",\n  \"shop\",\n")
        .contains("GROUP BY \"day\", CUBE (\"shop\");");
    assertThat(athena(List.of(CONTRACT))).doesNotContain("CAST(\"day\"");
  }

  /**
   * "Only Iceberg timestamp (without time zone) is supported for Athena Iceberg DDL statements"
   * (Athena User Guide, supported data types for Iceberg tables); "Casting a Timestamp with Time
   * Zone to Timestamp is not supported" (the same, Athena engine version 3).
   */
  @Test
  void aViewOfAthenaHasInstantsWithoutAZone() throws Exception {
    String view = athena(List.of(Sales.contractByInstant("sales")));
    String query = view.substring(view.indexOf("SELECT"), view.lastIndexOf(';'));

    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("create schema mart");
      statement.execute(
          "create table mart.sales as select timestamptz '2023-08-31 23:59:59.999999+00' as day,"
              + " 'Dubai' as shop, 'Ann' as user, 2 as items, 5 as clicks, 10.00 as amount, 0.1 as"
              + " score, true as open, timestamptz '2023-08-31 23:59:59.999999+00' as changed_at");
      try (ResultSet rows =
          statement.executeQuery(
              "select day::varchar, typeof(day), day_date::varchar from (" + query + ") limit 1")) {
        rows.next();
        assertThat(List.of(rows.getString(1), rows.getString(2), rows.getString(3)))
            .containsExactly("2023-08-31 23:59:59.999999", "TIMESTAMP", "2023-08-31");
      }
    }
  }

  @Test
  void aViewMayNotHaveTheNameOfAProduct() {
    Set<ProductId> products = Set.of(CONTRACT.id(), ProductId.parse("mart.sales_metrics"));

    assertThat(WarehousePort.findings(CONTRACT, Optional.of(products)))
        .extracting(Finding::text)
        .containsExactly(
            "the view mart.sales_metrics beside its table has the name of another product: rename"
                + " one of them");
  }

  @Test
  void refusesMoreGroupingSetsThanRedshiftTakes() {
    assertThat(WarehousePort.findings(Sales.keyed("sales", 6), Optional.empty())).isEmpty();
    assertThat(WarehousePort.findings(Sales.keyed("sales", 7), Optional.empty()))
        .singleElement()
        .extracting(Finding::text)
        .asString()
        .contains("k1, k2, k3, k4, k5, k6, k7, which are 7", "takes 6", "64 grouping sets");
  }

  private static PortVersion version(String folder) {
    PortManifest manifest =
        new PortManifest(
            "mart.sales",
            "1.0.0",
            "v7",
            "7",
            "2023-08-31T23:59:59.999999Z",
            "2023-09-01T00:00:00Z",
            11,
            List.of(),
            List.of(
                new PortManifest.DataFile("v7/part-0.parquet", "", 5, 815),
                new PortManifest.DataFile("v7/part-1.parquet", "", 6, 4711)));
    return new PortVersion(CONTRACT, manifest, folder);
  }

  private static String options(String product) {
    return RedshiftDialect.options(contract(product));
  }

  private static Contract bundled(String mart) {
    return contract("analytics." + mart);
  }

  private static Contract contract(String product) {
    return ContractLoader.bundled().get(ProductId.parse(product));
  }

  private static String athena(List<Contract> contracts) {
    return WarehouseDefinitions.athena(contracts, Databases.in(Optional.empty(), ""));
  }
}
