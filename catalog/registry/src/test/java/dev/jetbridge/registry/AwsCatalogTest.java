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
    AwsSettings settings =
        new AwsSettings("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty());

    Map<String, String> properties = AwsCatalog.sparkProperties(settings, WAREHOUSE);

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
            Optional.of(URI.create("https://glue.example")),
            Optional.of(URI.create("http://127.0.0.1:5000")));

    Map<String, String> properties = AwsCatalog.sparkProperties(settings, WAREHOUSE);

    assertThat(properties)
        .containsEntry("client.region", "us-gov-west-1")
        .containsEntry("glue.id", "123456789012")
        .containsEntry("glue.endpoint", "https://glue.example")
        .containsEntry("s3.endpoint", "http://127.0.0.1:5000")
        .containsEntry("s3.path-style-access", "true");
  }

  @Test
  void refusesWhatCannotBeMeant() {
    Optional<URI> bare = Optional.of(URI.create("127.0.0.1"));
    AwsSettings settings =
        new AwsSettings("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty());

    assertThatThrownBy(
            () -> new AwsSettings("Ireland", Optional.empty(), Optional.empty(), Optional.empty()))
        .hasMessage("Invalid AWS region: Ireland (must be of the form eu-west-1)");
    assertThatThrownBy(() -> new AwsSettings("eu-west-1", Optional.empty(), bare, Optional.empty()))
        .hasMessageStartingWith("Invalid endpoint of Glue: 127.0.0.1 (must be of the form");
    assertThatThrownBy(() -> new AwsSettings("eu-west-1", Optional.empty(), Optional.empty(), bare))
        .hasMessageStartingWith("Invalid endpoint of S3: 127.0.0.1 (must be of the form");
    assertThatThrownBy(() -> AwsCatalog.sparkProperties(settings, "/tmp/lake"))
        .hasMessage(
            "Invalid warehouse for AWS: /tmp/lake (must be of the form s3://bucket/folder)");
  }
}
