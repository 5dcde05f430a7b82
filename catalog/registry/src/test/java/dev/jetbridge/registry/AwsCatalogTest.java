package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;

class AwsCatalogTest {
  private static final String WAREHOUSE = "s3://lake/warehouse";

  @Test
  void assumesNoEndpoint() {
    AwsSettings settings = new AwsSettings("eu-west-1", Map.of());

    Map<String, String> properties =
        AwsCatalog.sparkProperties(settings, in(Optional.empty()), Optional.empty());

    assertThat(properties)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog",
                "io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
                "warehouse", WAREHOUSE,
                "client.region", "eu-west-1",
                "glue.skip-archive", "true",
                "cache-enabled", "false"));
  }

  @Test
  void passesEverySettingOn() {
    AwsSettings settings =
        new AwsSettings(
            "us-gov-west-1",
            Map.of(
                AwsService.GLUE, URI.create("https://glue.example"),
                AwsService.S3, URI.create("http://127.0.0.1:5000")));

    Map<String, String> properties =
        AwsCatalog.sparkProperties(settings, in(Optional.of("123456789012")), Optional.empty());

    assertThat(properties)
        .containsEntry("client.region", "us-gov-west-1")
        .containsEntry("glue.id", "123456789012")
        .containsEntry("glue.endpoint", "https://glue.example")
        .containsEntry("s3.endpoint", "http://127.0.0.1:5000")
        .containsEntry("s3.path-style-access", "true");
  }

  /**
   * "s3.sse.type" and "s3.sse.key" (Apache Iceberg, "AWS integrations", S3 server side encryption);
   * "fs.s3a.encryption.algorithm" and "fs.s3a.encryption.key" (Apache Hadoop, "Working with
   * encrypted S3 data").
   */
  @Test
  void writesTablesAndFilesWithTheKeyThatIsConfigured() {
    AwsSettings settings = new AwsSettings("eu-west-1", Map.of());
    Encryption kms = new Encryption(Encryption.Kind.KMS, Optional.of("alias/lake"));

    Map<String, String> properties =
        AwsCatalog.sparkProperties(settings, in(Optional.empty()), Optional.of(kms));

    assertThat(properties)
        .containsEntry("s3.sse.type", "kms")
        .containsEntry("s3.sse.key", "alias/lake");
    assertThat(Encryption.ofFiles(properties))
        .isEqualTo(
            Map.of(
                "spark.hadoop.fs.s3a.encryption.algorithm", "SSE-KMS",
                "spark.hadoop.fs.s3a.encryption.key", "alias/lake"));
    assertThat(Encryption.ofFiles(new Encryption(Encryption.Kind.S3, Optional.empty()).ofTables()))
        .isEqualTo(Map.of("spark.hadoop.fs.s3a.encryption.algorithm", "AES256"));
    assertThat(Encryption.ofFiles(Map.of())).isEmpty();
  }

  @Test
  void putsACatalogOfDomainsBeforeGlueWhereDomainsHavePlaces() {
    AwsSettings settings = new AwsSettings("eu-west-1", Map.of());
    Databases databases =
        new Databases(
            Optional.empty(),
            WAREHOUSE,
            Map.of(
                "loyalty",
                new DatabasePlace(Optional.of("210987654321"), "prod_loyalty", "s3://loyalty/t")));

    assertThat(AwsCatalog.sparkProperties(settings, databases, Optional.empty()))
        .containsEntry("catalog-impl", "dev.jetbridge.registry.DomainCatalog")
        .containsEntry("warehouse", WAREHOUSE)
        .containsEntry("domain.loyalty.database", "prod_loyalty")
        .containsEntry("domain.loyalty.catalog-id", "210987654321")
        .containsEntry("domain.loyalty.warehouse", "s3://loyalty/t")
        // SageMaker knows the catalog of its own account only.
        .containsEntry("domain.loyalty_feature_store.database", "prod_loyalty_feature_store")
        .containsEntry("domain.loyalty_feature_store.warehouse", "s3://loyalty/t")
        .doesNotContainKeys("domain.loyalty_feature_store.catalog-id", "glue.id");
  }

  /** AWS Glue developer guide, "Making a cross-account API call": CatalogId is the account's. */
  @Test
  void asksTheCatalogOfTheAccountOfADomain() throws Exception {
    String notFound = "EntityNotFoundException";
    System.setProperty("aws.accessKeyId", "testing");
    System.setProperty("aws.secretAccessKey", "testing");
    try (ScriptedGlue glue =
        new ScriptedGlue()
            .failing("GetTable", 400, notFound)
            .failing("GetDatabase", 400, notFound)) {
      Catalog catalog =
          CatalogUtil.buildIcebergCatalog(
              EmbeddedCatalog.NAME,
              AwsCatalog.sparkProperties(
                  new AwsSettings("eu-west-1", Map.of(AwsService.GLUE, glue.endpoint())),
                  new Databases(
                      Optional.of("123456789012"),
                      WAREHOUSE,
                      Map.of(
                          "loyalty",
                          new DatabasePlace(Optional.of("210987654321"), "l", "s3://loyalty/t"))),
                  Optional.empty()),
              new Configuration());

      assertThat(catalog.tableExists(TableIdentifier.of("loyalty", "members"))).isFalse();
      assertThat(catalog.tableExists(TableIdentifier.of("retail", "sales"))).isFalse();

      assertThat(glue.requests("GetTable"))
          .anyMatch(r -> r.contains("210987654321") && r.contains("\"l\""))
          .anyMatch(r -> r.contains("123456789012") && r.contains("\"retail\""));
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void refusesWhatCannotBeMeant() {
    URI bare = URI.create("127.0.0.1");
    AwsSettings settings = new AwsSettings("eu-west-1", Map.of());

    assertThatThrownBy(() -> new AwsSettings("Ireland", Map.of()))
        .hasMessage("Invalid AWS region: Ireland (must be of the form eu-west-1)");
    for (AwsService service : AwsService.values()) {
      assertThatThrownBy(() -> new AwsSettings("eu-west-1", Map.of(service, bare)))
          .hasMessageStartingWith(
              "Invalid endpoint of " + service.title() + ": 127.0.0.1 (must be of the form");
    }
    assertThatThrownBy(
            () ->
                AwsCatalog.sparkProperties(
                    settings, Databases.in(Optional.empty(), "/tmp/lake"), Optional.empty()))
        .hasMessage(
            "Invalid warehouse for AWS: /tmp/lake (must be of the form s3://bucket/folder)");
  }

  private static Databases in(Optional<String> catalogId) {
    return Databases.in(catalogId, WAREHOUSE);
  }
}
