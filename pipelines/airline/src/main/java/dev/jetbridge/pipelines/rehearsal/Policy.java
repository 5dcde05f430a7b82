package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.policy.RolePolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
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
  private record Grant(boolean allows, String action, String resource, List<Condition> conditions) {
    boolean matches(Permission permission) {
      return like(action.toLowerCase(Locale.ROOT), permission.action().toLowerCase(Locale.ROOT))
          && like(resource, permission.resource())
          && conditions.stream().allMatch(condition -> condition.holds(permission));
    }
  }

  /** What the context of a call must have; only of some operators are values patterns. */
  private record Condition(String operator, String key, List<String> values) {
    boolean holds(Permission permission) {
      String value = permission.context().get(key);
      return value != null
          && values.stream()
              .anyMatch(v -> operator.equals("StringLike") ? like(v, value) : v.equals(value));
    }
  }

  private final List<Grant> grants;
  private final BiFunction<String, String, Optional<String>> sources;
  private final Set<Grant> used = ConcurrentHashMap.newKeySet();

  private Policy(List<Grant> grants, BiFunction<String, String, Optional<String>> sources) {
    this.grants = List.copyOf(grants);
    this.sources = sources;
  }

  /**
   * What is granted and nobody asked for.
   *
   * @param resource as the policy has it
   * @param document that says it is needed though no call of ours shows it; empty for none
   */
  record Unused(String action, String resource, Optional<String> document) {}

  /** The generated policy of a role, read as IAM would get it. */
  static Policy of(RolePolicy role) {
    try {
      return new Policy(grants(JSON.writeValueAsString(role.document())), role::source);
    } catch (JsonProcessingException e) {
      throw unread("that of " + role.name() + " is no JSON");
    }
  }

  /**
   * Reads a document.
   *
   * @throws JetbridgeException CONFIG when it is no policy, or has what we do not evaluate
   */
  static Policy of(String document) {
    return new Policy(grants(document), (action, resource) -> Optional.empty());
  }

  private static List<Grant> grants(String document) {
    List<Grant> grants = new ArrayList<>();
    try {
      for (JsonNode statement : JSON.readTree(document).path("Statement")) {
        List<String> elements = new ArrayList<>();
        statement.fieldNames().forEachRemaining(elements::add);
        if (!ELEMENTS.containsAll(elements)) {
          throw unread("a statement has " + elements + ", evaluated are " + ELEMENTS);
        }
        List<Condition> conditions = conditions(statement.path("Condition"));
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
    return grants;
  }

  private static JetbridgeException unread(String reason) {
    return new JetbridgeException(FailureKind.CONFIG, "Cannot evaluate a policy: " + reason);
  }

  private static List<Condition> conditions(JsonNode condition) {
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : condition.properties()) {
      String name = operator.getKey();
      if (!OPERATORS.contains(name)) {
        throw unread("a condition has " + name + ", evaluated are " + OPERATORS);
      }
      operator
          .getValue()
          .properties()
          .forEach(e -> conditions.add(new Condition(name, e.getKey(), texts(e.getValue()))));
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
  List<Unused> unused() {
    return grants.stream()
        .filter(grant -> grant.allows && !used.contains(grant))
        .map(g -> new Unused(g.action, g.resource, sources.apply(g.action, g.resource)))
        .sorted(Comparator.comparing(Unused::action).thenComparing(Unused::resource))
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
