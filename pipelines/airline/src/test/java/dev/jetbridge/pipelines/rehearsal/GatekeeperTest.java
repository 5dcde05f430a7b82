package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dataexchange.DataExchangeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AccessDeniedException;
import software.amazon.awssdk.services.glue.model.WorkflowRun;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Calls of the real clients, told and refused; the service behind says yes to everything. */
class GatekeeperTest {
  private static final Account ACCOUNT = new Account("aws", "eu-west-1", "123456789012");
  private static final String ROLE = "arn:aws:iam::123456789012:role/jobs";
  private static final String GLUE = "arn:aws:glue:eu-west-1:123456789012:";

  private final WorkflowRuns runs = new WorkflowRuns();
  private final List<String> forwarded = new ArrayList<>();

  /** What the service was told of targets, which it answers whatever it is asked. */
  private String targets = "{}";

  /** What the service was sent last. */
  private String sent = "";

  private HttpServer service;
  private Gatekeeper keeper;
  private Caller caller;
  private Optional<Refusal> fault = Optional.empty();

  @BeforeEach
  void starts() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          try (exchange) {
            sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            forwarded.add(exchange.getRequestMethod() + " " + path);
            targets = sent.contains("Targets") ? sent : targets;
            byte[] body =
                (path.startsWith("/lake") ? "" : targets).getBytes(StandardCharsets.UTF_8);
            int status = path.endsWith("missing") ? 404 : 200;
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
    service.start();
  }

  @AfterEach
  void stops() {
    keeper.close();
    service.stop(0);
  }

