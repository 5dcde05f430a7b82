package dev.jetbridge.pipelines.channel.dataexchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.servers.dataexchange.OfferedRevision;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that goes wrong with a revision: what is said, and that nothing half lands. */
class DataExchangeFailureTest extends ProviderTest {
  private OfferedRevision revision;

  @BeforeEach
  void offer() {
    revision =
        provider.publish(
            rateSet, "a", MONDAY, "exchange_rates_1.csv", "one", "exchange_rates_2.csv", "two");
  }

  @Test
  void passesOverARevisionThatWasWithdrawnBefore() {
    provider.revoke(revision);

    assertThat(pull()).isZero();
    assertThat(provider.requests("POST", "/v1/jobs")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "POST /v1/jobs",
    "PATCH /v1/jobs/",
    "GET /v1/jobs/",
    "GET /downloads/exchange_rates_2"
  })
  void landsNothingOfARevisionThatIsWithdrawnWhileItIsExported(String moment) {
    provider.publish(rateSet, "b", TUESDAY, "exchange_rates_3.csv", "three");
    provider.failing(
        exchange -> {
          if ((Provider.method(exchange) + " " + Provider.path(exchange)).startsWith(moment)) {
            provider.revoke(revision);
          }
          return false;
        });

    failure(FailureKind.EXTERNAL)
        .hasMessage(
            "Cannot take revision "
                + revision.id()
                + " of data set "
                + rateSet
                + " for reference.exchange_rates: its sender withdrew it while it was exported"
                + " (wrong rates); nothing of it landed, the next run goes on without it");
    assertThat(names()).containsExactly("exchange_rates_3.csv");
    assertThat(pull()).isZero();
    assertThat(names()).containsExactly("exchange_rates_3.csv");
  }

  @Test
  void landsNothingOfARevisionThatIsWithdrawnAfterItsLastDownload() {
    AtomicInteger looks = new AtomicInteger();
    provider.failing(
        exchange -> {
          if (Provider.path(exchange).endsWith("/revisions/" + revision.id())
              && looks.getAndIncrement() == 0) {
            provider.revoke(revision);
          }
          return false;
        });

    failure(FailureKind.EXTERNAL).hasMessageContaining("its sender withdrew it");
    assertThat(names()).isEmpty();
  }

  @Test
  void refusesAnAssetWhoseChecksumDiffersAndTheRestOfItsRevision() throws IOException {
    provider.publish(rateSet, "b", TUESDAY, "exchange_rates_3.csv", "three");
    String stated = Md5.of(revision.folder().resolve("exchange_rates_2.csv"));
    provider.failing(
        exchange ->
            Provider.path(exchange).startsWith("/downloads/exchange_rates_2")
                && sends(exchange, stated, "TWO"));

    failure(FailureKind.EXTERNAL)
        .hasMessageStartingWith("Cannot download asset exchange_rates_2.csv of revision ")
        .hasMessageContaining(" for reference.exchange_rates: its MD5 is ")
        .hasMessageContaining(", the service states " + stated + "; run again");
    assertThat(names()).containsExactly("exchange_rates_3.csv");
    provider.failing(exchange -> false);
    assertThat(pull()).isEqualTo(2);
  }

  @Test
  void refusesAnAssetOfAnotherSize() {
    provider.failing(
        exchange ->
            Provider.path(exchange).startsWith("/downloads/exchange_rates_2")
                && sends(exchange, "not an md5-2", "twofold"));

    failure(FailureKind.EXTERNAL).hasMessageContaining(": 7 bytes came, the service states 3; run");
    assertThat(names()).isEmpty();
  }

  @Test
  void doesNotTakeATagForAChecksumThatIsNone() {
    provider.failing(
        exchange ->
            Provider.isDownload(exchange)
                && sends(exchange, "d41d8cd98f00b204e9800998ecf8427e-2", "any"));

    assertThat(pull()).isEqualTo(2);
  }

  @Test
  void triesThreeRevisionsOfADataSetWhoseDownloadsAllFail() {
    for (int i = 3; i < 8; i++) {
      provider.publish(rateSet, "r" + i, TUESDAY, "exchange_rates_" + i + ".csv", "rate " + i);
    }
    provider.failing(
        exchange -> Provider.isDownload(exchange) && sends(exchange, "no md5", "else"));

    failure(FailureKind.EXTERNAL)
        .satisfies(
            e ->
                assertThat(e.getMessage().lines())
                    .hasSize(3)
                    .allMatch(l -> l.contains(": 4 bytes came, the service states ")));
    assertThat(provider.requests("POST", "/v1/jobs")).isEqualTo(3);
  }

  @Test
  void keepsTheFailureWhenTheStateOfTheRevisionCannotBeAsked() {
    provider.failing(
        exchange ->
            Provider.isJob(exchange)
                ? Provider.answer(exchange, 200, "", job("CANCELLED", null))
                : Provider.path(exchange).endsWith("/revisions/" + revision.id())
                    && throttles(exchange));

    failure(FailureKind.EXTERNAL).hasMessageContaining("ended CANCELLED");
  }

