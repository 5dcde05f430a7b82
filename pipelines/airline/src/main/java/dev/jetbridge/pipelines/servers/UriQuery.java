package dev.jetbridge.pipelines.servers;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a request. */
public final class UriQuery {
  private UriQuery() {}

  /** The parameters of an address in their order, decoded; empty values where there is none. */
  public static Map<String, String> of(URI uri) {
    Map<String, String> query = new LinkedHashMap<>();
    String text = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
      }
    }
    return query;
  }

  /** Text of an address as it was before it was encoded. */
  public static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
