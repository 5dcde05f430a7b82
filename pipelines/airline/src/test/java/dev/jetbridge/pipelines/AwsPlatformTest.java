package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;

/**
 * Products of the sample with platform aws, from files to a feature group: real Spark through
 * GlueCatalog and S3FileIO to a counterpart.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AwsPlatformTest {
  private static final String BUCKET = "jetbridge-lake";

  @TempDir private static Path home;

  private static Process server;
  private static URI endpoint;

  private static Set<ProductId> madeFrom(Contracts contracts, ProductId product) {
    Set<ProductId> all = new TreeSet<>(Set.of(product));
    contracts
        .get(product)
        .derivation()
        .inputs()
        .forEach(input -> all.addAll(madeFrom(contracts, input)));
    return all;
  }

  private static int run(Set<ProductId> made) {
    String products = made.stream().map(ProductId::toString).collect(Collectors.joining(","));
    return Main.run(
        "run",
        "--home",
        home.toString(),
        "--customers",
        "60",
        "--days",
        "20",
        "--product",
        products);
  }

  @BeforeAll
  static void startsTheCounterpart() throws Exception {
    assumeTrue(
        onPath("moto_server"), "moto_server is not on this machine: no counterpart of Glue and S3");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    endpoint = URI.create("http://127.0.0.1:" + port);
    server =
        new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("moto.log").toFile())
            .start();
    awaitPort(port);
    // Dummy credentials for the counterpart, found by the default chain.
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.cborEnabled", "false");
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_WEST_1)
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      s3.createBucket(
          b -> b.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    }
    Files.writeString(
        home.resolve("jetbridge.properties"),
        """
        platform=aws
        aws.region=eu-west-1
        aws.warehouse=s3://%s/lake
        aws.home=shared:%s/shared
        aws.glue-endpoint=%s
        aws.s3-endpoint=%s
        aws.eventbridge-endpoint=%s
        aws.sagemaker-endpoint=%s
        aws.feature-store-role=arn:aws:iam::123456789012:role/feature-store
        """
            .formatted(BUCKET, home, endpoint, endpoint, endpoint, endpoint));
    try (EventBridgeClient events = events()) {
      String bus = events.describeEventBus(b -> b.name("default")).arn();
      events.createArchive(a -> a.archiveName("published").eventSourceArn(bus));
    }
  }

  @AfterAll
  static void stopsTheCounterpart() {
    if (server != null) {
      server.destroyForcibly();
    }
  }

  @Test
  @Order(1)
  void publishesInGlueAndS3AndTellsOfIt() {
    publishes(ProductId.parse("analytics.route_disruption"));
  }

  /** On Glue the disk of a driver goes with it, and no job makes all products. */
  @Test
  @Order(3)
  void writesThePageOfTheMeshBesideLandingWhenTheLastJobServes() throws IOException {
    Path report = home.resolve("shared/report");
    assertThat(report.resolve("index.html")).doesNotExist();

    int code = Main.run("serve", "--home", home.toString());

    assertThat(code).isZero();
    assertThat(Files.readString(report.resolve("index.html")))
        .contains("analytics.</span>route_disruption", "loyalty.</span>members")
        .containsPattern("pill published.{0,400}published</span><b>\\d+</b>")
        .containsPattern("pill not-run.{0,400}not in this run</span><b>\\d+</b>");
    assertThat(Files.readString(report.resolve("athena-views.sql")))
        .contains("analytics.customer_value_monthly");
    assertThat(home.resolve("report")).isEmptyDirectory();

    // Somebody else, with the same catalog and so the same tables.
    Path config = home.resolve("jetbridge.properties");
    Path other =
        Files.writeString(
            home.resolve("other.properties"),
            Files.readString(config)
                .replace("s3://" + BUCKET + "/lake", "s3://" + BUCKET + "/two"));
    Ended refused = Ended.of(List.of("runs", "--home", home + "", "--config", other + ""));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "it has the tables of another installation, whose ledger is at s3://"
                + BUCKET
                + "/lake/",
            "not in aws.warehouse, s3://" + BUCKET + "/two");
  }

  /** A product with all kinds of ports. */
  @Test
  @Order(2)
  @Tag("soak")
  void servesFeatureGroups() throws IOException {
    publishes(ProductId.parse("features.customer_segments"));
    servesFeatureGroupsAndTrainingSetsFromThem();
  }

  private static void publishes(ProductId product) {
    LakeTest.lake();
    Set<ProductId> products = madeFrom(ContractLoader.bundled(), product);
    long before = eventsSent();

    int code = run(products);

    assertThat(code).isZero();
    try (GlueClient glue =
        GlueClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_WEST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      Table table =
          glue.getTable(t -> t.databaseName(product.domain()).name(product.name())).table();
      assertThat(table.parameters()).containsEntry("table_type", "ICEBERG");
      assertThat(table.parameters().get("metadata_location")).startsWith("s3://" + BUCKET);
      assertThat(table.description()).isNotBlank();
      Map<String, String> parameters = table.parameters();
      assertThat(parameters.keySet()).anyMatch(k -> k.startsWith("jetbridge."));
    }
    long told = eventsSent() - before;
    assertThat(told)
        .isPositive()
        .isEqualTo(
            ContractLoader.bundled().all().stream()
                .filter(c -> products.contains(c.id()))
                .filter(c -> c.ports().contains(OutputPort.EVENT))
                .count());

    run(Set.of(product));

    assertThat(eventsSent() - before).isEqualTo(told);
  }

  private static void servesFeatureGroupsAndTrainingSetsFromThem() throws IOException {
    try (SageMakerClient sageMaker =
        SageMakerClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_WEST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      DescribeFeatureGroupResponse group =
          sageMaker.describeFeatureGroup(g -> g.featureGroupName("features-customer_segments"));
      assertThat(group.roleArn()).isEqualTo("arn:aws:iam::123456789012:role/feature-store");
      assertThat(group.offlineStoreConfig().s3StorageConfig().s3Uri())
          .isEqualTo("s3://" + BUCKET + "/lake/feature-store");
    }
    Path labels =
        Files.writeString(
            home.resolve("labels.csv"), "person_id,label_time\nnobody,2023-08-31T12:00:00Z\n");

    int made =
        Main.run(
            "features",
            "training-set",
            "--home",
            home.toString(),
            "--labels",
            labels.toString(),
            "--out",
            home.resolve("set.csv").toString(),
            "--features",
            "customer_segments.frequency");

    assertThat(made).isZero();
    assertThat(Files.readString(home.resolve("set.csv")))
        .isEqualTo(
            "person_id,label_time,customer_segments__frequency\n"
                + "nobody,2023-08-31T12:00:00Z,\n");
  }

  private static long eventsSent() {
    try (EventBridgeClient events = events()) {
      return events.describeArchive(a -> a.archiveName("published")).eventCount();
    }
  }

  private static EventBridgeClient events() {
    return EventBridgeClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static boolean onPath(String program) {
    return java.util.Arrays.stream(
            System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void awaitPort(int port) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end) {
      try {
        new Socket(java.net.InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        Thread.sleep(200);
      }
    }
    throw new IllegalStateException("moto_server did not start within a minute");
  }
}
