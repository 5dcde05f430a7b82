package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsFailureTest {
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "testing", "aws.secretAccessKey", "testing");
  private static final String DATABASE =
      "{\"Database\":{\"Name\":\"loyalty\",\"Description\":\"Data products of the domain"
          + " loyalty.\","
          + "\"Parameters\":{\"jetbridge.domain\":\"loyalty\",\"jetbridge.owner\":\"loyalty\"}}}";

  @TempDir private Path folder;
  private ScriptedGlue glue;

  @BeforeEach
  void start() throws Exception {
    glue = new ScriptedGlue();
    CREDENTIALS.forEach(System::setProperty);
  }

  @AfterEach
  void stop() {
    CREDENTIALS.keySet().forEach(System::clearProperty);
    glue.close();
  }

  @Test
  void saysThatGlueThrottles() {
    glue.failing("GetDatabase", 400, "ThrottlingException");

    assertThatThrownBy(() -> register(glue.endpoint()))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.EXTERNAL))
        .hasMessage(
            "Cannot call Glue GetDatabase on loyalty: throttled (ThrottlingException) after the"
                + " SDK's own retries; run again later");
    assertThat(glue.requests("GetDatabase")).hasSizeGreaterThan(1);
  }

  @Test
  void saysWhatToAllow() {
    glue.on("GetDatabase", DATABASE).failing("GetTable", 400, "AccessDeniedException");

    assertThatThrownBy(() -> register(glue.endpoint()))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith(
            "Cannot call Glue GetTable on loyalty.activity: access denied; allow glue:GetTable on");
  }

  @Test
  void saysThatCredentialsAreRefused() {
    glue.failing("GetDatabase", 400, "UnrecognizedClientException");

    assertThatThrownBy(() -> register(glue.endpoint()))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.CONFIG))
        .hasMessageContaining(
            "the credentials are refused (UnrecognizedClientException); renew them");
  }

  @Test
  void saysThatGlueFails() {
    glue.failing("GetDatabase", 500, "InternalServiceException");

    assertThatThrownBy(() -> register(glue.endpoint()))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageContaining("the service failed (InternalServiceException); run again");
  }

  @Test
  void takesARefusedRequestForABug() {
    glue.failing("GetDatabase", 400, "InvalidInputException");

    assertThatThrownBy(() -> register(glue.endpoint()))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.INTERNAL))
        .hasMessageContaining("the request is refused (InvalidInputException: said by the test)");
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    assertThatThrownBy(() -> register(URI.create("http://127.0.0.1:" + closed)))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageStartingWith("Cannot call Glue GetDatabase on loyalty: no answer (")
        .hasMessageEndingWith("; check network and endpoint and run again");
  }

  @Test
  void saysThatThereAreNoCredentials() {
    assumeTrue(System.getenv("AWS_ACCESS_KEY_ID") == null, "AWS_ACCESS_KEY_ID is set");
    CREDENTIALS.keySet().forEach(System::clearProperty);
    Map<String, String> nothing =
        Map.of(
            "aws.disableEc2Metadata", "true",
            "aws.sharedCredentialsFile", folder.resolve("credentials").toString(),
            "aws.configFile", folder.resolve("config").toString());
    nothing.forEach(System::setProperty);

    try {
      assertThatThrownBy(() -> register(glue.endpoint()))
          .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.CONFIG))
          .hasMessageContaining("the default chain finds no usable credentials");
    } finally {
      nothing.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  void readsAgainWhenAnotherCommitCameBetween() {
    glue.on("GetDatabase", DATABASE)
        .on("GetTable", table("1", "s3://lake/1.json"))
        .on("GetTable", table("2", "s3://lake/2.json"))
        .failing("UpdateTable", 400, "ConcurrentModificationException")
        .on("UpdateTable", "{}");

    RegistrationResult result = register(glue.endpoint());

    assertThat(result.writes()).isEqualTo(1);
    assertThat(glue.requests("UpdateTable")).hasSize(2);
    assertThat(glue.requests("UpdateTable").get(0))
        .contains("\"VersionId\":\"1\"", "\"metadata_location\":\"s3://lake/1.json\"");
    assertThat(glue.requests("UpdateTable").get(1))
        .contains(
            "\"VersionId\":\"2\"",
            "\"metadata_location\":\"s3://lake/2.json\"",
            "\"SkipArchive\":true");
  }

  @Test
  void givesUpWhenOthersKeepChangingTheEntry() {
    glue.on("GetDatabase", DATABASE)
        .on("GetTable", table("1", "s3://lake/1.json"))
        .failing("UpdateTable", 400, "ConcurrentModificationException");

    assertThatThrownBy(() -> register(glue.endpoint()))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.EXTERNAL))
        .hasMessage(
            "Cannot register loyalty.activity in Glue: its entry changed during each of 5 attempts;"
                + " run again");
  }

  @Test
  void saysThatIcebergCannotReachGlue() {
    glue.failing("GetTable", 400, "AccessDeniedException");
    AwsSettings settings = new AwsSettings("eu-west-1", Map.of(AwsService.GLUE, glue.endpoint()));
    IcebergTables tables =
        new IcebergTables(
            CatalogUtil.buildIcebergCatalog(
                EmbeddedCatalog.NAME,
                AwsCatalog.sparkProperties(
                    settings,
                    Databases.in(Optional.empty(), "s3://lake/warehouse"),
                    Optional.empty()),
                new Configuration()));

    assertThatThrownBy(() -> tables.createOrEvolve(ContractBuilder.activity().build()))
        .satisfies(e -> assertThat(kindOf(e)).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith(
            "Cannot create or evolve table loyalty.activity: access denied; allow"
                + " glue:GetDatabase,");
  }

  private static String table(String version, String metadata) {
    return "{\"Table\":{\"Name\":\"activity\",\"DatabaseName\":\"loyalty\",\"VersionId\":\""
        + version
        + "\",\"TableType\":\"EXTERNAL_TABLE\",\"Parameters\":{\"table_type\":\"ICEBERG\","
        + "\"metadata_location\":\""
        + metadata
        + "\"},\"StorageDescriptor\":{\"Location\":\"s3://lake\",\"Columns\":[]}}}";
  }

  private static RegistrationResult register(URI endpoint) {
    Contract contract = ContractBuilder.activity().build();
    AwsSettings settings = new AwsSettings("eu-west-1", Map.of(AwsService.GLUE, endpoint));
    try (Registrar registrar =
        Registrar.aws(
            settings, Databases.in(Optional.empty(), "s3://lake"), List.of(contract), true)) {
      return registrar.register(
          contract, new RegisteredTable("s3://lake", "s3://lake/0.json", new Schema()));
    }
  }

  private static FailureKind kindOf(Throwable failure) {
    return ((JetbridgeException) failure).kind();
  }
}