  @Test
  void keepsTheSignedUrlOutOfTheMessageWhenItIsRefused() {
    provider.failing(
        exchange -> Provider.isDownload(exchange) && Provider.answer(exchange, 403, "", "expired"));

    failure(FailureKind.EXTERNAL)
        .hasMessageContaining("its signed URL answers HTTP 403; run again")
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("X-Amz-Signature", "/downloads");
              }
            });
  }

  @Test
  void resumesAfterTheConnectionWasLostInTheMiddle() throws IOException {
    provider.failing(
        exchange -> {
          if (Provider.path(exchange).startsWith("/downloads/exchange_rates_2")) {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(new byte[100]);
            exchange.close();
            return true;
          }
          return false;
        });

    failure(FailureKind.EXTERNAL).hasMessageContaining("exchange_rates_2.csv");
    List<String> between = names();
    provider.failing(exchange -> false);

    assertThat(between).isEmpty();
    assertThat(pull()).isEqualTo(2);
    assertThat(names()).containsExactly("exchange_rates_1.csv", "exchange_rates_2.csv");
    try (Stream<Path> files = Files.list(root.resolve("landing").resolve(rates.id().toString()))) {
      assertThat(files).noneMatch(f -> f.getFileName().toString().startsWith(".arriving"));
    }
  }

  @Test
  void namesAnEntitledDataSetWhenTheContractsIsNone() {
    assertThatThrownBy(() -> pull(airports, rates))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessage(
            "Cannot pull data set "
                + Provider.dataSet(airports)
                + " for reference.airports: this account is not entitled to it (known: "
                + rateSet
                + "); subscribe to its product or correct dataset in the contract");
    assertThat(names()).hasSize(2);
  }

  @Test
  void saysWhatToAllowWhenAccessIsDenied() {
    provider.failing(
        exchange ->
            Provider.path(exchange).endsWith("/assets")
                && Provider.answer(exchange, 403, "AccessDeniedException", "{\"Message\":\"no\"}"));

    failure(FailureKind.CONFIG)
        .hasMessageStartingWith("Cannot call Data Exchange ListRevisionAssets on revision ")
        .hasMessageContaining(
            ": access denied; allow dataexchange:ListRevisionAssets to the role, and check that"
                + " the subscription is active");
  }

  @Test
  void saysThatASubscriptionEnded() {
    String gone = "{\"Message\":\"gone\",\"ResourceId\":\"x\",\"ResourceType\":\"DATA_SET\"}";
    provider.failing(
        exchange ->
            Provider.path(exchange).endsWith("/revisions")
                && Provider.answer(exchange, 404, "ResourceNotFoundException", gone));

    failure(FailureKind.CONFIG)
        .hasMessageContaining("ListDataSetRevisions on data set " + rateSet)
        .hasMessageContaining("knows none of that id; check that the subscription is active");
  }

  @Test
  void waitsOutAThrottlingService() {
    AtomicInteger throttled = new AtomicInteger();
    provider.failing(
        exchange ->
            !Provider.isDownload(exchange)
                && throttled.incrementAndGet() % 3 != 0
                && throttles(exchange));

    assertThat(pull()).isEqualTo(2);
    assertThat(throttled).hasValueGreaterThan(20);
  }

  /** Ten jobs may be in progress in an account, whoever started them. */
  @Test
  void waitsForTheJobsOfOthers() {
    AtomicInteger starts = new AtomicInteger();
    provider.failing(
        exchange ->
            Provider.method(exchange).equals("PATCH")
                && starts.incrementAndGet() % 3 != 0
                && isFull(exchange));
    assertThat(pull()).isEqualTo(2);

    provider.publish(rateSet, "b", TUESDAY, "exchange_rates_3.csv", "three");
    provider.failing(exchange -> Provider.method(exchange).equals("PATCH") && isFull(exchange));
    failure(FailureKind.EXTERNAL)
        .hasMessageStartingWith("Cannot call Data Exchange StartJob on asset exchange_rates_3.csv")
        .hasMessageEndingWith(": the account has too many jobs in progress; run again later");
  }

  @Test
  void givesUpOnAServiceThatOnlyThrottles() {
    provider.failing(exchange -> Provider.path(exchange).equals("/v1/jobs") && throttles(exchange));
    provider.publish(rateSet, "b", TUESDAY, "exchange_rates_3.csv", "three");

    failure(FailureKind.EXTERNAL)
        .hasMessageStartingWith("Cannot call Data Exchange CreateJob on asset exchange_rates_1.csv")
        .hasMessageContaining(": throttled (ThrottlingException) after the SDK's own retries;");
    assertThat(provider.requests("POST", "/v1/jobs")).isEqualTo(Provider.SHORT.tries());
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, MALWARE_DETECTED, CONTRACT, tell the provider",
    "ERROR, ACCESS_DENIED_EXCEPTION, CONFIG, check that the subscription is active",
    "ERROR, SERVICE_QUOTA_EXCEEDED_EXCEPTION, EXTERNAL, run again",
    "TIMED_OUT, , EXTERNAL, run again",
    "CANCELLED, , EXTERNAL, run again"
  })
  void saysHowAJobEnded(String state, String code, FailureKind kind, String advice) {
    provider.failing(
        exchange ->
            Provider.isJob(exchange) && Provider.answer(exchange, 200, "", job(state, code)));

    failure(kind)
        .hasMessageMatching(
            "Cannot export asset exchange_rates_1.csv of revision .* for reference.exchange_rates:"
                + " job [0-9a-f]{32} ended "
                + state
                + (code == null ? "" : " \\(" + code + ": because\\)")
                + "; "
                + advice
                + ".*");
    assertThat(names()).isEmpty();
  }

  @Test
  void doesNotWaitForAJobForever() {
    provider.failing(
        exchange ->
            Provider.isJob(exchange)
                && Provider.answer(exchange, 200, "", job("IN_PROGRESS", null)));

    failure(FailureKind.EXTERNAL)
        .hasMessageContaining(" is still IN_PROGRESS after 300 ms; run again");
  }

  @Test
  void goesOnWhenTheAnswerToAStartWasLost() {
    AtomicInteger starts = new AtomicInteger();
    provider.failing(
        exchange -> {
          if (Provider.method(exchange).equals("PATCH") && starts.getAndIncrement() == 0) {
            repeat(exchange);
            return Provider.answer(exchange, 500, "InternalServerException", "{}");
          }
          return false;
        });

    assertThat(pull()).isEqualTo(2);
    assertThat(starts).hasValueGreaterThan(2);
  }

  @Test
  void saysThatTheServiceCannotBeReached() {
    AwsSettings settings =
        new AwsSettings(
            "us-east-1", Map.of(AwsService.DATAEXCHANGE, URI.create("http://127.0.0.1:1")));
    try (DataExchangePull nowhere =
        DataExchangePull.connect(
            settings, provider.server().credentials(), landing, Provider.SHORT)) {
      assertThatThrownBy(() -> nowhere.pull(List.of(rates), TUESDAY))
          .isInstanceOfSatisfying(
              JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
          .hasMessageStartingWith(
              "Cannot call Data Exchange ListDataSets on the entitled data sets: no answer (");
    }
  }

  @Test
  void refusesEventsOfAnotherRegionAndUnknownRevisions() {
    RevisionPublished elsewhere =
        new RevisionPublished("eu-west-1", rateSet, List.of(revision.id()));
    String unknown = "f".repeat(32);
    RevisionPublished never = new RevisionPublished("us-east-1", rateSet, List.of(unknown));

    try (DataExchangePull pull = provider.connect(landing)) {
      assertThatThrownBy(() -> pull.pull(List.of(rates), TUESDAY, elsewhere))
          .hasMessage(
              "Cannot pull data set "
                  + rateSet
                  + ": its event is of region eu-west-1, the configuration says us-east-1");
      assertThatThrownBy(() -> pull.pull(List.of(rates), TUESDAY, never))
          .hasMessageStartingWith("Cannot call Data Exchange GetRevision on revision " + unknown);
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> failure(FailureKind kind) {
    return assertThatThrownBy(this::pull)
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private int pull() {
    return pull(rates);
  }

  private int pull(Contract... contracts) {
    try (DataExchangePull pull = provider.connect(landing)) {
      return pull.pull(List.of(contracts), TUESDAY).files();
    }
  }

  private List<String> names() {
    return landing.files(rates.id()).stream().map(LandedFile::name).toList();
  }

  private static boolean throttles(HttpExchange exchange) throws IOException {
    return Provider.answer(exchange, 429, "ThrottlingException", "{\"Message\":\"slow down\"}");
  }

  private static boolean isFull(HttpExchange exchange) throws IOException {
    return Provider.answer(
        exchange, 402, "ServiceLimitExceededException", "{\"Message\":\"10 are in progress\"}");
  }

  private static boolean sends(HttpExchange exchange, String tag, String content)
      throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"" + tag + "\"");
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
    return true;
  }

  private String job(String state, String code) {
    String errors =
        code == null
            ? ""
            : ", \"Errors\": [{\"Code\": \"%s\", \"Message\": \"because\"}]".formatted(code);
    return """
    {"Arn": "arn:aws:dataexchange:us-east-1:123456789012:jobs/x", "Id": "%s", "Type":
    "EXPORT_ASSET_TO_SIGNED_URL", "State": "%s", "CreatedAt": "2023-08-01T09:00:00Z",
    "UpdatedAt": "2023-08-01T09:00:00Z", "Details": {}%s}\
    """
        .formatted("6ce".repeat(11).substring(1), state, errors);
  }

  /** Sends the request once more, for the server alone. */
  private static void repeat(HttpExchange exchange) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + exchange.getLocalAddress().getPort());
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve(Provider.path(exchange)))
            .method("PATCH", HttpRequest.BodyPublishers.noBody())
            .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
            .build();
    try {
      assertThat(
              HttpClient.newHttpClient()
                  .send(request, HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(202);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
