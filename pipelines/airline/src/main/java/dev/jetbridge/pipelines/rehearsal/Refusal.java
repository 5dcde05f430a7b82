package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer of the gatekeeper's own, in the form of the service that was called.
 *
 * @param error its code as REST services of JSON have it in a header; empty for none
 */
record Refusal(int status, String type, String error, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a service says when the role may not; services of JSON say so with status 400. */
  static Refusal denied(Request request, Permission lacking) {
    return of(
        request,
        "AccessDenied",
        "AccessDeniedException",
        "not authorized to perform "
            + lacking.action()
            + " on resource "
            + lacking.resource()
            + " because no identity-based policy allows it");
  }

  /** What a service says to an access key that nobody issued. */
  static Refusal unknownCaller(Request request) {
    return of(
        request,
        "InvalidAccessKeyId",
        "UnrecognizedClientException",
        "the access key id is not one of this rehearsal");
  }

  private static Refusal of(Request request, String inXml, String inJson, String message) {
    if (request.service().filter("s3"::equals).isPresent()) {
      return new Refusal(
          403,
          "application/xml",
          "",
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
              + inXml
              + "</Code><Message>"
              + message
              + "</Message></Error>");
    }
    try {
      String body = JSON.writeValueAsString(Map.of("__type", inJson, "Message", message));
      return new Refusal(
          request.target().isPresent() ? 400 : 403, "application/json", inJson, body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Refusal json(int status, String body) {
    return new Refusal(status, "application/x-amz-json-1.1", "", body);
  }

  void send(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (!error.isEmpty()) {
      exchange.getResponseHeaders().set("x-amzn-ErrorType", error);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
