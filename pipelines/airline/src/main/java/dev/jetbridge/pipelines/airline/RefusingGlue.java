package dev.jetbridge.pipelines.airline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A Glue that denies every call, as it does to a role without permissions. */
final class RefusingGlue implements AutoCloseable {
  private static final byte[] DENIED =
      ("{\"__type\":\"AccessDeniedException\",\"Message\":\"User: proof is not authorized to"
              + " perform: glue:GetTable on resource: catalog\"}")
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;

  private RefusingGlue(HttpServer server) {
    this.server = server;
  }

  static RefusingGlue serve() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", RefusingGlue::answer);
      server.start();
      return new RefusingGlue(server);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot start a server for the jar: " + e.getMessage(), e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(400, DENIED.length);
      exchange.getResponseBody().write(DENIED);
    }
  }
}
