package dev.jetbridge.pipelines.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one role may do, and which services take it.
 *
 * @param name such as jobs
 * @param arn of the role; empty for one that the configuration does not name
 * @param trusts services such as glue.amazonaws.com; none for a person or a pipeline
 */
public record RolePolicy(
    String name, Optional<String> arn, List<String> trusts, List<Statement> statements) {
  private static final String VERSION = "2012-10-17";

  public RolePolicy {
    trusts = List.copyOf(trusts);
    statements = List.copyOf(statements);
  }

  /** The document by which an action on a resource is granted that no call of ours shows. */
  public Optional<String> source(String action, String resource) {
    return statements.stream()
        .filter(s -> s.resources().contains(resource))
        .map(s -> s.documents().get(action))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The policy document. */
  public Map<String, Object> document() {
    return document(statements.stream().map(Statement::json).toList());
  }

  /** The trust policy of the role. */
  public Map<String, Object> trust() {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("Service", trusts));
    statement.put("Action", "sts:AssumeRole");
    return document(List.of(statement));
  }

  static Map<String, Object> document(List<Map<String, Object>> statements) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", VERSION);
    document.put("Statement", statements);
    return document;
  }
}
