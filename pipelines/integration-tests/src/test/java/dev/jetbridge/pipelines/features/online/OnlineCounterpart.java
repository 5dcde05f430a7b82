package dev.jetbridge.pipelines.features.online;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.DeleteRecordRequest;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.PutRecordRequest;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TtlDuration;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TtlDurationUnit;

/**
 * The online store of feature groups, as far as PutRecord and DeleteRecord reach, by our reading of
 * the Amazon SageMaker API reference and the developer guide, "Time to live (TTL) duration for
 * records". There is no counterpart of somebody else's: what AWS does may differ. It takes only
 * what the SDK's own shapes know.
 */
final class OnlineCounterpart implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/FeatureGroup/";
  private static final Set<String> PUT = names(PutRecordRequest.builder().build().sdkFields());
  private static final Set<String> VALUE = names(FeatureValue.builder().build().sdkFields());
  private static final Set<String> LIFE = names(TtlDuration.builder().build().sdkFields());
  private static final Set<String> DELETE =
      DeleteRecordRequest.builder().build().sdkFields().stream()
          .filter(f -> f.location() == MarshallLocation.QUERY_PARAM)
          .map(SdkField::locationName)
          .collect(Collectors.toSet());

  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(16);
  private final String identifier;
  private final String eventTime;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicInteger under = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final Map<String, Stored> store = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private volatile Set<String> refused = Set.of();
  private volatile Instant now;
  private volatile LongFunction<Fault> faults = n -> Fault.NONE;

  /** What the service does to a call. */
  enum Fault {
    NONE,
    /** HTTP 429. */
    TOO_MANY,
    /** Throttling as services of AWS told of it before. */
    THROTTLED,
    UNAVAILABLE,
    /** The connection is cut before anything is done. */
    CUT,
    /** It is cut when all is done. */
    ANSWER_LOST,
    DENIED
  }

  /** What is in the store. */
  record Stored(Instant eventTime, Map<String, String> features, Instant expiresAt) {}

  OnlineCounterpart(String identifier, String eventTime, Instant now) throws IOException {
    this.identifier = identifier;
    this.eventTime = eventTime;
    this.now = now;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
  }

  AwsSettings settings() {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new AwsSettings("eu-west-1", Map.of(AwsService.FEATURESTORE, uri));
  }

  /** Those that have not expired, by identifier: features without identifier and event time. */
  Map<String, String> records() {
    Map<String, String> records = new TreeMap<>();
    store.forEach(
        (id, stored) -> {
          if (isAlive(stored)) {
            records.put(id, stored.eventTime() + " " + new TreeMap<>(stored.features()));
          }
        });
    return records;
  }

  /** How often the store took a record of each identifier. */
  Map<String, Integer> taken() {
    Map<String, Integer> counts = new HashMap<>();
    taken.forEach((id, count) -> counts.put(id, count.get()));
    return counts;
  }

  /** Calls that came through since the last time, in the order of their words. */
  List<String> calls() {
    List<String> sorted = calls.stream().sorted().toList();
    calls.clear();
    return sorted;
  }

  long asked() {
    return asked.get();
  }

  int mostAtOnce() {
    return mostAtOnce.get();
  }

  void at(Instant instant) {
    now = instant;
  }

  /** Records of these are refused, whatever they say. */
  void refusing(String... identifiers) {
    refused = Set.of(identifiers);
  }

  /** What happens to the calls, which are counted from 1 on. */
  void faults(LongFunction<Fault> plan) {
    asked.set(0);
    faults = plan;
  }

  private void serve(HttpExchange exchange) throws IOException {
    mostAtOnce.accumulateAndGet(under.incrementAndGet(), Math::max);
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (faults.apply(asked.incrementAndGet())) {
        case CUT -> {
          return;
        }
        case TOO_MANY -> answer(exchange, 429, "ThrottlingException", "Rate exceeded");
        case THROTTLED -> answer(exchange, 400, "ThrottlingException", "Rate exceeded");
        case UNAVAILABLE -> answer(exchange, 503, "ServiceUnavailable", "later");
        case DENIED -> answer(exchange, 403, "AccessForbidden", "not allowed");
        case ANSWER_LOST -> done(exchange, body);
        case NONE -> {
          Optional<String> fault = done(exchange, body);
          if (fault.isPresent()) {
            answer(exchange, 400, "ValidationError", fault.get());
          } else {
            exchange.sendResponseHeaders(200, -1);
          }
        }
      }
    } finally {
      under.decrementAndGet();
    }
  }

  private static void answer(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    byte[] body = JSON.writeValueAsBytes(Map.of("Message", message));
    exchange.getResponseHeaders().add("x-amzn-ErrorType", code);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Does what is asked for and says why not. */
  private Optional<String> done(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (!path.startsWith(PATH)) {
      return Optional.of("unknown path");
    }
    return switch (exchange.getRequestMethod()) {
      case "PUT" -> put(JSON.readTree(body));
      case "DELETE" -> delete(query(exchange.getRequestURI()));
      default -> Optional.of("unknown method");
    };
  }

  private Optional<String> put(JsonNode body) {
    if (!knows(PUT, body) || !onlineOnly(body.path("TargetStores").toString())) {
      return Optional.of("a request of another shape");
    }
    Map<String, String> features = new HashMap<>();
    for (JsonNode value : body.path("Record")) {
      if (!knows(VALUE, value)) {
        return Optional.of("a value of another shape");
      }
      features.put(value.path("FeatureName").asText(), value.path("ValueAsString").asText());
    }
    String id = features.remove(identifier);
    Instant at = Instant.parse(features.remove(eventTime));
    if (refused.contains(id)) {
      return Optional.of("Value " + features.get("spent") + " of feature spent is not valid");
    }
    Instant expiresAt = expiry(at, body.path("TtlDuration"));
    if (!expiresAt.isAfter(now)) {
      return Optional.of("the record has expired");
    }
    calls.add("put " + id + " " + at);
    Stored record = new Stored(at, Map.copyOf(features), expiresAt);
    store.compute(
        id,
        (key, there) -> {
          if (there != null && isAlive(there) && !at.isAfter(there.eventTime())) {
            return there;
          }
          taken.computeIfAbsent(id, k -> new AtomicInteger()).incrementAndGet();
          return record;
        });
    return Optional.empty();
  }

  private static Instant expiry(Instant eventTime, JsonNode life) {
    if (life.isMissingNode() || !knows(LIFE, life)) {
      return Instant.MAX;
    }
    Duration unit =
        TtlDurationUnit.fromValue(life.path("Unit").asText()) == TtlDurationUnit.HOURS
            ? Duration.ofHours(1)
            : Duration.ofDays(1);
    return eventTime.plus(unit.multipliedBy(life.path("Value").asLong()));
  }

  private Optional<String> delete(Map<String, String> query) {
    if (!DELETE.containsAll(query.keySet())
        || !"HardDelete".equals(query.get("DeletionMode"))
        || !"OnlineStore".equals(query.get("TargetStores"))) {
      return Optional.of("a request of another shape");
    }
    String id = query.get("RecordIdentifierValueAsString");
    Instant at = Instant.parse(query.get("EventTime"));
    calls.add("delete " + id);
    Stored left =
        store.computeIfPresent(id, (key, there) -> at.isAfter(there.eventTime()) ? null : there);
    return left == null ? Optional.empty() : Optional.of("EventTime is not later");
  }

  private boolean isAlive(Stored stored) {
    return stored.expiresAt().isAfter(now);
  }

  private static boolean onlineOnly(String stores) {
    return stores.equals("[\"OnlineStore\"]");
  }

  private static boolean knows(Set<String> names, JsonNode object) {
    List<String> found = new ArrayList<>();
    object.fieldNames().forEachRemaining(found::add);
    return names.containsAll(found);
  }

  private static Set<String> names(List<SdkField<?>> fields) {
    return fields.stream()
        .filter(f -> f.location() == MarshallLocation.PAYLOAD)
        .map(SdkField::locationName)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    for (String pair : uri.getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
