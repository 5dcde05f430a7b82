package dev.jetbridge.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Answers the JSON protocol of Glue and SageMaker with what it was told, in that order and the last
 * one for ever. It shows what our client makes of an answer that the usual counterpart never gives.
 */
public final class ScriptedGlue implements AutoCloseable {
  private record Answer(int status, String body) {}

  private final Map<String, Queue<Answer>> answers = new HashMap<>();
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  public ScriptedGlue() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public ScriptedGlue on(String operation, String body) {
    return on(operation, 200, body);
  }

  public ScriptedGlue failing(String operation, int status, String code) {
    return on(operation, status, "{\"__type\":\"" + code + "\",\"message\":\"said by the test\"}");
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The bodies of the requests of an operation, in their order. */
  public List<String> requests(String operation) {
    String prefix = operation + " ";
    return bodies.stream()
        .filter(b -> b.startsWith(prefix))
        .map(b -> b.substring(prefix.length()))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private ScriptedGlue on(String operation, int status, String body) {
    answers.computeIfAbsent(operation, key -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String operation = target.substring(target.indexOf('.') + 1);
    bodies.add(
        operation
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Queue<Answer> queue = answers.get(operation);
    Answer answer = queue.size() > 1 ? queue.remove() : queue.element();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
