package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What upkeep asks of a feature store, of which a small server says what SageMaker would. */
class FeatureGroupOutputTest {
  private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");
  private static final Contract CONTRACT =
      ContractLoader.bundled().get(ProductId.parse("features.customer_segments"));

  @TempDir private Path home;
  private HttpServer sageMaker;
  private int asked;

  @BeforeEach
  void starts() throws IOException {
    CREDENTIALS.forEach(name -> System.setProperty(name, "testing"));
    sageMaker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sageMaker.createContext(
        "/",
        exchange -> {
          asked++;
          boolean search = exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith("Search");
          byte[] body = (search ? FOUND : group()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    sageMaker.start();
  }

  @AfterEach
  void stops() {
    CREDENTIALS.forEach(System::clearProperty);
    sageMaker.stop(0);
  }

  /**
   * "With Iceberg you can compact the small data files into fewer large files" (What's new, Amazon
   * SageMaker Feature Store, 7 December 2022): Feature Store itself does not.
   */
  @Test
  void theTableThatSageMakerMadeIsMaintained() throws IOException {
    assertThat(table("aws.feature-store-role=arn:aws:iam::123456789012:role/features"))
        .contains(new ProductId("by_hand", "segments_1700000000"));
  }

  @Test
  void whereNoFeatureStoreIsConfiguredNobodyIsAsked() throws IOException {
    assertThat(table("")).isEmpty();
    assertThat(asked).isZero();
  }

  private Optional<ProductId> table(String setting) throws IOException {
    Path config =
        Files.writeString(
            home.resolve("jetbridge.properties"),
            "platform=aws\naws.region=eu-west-1\naws.warehouse=s3://bucket/lake\n"
                + "aws.sagemaker-endpoint=http://127.0.0.1:"
                + sageMaker.getAddress().getPort()
                + "\n"
                + setting);
    try (Workspace workspace = Workspace.open(home, Optional.of(config), List.of())) {
      return new FeatureGroupOutput(workspace).table(CONTRACT);
    }
  }

  private static final String FOUND = "{\"Results\":[{\"FeatureGroup\":{}}]}";

  private static String group() {
    FeatureGroup group = FeatureGroup.of(CONTRACT);
    String features =
        group.features().stream()
            .map(
                f ->
                    "{\"FeatureName\":\"%s\",\"FeatureType\":\"%s\"}"
                        .formatted(f.name(), f.type().label()))
            .collect(Collectors.joining(","));
    return """
    {"FeatureGroupName":"%s","RecordIdentifierFeatureName":"%s","EventTimeFeatureName":"%s",
     "FeatureDefinitions":[%s],"FeatureGroupStatus":"Created",
     "OfflineStoreConfig":{"TableFormat":"Iceberg","S3StorageConfig":{"S3Uri":"s3://b/f"},
       "DataCatalogConfig":{"Catalog":"AwsDataCatalog","Database":"by_hand",
         "TableName":"segments_1700000000"}}}
    """
        .formatted(group.name(), group.recordIdentifier(), group.eventTime(), features);
  }
}
