package dev.jetbridge.pipelines.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Glue, S3, Step Functions and EventBridge on loopback: moto_server, and before it a forwarder that
 * adds the two operations moto 5.2 lacks. UpdateJob and UpdateTrigger are our reading of the API:
 * the object is replaced by the update, keeping its name, tags, type, workflow and state.
 */
final class GlueCounterpart implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET = "X-Amz-Target";
  private static final Set<String> HOP_BY_HOP =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

  private final Process moto;
  private final URI motoEndpoint;
  private final HttpServer forwarder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger busy = new AtomicInteger();

  private GlueCounterpart(Process moto, URI motoEndpoint) throws IOException {
    this.moto = moto;
    this.motoEndpoint = motoEndpoint;
    this.forwarder =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    forwarder.createContext("/", this::answer);
    forwarder.start();
  }

  static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "moto_server")));
  }

  static GlueCounterpart start(Path log) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process moto =
        new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end && moto.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return new GlueCounterpart(moto, URI.create("http://127.0.0.1:" + port));
        }
      } catch (IOException e) {
        Thread.sleep(200);
      }
    }
    moto.destroyForcibly();
    throw new IllegalStateException("moto_server did not start within a minute");
  }

  /** Refuses the next triggers that somebody makes, as Glue does while a workflow changes. */
  void refuseTriggers(int calls) {
    busy.set(calls);
  }

  /** For Glue. */
  URI glue() {
    return URI.create("http://127.0.0.1:" + forwarder.getAddress().getPort());
  }

  /** For the other services. */
  URI others() {
    return motoEndpoint;
  }

  @Override
  public void close() {
    forwarder.stop(0);
    moto.destroyForcibly();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = exchange.getRequestHeaders().getFirst(TARGET);
      if ("AWSGlue.CreateTrigger".equals(target)
          && busy.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        byte[] refusal = "{\"__type\":\"ConcurrentModificationException\"}".getBytes(UTF_8);
        exchange.sendResponseHeaders(400, refusal.length);
        exchange.getResponseBody().write(refusal);
        return;
      }
      HttpResponse<byte[]> answer =
          switch (String.valueOf(target)) {
            case "AWSGlue.UpdateJob" -> updateJob(exchange, JSON.readTree(body));
            case "AWSGlue.UpdateTrigger" -> updateTrigger(exchange, JSON.readTree(body));
            default -> send(exchange, target, body);
          };
      answer
          .headers()
          .firstValue("content-type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private HttpResponse<byte[]> updateJob(HttpExchange exchange, JsonNode request)
      throws IOException {
    String name = request.get("JobName").asText();
    ObjectNode job = request.get("JobUpdate").deepCopy();
    job.put("Name", name);
    job.set("Tags", JSON.createObjectNode());
    call(exchange, "DeleteJob", JSON.createObjectNode().put("JobName", name));
    return call(exchange, "CreateJob", job);
  }

  private HttpResponse<byte[]> updateTrigger(HttpExchange exchange, JsonNode request)
      throws IOException {
    ObjectNode name = JSON.createObjectNode().put("Name", request.get("Name").asText());
    JsonNode found =
        JSON.readTree(call(exchange, "GetTrigger", name.deepCopy()).body()).get("Trigger");
    ObjectNode trigger = request.get("TriggerUpdate").deepCopy();
    trigger.setAll(name);
    trigger.set("Type", found.get("Type"));
    trigger.set("WorkflowName", found.get("WorkflowName"));
    trigger.put("StartOnCreation", found.get("State").asText().equals("ACTIVATED"));
    trigger.set("Tags", JSON.createObjectNode());
    call(exchange, "DeleteTrigger", name);
    return call(exchange, "CreateTrigger", trigger);
  }

  private HttpResponse<byte[]> call(HttpExchange exchange, String operation, ObjectNode request)
      throws IOException {
    return send(exchange, "AWSGlue." + operation, JSON.writeValueAsBytes(request));
  }

  private HttpResponse<byte[]> send(HttpExchange exchange, String target, byte[] body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(motoEndpoint.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.setHeader(name, value));
              }
            });
    if (target != null) {
      request.setHeader(TARGET, target);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
