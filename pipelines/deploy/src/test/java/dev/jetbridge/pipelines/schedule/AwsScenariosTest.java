package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.AwsFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dataexchange.DataExchangeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * What goes wrong at each service that we call, by the SDK's real clients from a server that
 * answers so: whose turn it is, whether the SDK tried again, and what the message names.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Amazon S3,
 *     Error responses</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">Amazon S3,
 *     HeadObject</a>
 * @see <a href="https://docs.aws.amazon.com/glue/latest/webapi/CommonErrors.html">AWS Glue, Common
 *     error types</a>
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">AWS
 *     SDKs, Retry behavior</a>
 */
class AwsScenariosTest {
  private static final int ATTEMPTS = 3;
  private static final Duration USUAL = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(60);

  private static final AtomicInteger REQUESTS = new AtomicInteger();
  private static final Map<String, AutoCloseable> CLIENTS = new HashMap<>();
  private static ExecutorService pool;
  private static HttpServer server;
  private static volatile Answer answer;

  /**
   * @param status of HTTP; 0 never comes, 1 is cut off
   */
  private record Answer(String service, int status, String code, String message) {}

  @BeforeAll
  static void start() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pool = Executors.newCachedThreadPool();
    server.setExecutor(pool);
    server.createContext("/", AwsScenariosTest::answer);
    server.start();
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable client : CLIENTS.values()) {
      client.close();
    }
    server.stop(0);
    pool.shutdownNow();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Glue          | 400 | AccessDeniedException           | is not authorized to perform: glue:UpdateTable on x | CONFIG   | 1 | access denied; allow glue:UpdateTable to the role, and the same in Lake Formation
          Glue          | 400 | AccessDeniedException           | Insufficient Lake Formation permission(s)   | CONFIG   | 1 | access denied; allow what the test needs to the role, and the same in Lake Formation
          Glue          | 400 | EntityNotFoundException         | Database d not found.                       | CONFIG   | 1 | the service knows no such thing (EntityNotFoundException); create it, or correct the setting
          Glue          | 400 | ConcurrentModificationException | Update table failed                         | EXTERNAL | 1 | somebody else changes it at the same time (ConcurrentModificationException); run again
          Glue          | 400 | ThrottlingException             | Rate exceeded                               | EXTERNAL | 3 | throttled (ThrottlingException) after the SDK's own retries
          Glue          | 400 | ResourceNumberLimitExceededException | Too many                               | CONFIG   | 1 | the account's quota is used up (ResourceNumberLimitExceededException)
          Glue          | 400 | OperationTimeoutException       | Timed out                                   | EXTERNAL | 1 | the service failed (OperationTimeoutException); run again
          Glue          | 400 | InvalidInputException           | Role r should be given assume role permissions for Glue Service. | CONFIG | 1 | may not assume the role (InvalidInputException)
          Glue          | 400 | GlueEncryptionException         | An encryption operation failed              | CONFIG   | 1 | allow kms:Decrypt and kms:GenerateDataKey on it to the role, in the policy of the key too
          Glue          | 400 | ExpiredTokenException           | The security token included is expired      | CONFIG   | 1 | the credentials have expired (ExpiredTokenException); renew them
          Glue          | 400 | UnrecognizedClientException     | The security token included is invalid      | CONFIG   | 1 | the credentials are refused (UnrecognizedClientException); renew them
          Glue          | 400 | InvalidSignatureException       | Signature expired: 20261127T01 is now earlier | CONFIG | 1 | the clock of this machine is off (InvalidSignatureException)
          Glue          | 400 | ValidationException             | 1 validation error detected                 | INTERNAL | 1 | the request is refused (ValidationException: 1 validation error detected)
          Glue          | 500 | InternalServiceException        | internal                                    | EXTERNAL | 3 | the service failed (InternalServiceException); run again
          Glue          | 503 |                                 |                                             | EXTERNAL | 3 | the service failed (HTTP 503); run again
          Glue          | 0   |                                 |                                             | EXTERNAL | 3 | no answer (SocketTimeoutException
          Glue          | 1   |                                 |                                             | EXTERNAL | 3 | no answer (
          SageMaker     | 400 | AccessDeniedException           | is not authorized to perform: iam:PassRole on x | CONFIG | 1 | access denied; allow iam:PassRole to the role
          SageMaker     | 400 | ResourceNotFound                | Resource Not Found                          | CONFIG   | 1 | the service knows no such thing (ResourceNotFound)
          SageMaker     | 400 | ResourceInUse                   | in use                                      | EXTERNAL | 1 | somebody else changes it at the same time (ResourceInUse)
          SageMaker     | 400 | ResourceLimitExceeded           | limit                                       | CONFIG   | 1 | the account's quota is used up (ResourceLimitExceeded)
          SageMaker     | 400 | ValidationException             | Could not assume role arn:aws:iam::1:role/r | CONFIG   | 1 | may not assume the role (ValidationException); correct the setting that names it
          SageMaker     | 400 | ThrottlingException             | Rate exceeded                               | EXTERNAL | 3 | throttled
          SageMaker     | 500 | InternalFailure                 | failed                                      | EXTERNAL | 3 | the service failed (InternalFailure)
          SageMaker     | 0   |                                 |                                             | EXTERNAL | 3 | no answer (
          EventBridge   | 400 | AccessDeniedException           | is not authorized to perform: events:PutEvents on x | CONFIG | 1 | access denied; allow events:PutEvents to the role
          EventBridge   | 400 | ResourceNotFoundException       | Event bus b does not exist.                 | CONFIG   | 1 | the service knows no such thing (ResourceNotFoundException)
          EventBridge   | 400 | ConcurrentModificationException | meanwhile                                   | EXTERNAL | 1 | somebody else changes it
          EventBridge   | 400 | ThrottlingException             | Rate exceeded                               | EXTERNAL | 3 | throttled
          EventBridge   | 500 | InternalException               | failed                                      | EXTERNAL | 3 | the service failed (InternalException)
          EventBridge   | 1   |                                 |                                             | EXTERNAL | 3 | no answer (
          StepFunctions | 400 | AccessDeniedException           | is not authorized to perform: states:DescribeStateMachine on x | CONFIG | 1 | allow states:DescribeStateMachine to
          StepFunctions | 400 | StateMachineDoesNotExist        | State Machine Does Not Exist                | CONFIG   | 1 | the service knows no such thing (StateMachineDoesNotExist)
          StepFunctions | 400 | ConflictException               | meanwhile                                   | EXTERNAL | 1 | somebody else changes it
          StepFunctions | 400 | ThrottlingException             | Rate exceeded                               | EXTERNAL | 3 | throttled
          StepFunctions | 503 | ServiceUnavailable              | later                                       | EXTERNAL | 3 | the service failed (ServiceUnavailable)
          StepFunctions | 0   |                                 |                                             | EXTERNAL | 3 | no answer (
          Secrets       | 400 | AccessDeniedException           | User: u is not authorized to perform: secretsmanager:GetSecretValue on resource: hidden | CONFIG | 1 | access denied; allow secretsmanager:GetSecretValue to the role
          Secrets       | 400 | AccessDeniedException           | Access to KMS is not allowed                | CONFIG   | 1 | the KMS key is refused (AccessDeniedException); allow kms:Decrypt
          Secrets       | 400 | DecryptionFailure               | can't decrypt the protected secret text     | CONFIG   | 1 | the KMS key is refused (DecryptionFailure)
          Secrets       | 400 | ThrottlingException             | Rate exceeded                               | EXTERNAL | 3 | throttled
          Secrets       | 500 | InternalServiceError            | An error occurred on the server side.       | EXTERNAL | 3 | the service failed (InternalServiceError); run again
          Secrets       | 0   |                                 |                                             | EXTERNAL | 3 | no answer (
          DataExchange  | 403 | AccessDeniedException           | no                                          | CONFIG   | 1 | access denied; allow what the test needs
          DataExchange  | 404 | ResourceNotFoundException       | no                                          | CONFIG   | 1 | the service knows no such thing
          DataExchange  | 409 | ConflictException               | started                                     | EXTERNAL | 1 | somebody else changes it
          DataExchange  | 402 | ServiceLimitExceededException   | too many                                    | CONFIG   | 1 | the account's quota is used up
          DataExchange  | 429 | ThrottlingException             | slow down                                   | EXTERNAL | 3 | throttled (ThrottlingException)
          DataExchange  | 500 | InternalServerException         | failed                                      | EXTERNAL | 3 | the service failed (InternalServerException)
          DataExchange  | 1   |                                 |                                             | EXTERNAL | 3 | no answer (
          S3 HEAD       | 403 |                                 |                                             | CONFIG   | 1 | access denied; allow what the test needs to the role; without s3:ListBucket S3 says so of each file that is not there, and always of a bucket where the requester pays
          S3 HEAD       | 400 |                                 |                                             | CONFIG   | 1 | as it does for credentials that have expired and for a bucket of another region
          S3 HEAD       | 404 |                                 |                                             | CONFIG   | 1 | the service knows no such thing
          S3 HEAD       | 301 |                                 |                                             | CONFIG   | 1 | the bucket is in another region (HTTP 301); set aws.region to it
          S3            | 403 | AccessDenied                    | not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/hidden" | CONFIG | 1 | access denied; allow s3:PutObject to the role
          S3            | 403 | AccessDenied                    | User: u is not authorized to perform: s3:PutObject on resource: hidden with an explicit deny in a resource-based policy | CONFIG | 1 | here the policy of the bucket denies it: it may take files only that are encrypted its way, see aws.encryption
          S3            | 403 | AccessDenied                    | User: u is not authorized to perform: kms:GenerateDataKey on resource: hidden | CONFIG | 1 | the KMS key is refused (AccessDenied); allow kms:Decrypt
          S3            | 400 | KMS.DisabledException           | key is disabled                             | CONFIG   | 1 | check that it is enabled
          S3            | 403 | AccessDenied                    | Access Denied because object protected by object lock. | CONFIG | 1 | the bucket has object lock
          S3            | 400 | InvalidRequest                  | Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters | CONFIG | 1 | the bucket has object lock
          S3            | 403 | InvalidObjectState              | not valid for the storage class             | CONFIG   | 1 | the file is archived; restore it
          S3            | 403 | RequestTimeTooSkewed            | The difference is too large                 | CONFIG   | 3 | the clock of this machine is off (RequestTimeTooSkewed); set it
          S3            | 403 | InvalidAccessKeyId              | no such key                                 | CONFIG   | 1 | the credentials are refused (InvalidAccessKeyId)
          S3            | 400 | ExpiredToken                    | The provided token has expired.             | CONFIG   | 1 | the credentials have expired (ExpiredToken)
          S3            | 404 | NoSuchBucket                    | no bucket                                   | CONFIG   | 1 | there is no such bucket; create it, or correct the setting
          S3            | 301 | PermanentRedirect               | use the endpoint                            | CONFIG   | 1 | the bucket is in another region (PermanentRedirect)
          S3            | 400 | AuthorizationHeaderMalformed    | expecting 'eu-west-1'                       | CONFIG   | 1 | the bucket is in another region (AuthorizationHeaderMalformed)
          S3            | 409 | OperationAborted                | conflicting                                 | EXTERNAL | 1 | somebody else changes it
          S3            | 400 | RequestTimeout                  | not read or written                         | EXTERNAL | 3 | the service failed (RequestTimeout)
          S3            | 503 | SlowDown                        | Please reduce                               | EXTERNAL | 3 | throttled (SlowDown)
          S3            | 500 | InternalError                   | We encountered                              | EXTERNAL | 3 | the service failed (InternalError)
          S3            | 0   |                                 |                                             | EXTERNAL | 3 | no answer (SocketTimeoutException
          """)
  void isTheRightKindOfFailure(
      String service,
      int status,
      String code,
      String message,
      FailureKind kind,
      int tries,
      String says) {
    answer = new Answer(service, status, code, message == null ? "" : message);
    REQUESTS.set(0);

    JetbridgeException failure = failure(service);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageStartingWith("Cannot call it: ")
        .hasMessageContaining(says)
        .hasMessageNotContaining("hidden")
        .hasMessageNotContaining("null");
    assertThat(REQUESTS).hasValue(tries);
  }

  private static JetbridgeException failure(String service) {
    try {
      switch (service) {
        case "Glue" ->
            call(
                GlueClient::builder,
                (GlueClient c) -> c.getTable(r -> r.databaseName("d").name("t")));
        case "SageMaker" ->
            call(
                SageMakerClient::builder,
                (SageMakerClient c) -> c.describeFeatureGroup(r -> r.featureGroupName("g")));
        case "EventBridge" ->
            call(
                EventBridgeClient::builder,
                (EventBridgeClient c) ->
                    c.putEvents(
                        r -> r.entries(PutEventsRequestEntry.builder().source("s").build())));
        case "StepFunctions" ->
            call(
                SfnClient::builder,
                (SfnClient c) -> c.describeStateMachine(r -> r.stateMachineArn("m")));
        case "DataExchange" ->
            call(
                DataExchangeClient::builder, (DataExchangeClient c) -> c.getJob(r -> r.jobId("j")));
        case "Secrets" ->
            call(
                SecretsManagerClient::builder,
                (SecretsManagerClient c) -> c.getSecretValue(r -> r.secretId("s")));
        case "S3 HEAD" ->
            call(
                () -> S3Client.builder().forcePathStyle(true),
                (S3Client c) -> c.headObject(r -> r.bucket("b").key("k")));
        default ->
            call(
                () -> S3Client.builder().forcePathStyle(true),
                (S3Client c) ->
                    c.putObject(r -> r.bucket("b").key("k"), RequestBody.fromString("content")));
      }
    } catch (SdkException e) {
      return AwsFailure.of("Cannot call it", "what the test needs", e);
    }
    throw new AssertionError("it was answered");
  }

  /** A client a service, and one more for answers that never come: a slow machine is no failure. */
  @SuppressWarnings("unchecked")
  private static <
          B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AutoCloseable>
      void call(Supplier<B> builder, Consumer<C> call) {
    Duration patience = answer.status() == 0 ? SHORT : USUAL;
    String key = answer.service().replace(" HEAD", "") + patience;
    call.accept((C) CLIENTS.computeIfAbsent(key, k -> client(builder.get(), patience)));
  }

  private static <
          B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AutoCloseable>
      C client(B builder, Duration patience) {
    return builder
        .region(Region.EU_WEST_1)
        .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(patience))
        .overrideConfiguration(
            o ->
                o.retryStrategy(
                    AwsRetryStrategy.forRetryMode(RetryMode.defaultRetryMode()).toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .build()))
        .build();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    Answer given = answer;
    REQUESTS.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    switch (given.status()) {
      case 0 -> {
        try {
          Thread.sleep(4 * SHORT.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case 1 -> {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write("{\"a\"".getBytes(StandardCharsets.UTF_8));
      }
      default -> send(exchange, given);
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, Answer given) throws IOException {
    if (given.code() == null) {
      exchange.sendResponseHeaders(given.status(), -1);
      return;
    }
    Function<String, String> form =
        given.service().equals("S3")
            ? text ->
                "<Error><Code>" + given.code() + "</Code><Message>" + text + "</Message></Error>"
            : text -> "{\"__type\":\"" + given.code() + "\",\"message\":\"" + text + "\"}";
    if (given.service().equals("DataExchange")) {
      exchange.getResponseHeaders().set("x-amzn-ErrorType", given.code());
    }
    byte[] body = form.apply(given.message().replace("\"", "'")).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(given.status(), body.length);
    exchange.getResponseBody().write(body);
  }
}
