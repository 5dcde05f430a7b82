package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.pipelines.Main;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.s3.S3Client;

/** The state machine of EMR Serverless as it is rendered, executed with jobs that only say so. */
class StatesWalkTest {
  private static final Account ACCOUNT = new Account("aws", "eu-west-1", "000000000000");
  private static final String APPLICATION =
      "arn:aws:emr-serverless:eu-west-1:000000000000:/applications/APPLICATION";

  @TempDir private Path folder;

  private final List<Permission> judged = new ArrayList<>();
  private final Map<String, JsonNode> started = new LinkedHashMap<>();

  @Test
  void startsRunsOfEmrServerlessWithTheRightsOfTheRole() throws IOException {
    StatesWalk walk = walk(true);

    Outcome night = walk.run("{\"as_of\": \"2023-08-31\"}", this::succeeds);

    assertThat(night.isWhole()).isTrue();
    assertThat(night.ended()).containsKeys("jetbridge-loyalty-wave1", "jetbridge-serve");
    assertThat(judged)
        .extracting(Permission::toString)
        .contains(
            "states:StartExecution on"
                + " arn:aws:states:eu-west-1:000000000000:stateMachine:jetbridge",
            "emr-serverless:StartJobRun on " + APPLICATION,
            "emr-serverless:TagResource on " + APPLICATION,
            "emr-serverless:GetJobRun on " + APPLICATION + "/jobruns/1");
    assertThat(judged)
        .filteredOn(p -> p.action().equals("iam:PassRole"))
        .allMatch(
            p -> p.context().get("iam:PassedToService").equals("emr-serverless.amazonaws.com"));
    assertThat(walk.run("{\"upkeep\": true}", this::succeeds).ended())
        .containsOnlyKeys("jetbridge-maintain");
  }

  @Test
  void startsNothingThatTheRoleMayNot() throws IOException {
    Outcome night = walk(false).run("{}", this::succeeds);

    assertThat(started).isEmpty();
    assertThat(night.notStarted()).contains("jetbridge-loyalty-wave1", "jetbridge-serve");
  }

  /**
   * Entry point, arguments and settings as they are asked for; files in the working directory;
   * nothing on another run's disk; the jar after the class path of the release.
   */
  @Test
  void submitsARunAsItIsAskedFor() throws IOException {
    walk(true).run("{\"as_of\": \"2023-08-31\"}", this::succeeds);
    HttpServer s3 =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    s3.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('x');
          }
        });
    s3.start();
    Place place = new Place(folder.resolve("run"));
    Platform platform =
        new Platform("spark.jar", URI.create("http://localhost"), folder.resolve("platform"));
    try (S3Client client = client(s3.getAddress().getPort())) {
      JsonNode request = started.get("jetbridge-loyalty-wave1");
      Submission submission =
          new EmrStart(request, platform).submission(place, new S3Objects(client));

      assertThat(submission.classPath()).isEqualTo("spark.jar");
      assertThat(submission.application())
          .startsWith("--class", "dev.jetbridge.pipelines.Main")
          .contains("run", "--scheduled", "loyalty.activity,loyalty.members", "2023-08-31")
          .contains(place.temporary().resolve("jetbridge").toString());
      Path jar = Path.of(submission.application().get(2));
      assertThat(jar).hasFileName("jetbridge.jar").exists();
      assertThat(new EmrStart(request, platform).submission(place, new S3Objects(client)))
          .isEqualTo(submission);
      assertThat(submission.conf())
          .contains("spark.dynamicAllocation.enabled=false")
          .noneMatch(c -> c.startsWith("spark.jars=") || c.startsWith("spark.files="));
      assertThat(submission.minutes()).isEqualTo(120);
    } finally {
      s3.stop(0);
    }
    assertThat(place.working().resolve("jetbridge.properties")).exists();
  }

  private JobRunState succeeds(String integration, JsonNode parameters) {
    assertThat(integration).isEqualTo("emr-serverless:startJobRun.sync");
    started.put(parameters.get("Name").asText(), parameters);
    return JobRunState.SUCCEEDED;
  }

  private StatesWalk walk(boolean may) throws IOException {
    Path schedule = folder.resolve("schedule");
    if (!Files.exists(schedule)) {
      PrintWriter out = new PrintWriter(new StringWriter());
      String home = folder.resolve("home").toString();
      Main.run(out, "schedule", "render", "emr", "--out", schedule.toString(), "--home", home);
    }
    JsonNode definition =
        new ObjectMapper().readTree(schedule.resolve("state-machine.asl.json").toFile());
    return new StatesWalk(
        definition,
        ACCOUNT,
        "jetbridge",
        needs -> {
          judged.addAll(needs);
          return may;
        });
  }

  private static S3Client client(int port) {
    return new AwsSettings(
            "eu-west-1", Map.of(AwsService.S3, URI.create("http://127.0.0.1:" + port)))
        .configure(AwsService.S3, S3Client.builder())
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", Caller.SECRET)))
        .build();
  }
}
