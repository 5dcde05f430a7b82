package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A policy of IAM as it is evaluated: what no statement allows is refused, what one denies too. It
 * remembers what it was asked for, so that one can tell what nobody needed. Source: IAM user guide,
 * "Policy evaluation logic" and "IAM JSON policy elements reference"; what we do not evaluate, such
 * as NotAction and most operators of conditions, is refused when the policy is read.
 */
final class Policy {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ELEMENTS =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");
  private static final Set<String> OPERATORS =
      Set.of("StringEquals", "StringLike", "ForAnyValue:StringEquals");

  /** One action on one resource, as a statement grants or denies it. */
  private record Grant(
      boolean allows, String action, String resource, Map<String, List<String>> conditions) {
    boolean matches(Permission permission) {
      return like(action.toLowerCase(Locale.ROOT), permission.action().toLowerCase(Locale.ROOT))
          && like(resource, permission.resource())
          && conditions.entrySet().stream()
              .allMatch(c -> holds(c.getKey(), c.getValue(), permission));
    }

    private static boolean holds(String key, List<String> patterns, Permission permission) {
      String value = permission.context().get(key);
      return value != null && patterns.stream().anyMatch(pattern -> like(pattern, value));
    }
  }

  private final List<Grant> grants;
  private final Set<Grant> used = ConcurrentHashMap.newKeySet();

  private Policy(List<Grant> grants) {
    this.grants = List.copyOf(grants);
  }

  /**
   * Reads a document.
   *
   * @throws JetbridgeException CONFIG when it is no policy, or has what we do not evaluate
   */
  static Policy of(String document) {
    List<Grant> grants = new ArrayList<>();
    try {
      for (JsonNode statement : JSON.readTree(document).path("Statement")) {
        List<String> elements = new ArrayList<>();
        statement.fieldNames().forEachRemaining(elements::add);
        if (!ELEMENTS.containsAll(elements)) {
          throw unread("a statement has " + elements + ", evaluated are " + ELEMENTS);
        }
        Map<String, List<String>> conditions = conditions(statement.path("Condition"));
        for (String action : texts(statement.path("Action"))) {
          for (String resource : texts(statement.path("Resource"))) {
            grants.add(
                new Grant(
                    statement.path("Effect").asText().equals("Allow"),
                    action,
                    resource,
                    conditions));
          }
        }
      }
    } catch (IOException e) {
      throw unread("it is not JSON");
    }
    return new Policy(grants);
  }

  private static JetbridgeException unread(String reason) {
    return new JetbridgeException(FailureKind.CONFIG, "Cannot evaluate a policy: " + reason);
  }

  private static Map<String, List<String>> conditions(JsonNode condition) {
    Map<String, List<String>> conditions = new java.util.TreeMap<>();
    for (Map.Entry<String, JsonNode> operator : condition.properties()) {
      if (!OPERATORS.contains(operator.getKey())) {
        throw unread("a condition has " + operator.getKey() + ", evaluated are " + OPERATORS);
      }
      operator
          .getValue()
          .properties()
          .forEach(e -> conditions.put(e.getKey(), texts(e.getValue())));
    }
    return conditions;
  }

  /** IAM takes one text for a list of one. */
  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.elements().forEachRemaining(e -> texts.add(e.asText()));
    return texts;
  }

  boolean allows(Permission permission) {
    List<Grant> matching = grants.stream().filter(g -> g.matches(permission)).toList();
    used.addAll(matching);
    return !matching.isEmpty() && matching.stream().allMatch(Grant::allows);
  }

  /** What it allows and nobody asked for. */
  List<String> unused() {
    return grants.stream()
        .filter(grant -> grant.allows && !used.contains(grant))
        .map(grant -> grant.action + " on " + grant.resource)
        .sorted()
        .distinct()
        .toList();
  }

  /** Whether a text is of a pattern, in which * stands for any text and ? for one character. */
  private static boolean like(String pattern, String text) {
    String expression =
        Stream.of(pattern.split("(?<=[*?])|(?=[*?])"))
            .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
            .collect(Collectors.joining());
    return Pattern.compile(expression, Pattern.DOTALL).matcher(text).matches();
  }
}
