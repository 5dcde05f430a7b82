package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsCatalogTest {
  private static final String WAREHOUSE = "s3://lake/warehouse";

  @Test
  void assumesNoEndpoint() {
    AwsSettings settings = new AwsSettings("eu-west-1", Optional.empty(), Map.of());

    Map<String, String> properties =
        AwsCatalog.sparkProperties(settings, WAREHOUSE, Optional.empty());

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
            Optional.of("123456789012"),
            Map.of(
                AwsService.GLUE, URI.create("https://glue.example"),
                AwsService.S3, URI.create("http://127.0.0.1:5000")));

    Map<String, String> properties =
        AwsCatalog.sparkProperties(settings, WAREHOUSE, Optional.empty());

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
    AwsSettings settings = new AwsSettings("eu-west-1", Optional.empty(), Map.of());
    Encryption kms = new Encryption(Encryption.Kind.KMS, Optional.of("alias/lake"));

    Map<String, String> properties =
        AwsCatalog.sparkProperties(settings, WAREHOUSE, Optional.of(kms));

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
  void refusesWhatCannotBeMeant() {
    URI bare = URI.create("127.0.0.1");
    AwsSettings settings = new AwsSettings("eu-west-1", Optional.empty(), Map.of());

    assertThatThrownBy(() -> new AwsSettings("Ireland", Optional.empty(), Map.of()))
        .hasMessage("Invalid AWS region: Ireland (must be of the form eu-west-1)");
    for (AwsService service : AwsService.values()) {
      assertThatThrownBy(
              () -> new AwsSettings("eu-west-1", Optional.empty(), Map.of(service, bare)))
          .hasMessageStartingWith(
              "Invalid endpoint of " + service.title() + ": 127.0.0.1 (must be of the form");
    }
    assertThatThrownBy(() -> AwsCatalog.sparkProperties(settings, "/tmp/lake", Optional.empty()))
        .hasMessage(
            "Invalid warehouse for AWS: /tmp/lake (must be of the form s3://bucket/folder)");
  }
}
