package dev.jetbridge.pipelines.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import dev.jetbridge.pipelines.servers.UriQuery;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request of a client of AWS, as it came. */
final class Request {
  /**
   * Who signed, where and for which service: AWS4-HMAC-SHA256 Credential=ID/DAY/REGION/SERVICE/….
   */
  private static final Pattern SIGNED =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/\\d+/([^/]+)/([^/]+)/aws4_request.*");

  private final String method;
  private final URI uri;
  private final Map<String, String> query;
  private final Map<String, String> headers;
  private final byte[] body;

  private Request(String method, URI uri, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.query = UriQuery.of(uri);
    this.headers = headers;
    this.body = body;
  }

  static Request of(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri;
  }

  /** Its parameters, decoded; empty values where there is none. */
  Map<String, String> query() {
    return query;
  }

  /** By names in lower case. */
  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The access key id that it is signed with. */
  Optional<String> accessKey() {
    return signed(1);
  }

  Optional<String> region() {
    return signed(2);
  }

  /** The service that it is signed for, such as glue. */
  Optional<String> service() {
    return signed(3);
  }

  private Optional<String> signed(int group) {
    Matcher matcher = SIGNED.matcher(header("authorization").orElse(""));
    return matcher.matches() ? Optional.of(matcher.group(group)) : Optional.empty();
  }

  /** The operation that JSON services name in a header, such as GetTable. */
  Optional<String> target() {
    return header("x-amz-target").map(t -> t.substring(t.lastIndexOf('.') + 1));
  }
}
