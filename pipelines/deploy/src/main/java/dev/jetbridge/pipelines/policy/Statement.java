package dev.jetbridge.pipelines.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A statement of a policy that allows something. Source: IAM user guide, "IAM JSON policy elements
 * reference".
 *
 * @param sid what it is for, in letters
 * @param conditions values by key by operator
 */
public record Statement(
    String sid,
    List<String> actions,
    List<String> resources,
    Map<String, Map<String, List<String>>> conditions) {
  /** For actions that IAM takes no resource of. */
  static final List<String> ANY = List.of("*");

  public Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    conditions = Map.copyOf(conditions);
  }

  static Statement of(String sid, List<String> resources, String... actions) {
    return new Statement(sid, List.of(actions), resources, Map.of());
  }

  /** The same where a key of the request has a value. */
  Statement where(String key, String... values) {
    return new Statement(
        sid, actions, resources, Map.of("StringEquals", Map.of(key, List.of(values))));
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Sid", sid);
    json.put("Effect", "Allow");
    json.put("Action", actions);
    json.put("Resource", resources);
    if (!conditions.isEmpty()) {
      json.put("Condition", new TreeMap<>(conditions));
    }
    return json;
  }
}
