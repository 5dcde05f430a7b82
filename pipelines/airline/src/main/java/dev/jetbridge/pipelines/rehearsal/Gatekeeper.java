package dev.jetbridge.pipelines.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Stands before the counterparts, at one address for all services: writes down who calls what, and
 * refuses what the policy of the caller's role does not allow. It does not check signatures.
 */
final class Gatekeeper implements AutoCloseable {
  private static final Set<String> HOP_BY_HOP =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

  private final Function<String, URI> upstreams;
  private final Recognition recognition;
  private final S3Actions s3;
  private final WorkflowRuns runs;
  private final Faults faults;
  private final FeatureGroups featureGroups = new FeatureGroups();
  private final Map<String, Policy> policies = new ConcurrentHashMap<>();
  private final Map<String, Caller> callers = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final HttpServer server;

  private Gatekeeper(
      HttpServer server,
      Account account,
      Function<String, URI> upstreams,
      WorkflowRuns runs,
      Faults faults) {
    this.server = server;
    this.recognition = new Recognition(account);
    this.s3 = new S3Actions(account);
    this.upstreams = upstreams;
    this.runs = runs;
    this.faults = faults;
  }

  /**
   * Starts it.
   *
   * @param upstreams where each service is, by the name that requests are signed for
   * @param runs answers what counterparts know nothing of
   * @param faults of the services
   */
  static Gatekeeper start(
      Account account, Function<String, URI> upstreams, WorkflowRuns runs, Faults faults) {
    // Small answers would wait for the client's delayed acknowledgement otherwise, 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Gatekeeper keeper = new Gatekeeper(server, account, upstreams, runs, faults);
      server.createContext("/", keeper::answer);
      server.setExecutor(keeper.pool);
      server.start();
      return keeper;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot listen on loopback: " + e.getMessage(), e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Somebody with an access key of its own. */
  Caller admit(String name, String role) {
    Caller caller = new Caller(name, role, "REHEARSAL%011d".formatted(callers.size() + 1));
    callers.put(caller.accessKey(), caller);
    return caller;
  }

  /** From now on a role may do what its policy allows; a role without one may do everything. */
  void enforce(Map<String, Policy> byRole) {
    policies.putAll(byRole);
  }

  /** A call that a service makes for a role without asking anybody here; true when it may. */
  boolean judge(Caller caller, List<Permission> needs) {
    List<Permission> refused =
        needs.stream().filter(need -> !allowed(Optional.of(caller), need)).toList();
    calls.add(new Call(caller, needs, refused, refused.isEmpty() ? 200 : 400));
    return refused.isEmpty();
  }

  /** What was called up to now, in order. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = Request.of(exchange);
      Optional<Caller> caller = request.accessKey().map(callers::get);
      if (request.service().isPresent() && caller.isEmpty()) {
        Refusal.unknownCaller(request).send(exchange);
        return;
      }
      List<Permission> needs = new ArrayList<>(recognition.needs(request));
      List<Permission> refused =
          new ArrayList<>(needs.stream().filter(n -> !allowed(caller, n)).toList());
      Optional<Refusal> own =
          caller
              .flatMap(c -> faults.answer(c, request))
              .or(() -> refused.stream().findFirst().map(need -> Refusal.denied(request, need)));
      Reply reply = own.isPresent() ? Reply.of(own.get()) : pass(request, caller, needs, refused);
      // Before the caller knows that it has been.
      caller.ifPresent(c -> calls.add(new Call(c, needs, refused, reply.status)));
      reply.sending.to(exchange);
    }
  }

  /** An answer that is not sent yet. */
  private record Reply(int status, Sending sending) {
    static Reply of(Refusal refusal) {
      return new Reply(refusal.status(), refusal::send);
    }
  }

  @FunctionalInterface
  private interface Sending {
    void to(HttpExchange exchange) throws IOException;
  }

  private boolean allowed(Optional<Caller> caller, Permission need) {
    if (caller.isEmpty() || caller.get().mayEverything()) {
      return true;
    }
    Policy policy = policies.get(caller.get().role());
    return policy == null || policy.allows(need);
  }

  private Reply pass(
      Request request, Optional<Caller> caller, List<Permission> needs, List<Permission> refused)
      throws IOException {
    Optional<String> run = runs.answer(request);
    if (run.isPresent()) {
      return Reply.of(Refusal.json(200, run.get()));
    }
    HttpResponse<byte[]> answer = forward(request);
    if (answer.statusCode() == 404 && isOfObject(request)) {
      String[] path = request.uri().getPath().substring(1).split("/", 2);
      // S3 says that a key is missing only to who may list; to others it is forbidden.
      Permission listing = s3.listing(path[0], path[1]);
      needs.add(listing);
      if (!allowed(caller, listing)) {
        refused.add(listing);
        return Reply.of(Refusal.denied(request, listing));
      }
    }
    byte[] body =
        featureGroups.mended(
            request, answer.statusCode(), EventTargets.real(request, answer.body()));
    return new Reply(answer.statusCode(), exchange -> send(exchange, answer, body));
  }

  private static boolean isOfObject(Request request) {
    return request.service().filter("s3"::equals).isPresent()
        && Set.of("GET", "HEAD").contains(request.method())
        && request.uri().getPath().substring(1).contains("/")
        && !request.uri().getPath().endsWith("/");
  }

  private HttpResponse<byte[]> forward(Request request) throws IOException {
    URI upstream = upstreams.apply(request.service().orElse(""));
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(URI.create(upstream + request.uri().toASCIIString()))
            .method(
                request.method(),
                HttpRequest.BodyPublishers.ofByteArray(EventTargets.told(request)));
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!HOP_BY_HOP.contains(name)) {
                forwarded.setHeader(name, value);
              }
            });
    try {
      return client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, HttpResponse<byte[]> answer, byte[] body)
      throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              boolean length = name.equalsIgnoreCase("content-length");
              if (length ? head : !HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    boolean empty = head || body.length == 0;
    exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
  }
}
