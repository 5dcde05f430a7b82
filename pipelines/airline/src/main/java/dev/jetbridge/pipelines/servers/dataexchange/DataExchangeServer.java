package dev.jetbridge.pipelines.servers.dataexchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.dataexchange.Md5;
import dev.jetbridge.pipelines.channel.dataexchange.SampleDataExchange;
import dev.jetbridge.pipelines.servers.UriQuery;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A server of AWS Data Exchange as we read its API, on loopback: the sample airline's reference
 * data comes from it, and the channel is tested against it. No emulator has this service, and this
 * one was never compared with AWS: it shows the shape of our requests, checked against the SDK's
 * model, and that the SDK reads the answers; it does not show how AWS behaves.
 *
 * <p>It knows what a subscriber needs: entitled data sets, revisions and assets in pages, jobs of
 * type EXPORT_ASSET_TO_SIGNED_URL, and their downloads. It checks that requests are signed for
 * dataexchange, not the signature itself.
 */
public final class DataExchangeServer implements SampleDataExchange.Served {
  private static final String REGION = "us-east-1";
  private static final String DOWNLOADS = "/downloads/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService pool;
  private final ExportJobs jobs;
  private final ExchangeApi api;

  private DataExchangeServer(HttpServer server, List<OfferedDataSet> dataSets) {
    this.server = server;
    this.pool = Executors.newFixedThreadPool(2);
    this.jobs = new ExportJobs(this::download);
    this.api = new ExchangeApi(dataSets, jobs);
  }

  /** Serves data sets on a free port of the loopback interface. */
  public static DataExchangeServer serve(List<OfferedDataSet> dataSets) {
    return serve(dataSets, List.of());
  }

  /** Serves data sets, with filters before every answer. */
  public static DataExchangeServer serve(List<OfferedDataSet> dataSets, List<Filter> filters) {
    // Small answers would wait for the client's delayed acknowledgement otherwise, 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      DataExchangeServer server = new DataExchangeServer(http, dataSets);
      HttpContext context = http.createContext("/", server::answer);
      context.getFilters().addAll(filters);
      http.setExecutor(server.pool);
      http.start();
      return server;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot start the embedded Data Exchange: " + e.getMessage(), e);
    }
  }

  @Override
  public AwsSettings settings() {
    return new AwsSettings(REGION, Map.of(AwsService.DATAEXCHANGE, URI.create(address())));
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The server lets anybody in that signs at all. */
  @Override
  public AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("sample", "sample"));
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().startsWith(DOWNLOADS)) {
        sendFile(exchange);
        return;
      }
      try {
        ExchangeApi.Answer answer = called(exchange);
        send(exchange, answer.status(), answer.body());
      } catch (ApiRefusal e) {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", e.shape());
        send(exchange, e.status(), JSON.createObjectNode().put("Message", e.getMessage()));
      }
    }
  }

  private ExchangeApi.Answer called(HttpExchange exchange) throws IOException {
    refuseUnsigned(exchange);
    URI uri = exchange.getRequestURI();
    try {
      return api.answer(
          exchange.getRequestMethod(), uri.getPath(), UriQuery.of(uri), body(exchange));
    } catch (ApiRefusal e) {
      throw e;
    } catch (RuntimeException e) {
      throw ApiRefusal.broken(e);
    }
  }

  private static void refuseUnsigned(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null
        || !header.startsWith("AWS4-HMAC-SHA256 Credential=")
        || !header.contains("/" + REGION + "/dataexchange/aws4_request")) {
      throw ApiRefusal.denied("The request is not signed for dataexchange in " + REGION);
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    try {
      return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw ApiRefusal.invalid("The body is not JSON");
    }
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private URI download(String token, String name) {
    try {
      URI path = new URI(null, null, DOWNLOADS + name, "X-Amz-Signature=" + token, null);
      return URI.create(address() + path);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no URL for an asset", e);
    }
  }

  /** A download as S3 answers it: length, and the MD5 of the object as its entity tag. */
  private void sendFile(HttpExchange exchange) throws IOException {
    Optional<Path> file =
        jobs.download(UriQuery.of(exchange.getRequestURI()).getOrDefault("X-Amz-Signature", ""));
    if (file.isEmpty()) {
      exchange.sendResponseHeaders(403, -1);
      return;
    }
    exchange.getResponseHeaders().set("ETag", "\"" + Md5.of(file.get()) + "\"");
    long length = Files.size(file.get());
    exchange.sendResponseHeaders(200, length == 0 ? -1 : length);
    Files.copy(file.get(), exchange.getResponseBody());
  }
}