  private void keeps(Map<String, Policy> policies) {
    URI address = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
    keeper = Gatekeeper.start(ACCOUNT, name -> address, runs, (who, request) -> fault);
    keeper.enforce(policies);
    caller = keeper.admit("a job", ROLE);
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      AwsService service, B builder) {
    AwsSettings aws = new AwsSettings("eu-west-1", Map.of(service, keeper.address()));
    return aws.configure(service, builder)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(caller.accessKey(), Caller.SECRET)))
        .build();
  }

  private S3Client s3() {
    return client(AwsService.S3, S3Client.builder().forcePathStyle(true));
  }

  private List<String> needs() {
    return keeper.calls().stream()
        .flatMap(call -> call.needs().stream())
        .map(Permission::toString)
        .toList();
  }

  @Test
  void tellsWhatEachCallOfS3Needs() {
    keeps(Map.of());
    try (S3Client s3 = s3()) {
      s3.putObject(r -> r.bucket("lake").key("home/a b"), RequestBody.fromString("x"));
      s3.getObject(r -> r.bucket("lake").key("home/a b")).abort();
      s3.copyObject(
          r -> r.sourceBucket("lake").sourceKey("x").destinationBucket("lake").destinationKey("y"));
      s3.deleteObjects(
          r ->
              r.bucket("lake")
                  .delete(
                      Delete.builder()
                          .objects(ObjectIdentifier.builder().key("home/z").build())
                          .build()));
    }

    assertThat(needs())
        .containsExactly(
            "s3:PutObject on arn:aws:s3:::lake/home/a b",
            "s3:GetObject on arn:aws:s3:::lake/home/a b",
            "s3:PutObject on arn:aws:s3:::lake/y",
            "s3:GetObject on arn:aws:s3:::lake/x",
            "s3:DeleteObject on arn:aws:s3:::lake/home/z");
    assertThat(keeper.calls()).allMatch(call -> call.caller().name().equals("a job"));
  }

  @Test
  void tellsWhatCallsOfOtherServicesNeed() {
    keeps(Map.of());
    try (GlueClient glue = client(AwsService.GLUE, GlueClient.builder());
        EventBridgeClient events = client(AwsService.EVENTBRIDGE, EventBridgeClient.builder());
        SageMakerClient sageMaker = client(AwsService.SAGEMAKER, SageMakerClient.builder());
        SecretsManagerClient secrets =
            client(AwsService.SECRETSMANAGER, SecretsManagerClient.builder());
        DataExchangeClient exchange =
            client(AwsService.DATAEXCHANGE, DataExchangeClient.builder())) {
      glue.getTable(r -> r.databaseName("loyalty").name("members"));
      glue.createJob(
          r -> r.name("night").role(ROLE).command(c -> c.name("x")).tags(Map.of("a", "b")));
      glue.listJobs(r -> {});
      PutEventsRequestEntry entry =
          PutEventsRequestEntry.builder().source("jetbridge").detailType("x").detail("{}").build();
      events.putEvents(r -> r.entries(entry));
      sageMaker.describeFeatureGroup(r -> r.featureGroupName("Customers"));
      secrets.getSecretValue(r -> r.secretId("lake/key"));
      exchange.listDataSetRevisions(r -> r.dataSetId("d1"));
      exchange.getJob(r -> r.jobId("j1"));
    }

    assertThat(needs())
        .containsExactly(
            "glue:GetTable on " + GLUE + "catalog",
            "glue:GetTable on " + GLUE + "database/loyalty",
            "glue:GetTable on " + GLUE + "table/loyalty/members",
            "glue:CreateJob on " + GLUE + "job/night",
            "glue:TagResource on " + GLUE + "job/night",
            "iam:PassRole on " + ROLE,
            "glue:ListJobs on *",
            "events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default",
            "sagemaker:DescribeFeatureGroup on"
                + " arn:aws:sagemaker:eu-west-1:123456789012:feature-group/customers",
            "secretsmanager:GetSecretValue on"
                + " arn:aws:secretsmanager:eu-west-1:123456789012:secret:lake/key-AbCdEf",
            "dataexchange:ListDataSetRevisions on arn:aws:dataexchange:eu-west-1::data-sets/d1",
            "dataexchange:GetJob on arn:aws:dataexchange:eu-west-1:123456789012:jobs/j1");
  }

  @Test
  void refusesWhatThePolicyDoesNotAllowInTheWordsOfTheService() {
    keeps(Map.of(ROLE, Policy.of("{\"Statement\":[]}")));
    try (GlueClient glue = client(AwsService.GLUE, GlueClient.builder());
        S3Client s3 = s3()) {
      assertThatThrownBy(() -> glue.getDatabase(r -> r.name("loyalty")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("glue:GetDatabase on resource " + GLUE + "catalog");
      assertThatThrownBy(() -> s3.getObject(r -> r.bucket("lake").key("x")))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
              });
    }

    assertThat(forwarded).isEmpty();
    assertThat(keeper.calls()).extracting(Call::status).containsExactly(400, 403);
  }

  /**
   * Amazon S3 API reference, GetObject: without s3:ListBucket, a key that is not there is answered
   * with 403.
   */
  @Test
  void saysThatAKeyIsMissingOnlyToWhoMayList() {
    String get = "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}";
    String list = "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"*\"}";
    keeps(
        Map.of(
            ROLE,
            Policy.of("{\"Statement\":[" + get + "]}"),
            "other",
            Policy.of("{\"Statement\":[" + get + "," + list + "]}")));
    try (S3Client s3 = s3()) {
      assertThatThrownBy(() -> s3.headObject(r -> r.bucket("lake").key("missing")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
    assertThat(keeper.calls().get(0).refused())
        .extracting(Permission::toString)
        .containsExactly("s3:ListBucket on arn:aws:s3:::lake");
    caller = keeper.admit("another job", "other");
    try (S3Client s3 = s3()) {
      assertThatThrownBy(() -> s3.headObject(r -> r.bucket("lake").key("missing")))
          .isInstanceOf(NoSuchKeyException.class);
    }
  }

  @Test
  void answersForTheRunOfTheWorkflow() {
    keeps(Map.of());
    Instant start = Instant.parse("2023-09-01T03:00:00Z");
    runs.begin(new WorkflowRuns.Run("night", "wr_1", start, Map.of("as-of", "2023-08-31")));
    try (GlueClient glue = client(AwsService.GLUE, GlueClient.builder())) {
      WorkflowRun run = glue.getWorkflowRun(r -> r.name("night").runId("wr_1")).run();

      assertThat(run.startedOn()).isEqualTo(start);
      assertThat(run.workflowRunProperties()).containsEntry("as-of", "2023-08-31");
    }
    assertThat(needs()).containsExactly("glue:GetWorkflowRun on " + GLUE + "workflow/night");
  }

  /** Moto fails events for the targets that it cannot call. */
  @Test
  void tellsTheServiceOfNoTargetThatItCannotCall() {
    keeps(Map.of());
    List<String> arns =
        List.of(
            "arn:aws:states:eu-west-1:123456789012:stateMachine:night",
            GLUE + "workflow/lake-loyalty-after");
    try (EventBridgeClient events = client(AwsService.EVENTBRIDGE, EventBridgeClient.builder())) {
      events.putTargets(
          r ->
              r.rule("night")
                  .targets(arns.stream().map(arn -> target(arn, ROLE)).toArray(Target[]::new)));

      assertThat(targets).doesNotContain(":states:", ":glue:").contains(ROLE);
      assertThat(events.listTargetsByRule(r -> r.rule("night")).targets())
          .containsExactly(target(arns.get(0), ROLE), target(arns.get(1), ROLE));

      events.listRuleNamesByTarget(r -> r.targetArn(arns.get(0)));
      String told = sent.replaceAll(".*\"TargetArn\":(\"[^\"]+\").*", "$1");
      assertThat(told).contains("api-destination");
      assertThat(targets).contains(told);
    }
  }

  private static Target target(String arn, String role) {
    return Target.builder().id("1").arn(arn).roleArn(role).input("{\"a\":\"arn\"}").build();
  }

  @Test
  void answersWhatGoesWrongOnPurposeWithoutAskingTheService() {
    keeps(Map.of());
    fault = Optional.of(new Refusal(409, "application/xml", "", "<Error><Code>Odd</Code></Error>"));
    try (S3Client s3 = s3()) {
      assertThatThrownBy(() -> s3.getObject(r -> r.bucket("lake").key("x")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(409));
    }
    assertThat(forwarded).isEmpty();
    assertThat(keeper.calls()).extracting(Call::status).containsExactly(409);
  }

  @Test
  void knowsItsCallers() {
    keeps(Map.of());
    caller = new Caller("a stranger", ROLE, "SOMEBODY");
    try (S3Client s3 = s3()) {
      assertThatThrownBy(() -> s3.getObject(r -> r.bucket("lake").key("x")))
          .hasMessageContaining("not one of this rehearsal");
    }
    assertThat(forwarded).isEmpty();
  }
}
