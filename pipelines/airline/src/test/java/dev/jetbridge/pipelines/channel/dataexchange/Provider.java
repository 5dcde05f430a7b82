package dev.jetbridge.pipelines.channel.dataexchange;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.servers.dataexchange.DataExchangeServer;
import dev.jetbridge.pipelines.servers.dataexchange.OfferedDataSet;
import dev.jetbridge.pipelines.servers.dataexchange.OfferedRevision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider of data sets in a folder, its server, and faults put before the server's answers. */
final class Provider implements AutoCloseable {
  static final Patience SHORT =
      new Patience(
          3,
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofMillis(300));

  private final Path folder;
  private final List<OfferedDataSet> dataSets = new ArrayList<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger exports = new AtomicInteger();
  private final AtomicInteger mostExports = new AtomicInteger();
  private volatile Fault fault = exchange -> false;
  private DataExchangeServer server;

  Provider(Path folder) {
    this.folder = folder;
  }

  /** Answers a request in the server's place and says true, or leaves it to the server. */
  @FunctionalInterface
  interface Fault {
    boolean answers(HttpExchange exchange) throws IOException;
  }

  void offer(String id) {
    dataSets.add(new OfferedDataSet(id, "name of " + id, "Test data.", folder.resolve(id)));
  }

  OfferedRevision publish(String id, String revision, Instant at, String... namesAndContents) {
    Path path = folder.resolve(id).resolve(revision);
    try {
      Files.createDirectories(path);
      for (int i = 0; i < namesAndContents.length; i += 2) {
        Path file = path.resolve(namesAndContents[i]);
        Files.writeString(file, namesAndContents[i + 1]);
        Files.setLastModifiedTime(file, FileTime.from(at));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OfferedRevision(id, path);
  }

  void revoke(OfferedRevision revision) {
    try {
      Files.writeString(revision.folder().resolve(".revoked"), "wrong rates\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on this stands before the server. */
  void failing(Fault next) {
    fault = next;
  }

  DataExchangeServer server() {
    if (server == null) {
      Filter filter = Filter.beforeHandler("notes", this::note);
      server = DataExchangeServer.serve(dataSets, List.of(filter, new Faults()));
    }
    return server;
  }

  private void note(HttpExchange exchange) {
    requests.add(method(exchange) + " " + path(exchange));
    if (method(exchange).equals("PATCH")) {
      mostExports.accumulateAndGet(exports.incrementAndGet(), Math::max);
    } else if (isDownload(exchange)) {
      exports.decrementAndGet();
    }
  }

  /** How many exports were under way at once, from their start to their download. */
  int mostExports() {
    return mostExports.get();
  }

  /** All requests so far. */
  int requests() {
    return requests.size();
  }

  DataExchangePull connect(Landing landing) {
    return DataExchangePull.connect(server().settings(), server().credentials(), landing, SHORT);
  }

  /** How many requests of that method had a path that ends so. */
  long requests(String method, String end) {
    return requests.stream().filter(r -> r.startsWith(method + " ") && r.endsWith(end)).count();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  static String method(HttpExchange exchange) {
    return exchange.getRequestMethod();
  }

  static String path(HttpExchange exchange) {
    return exchange.getRequestURI().getPath();
  }

  static boolean isDownload(HttpExchange exchange) {
    return path(exchange).startsWith("/downloads/");
  }

  static boolean isJob(HttpExchange exchange) {
    return method(exchange).equals("GET") && path(exchange).startsWith("/v1/jobs/");
  }

  /** Answers as a service of the AWS JSON protocol does. */
  static boolean answer(HttpExchange exchange, int status, String shape, String body)
      throws IOException {
    exchange.getResponseHeaders().set("x-amzn-ErrorType", shape);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
    return true;
  }

  static String dataSet(Contract contract) {
    return contract.source().map(SourceFormat::folder).orElseThrow();
  }

  private final class Faults extends Filter {
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      if (!fault.answers(exchange)) {
        chain.doFilter(exchange);
      }
    }

    @Override
    public String description() {
      return "faults";
    }
  }
}
