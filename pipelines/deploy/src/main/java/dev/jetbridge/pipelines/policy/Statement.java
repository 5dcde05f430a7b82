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
 * @param documents of actions that no call of ours shows, because a library or a service makes the
 *     call or AWS asks for them beside that of the call: the document that says so
 */
public record Statement(
    String sid,
    List<String> actions,
    List<String> resources,
    Map<String, Map<String, List<String>>> conditions,
    Map<String, String> documents) {
  /** For actions that IAM takes no resource of. */
  static final List<String> ANY = List.of("*");

  public Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    conditions = Map.copyOf(conditions);
    documents = Map.copyOf(documents);
  }

  static Statement of(String sid, List<String> resources, String... actions) {
    return new Statement(sid, List.of(actions), resources, Map.of(), Map.of());
  }

  /** The same where a key of the request has a value. */
  Statement where(String key, String... values) {
    return new Statement(
        sid, actions, resources, Map.of("StringEquals", Map.of(key, List.of(values))), documents);
  }

  /**
   * The same with the document by which it is needed.
   *
   * @param those what the document is about; none for all of its actions
   */
  Statement by(String document, String... those) {
    Map<String, String> all = new TreeMap<>(documents);
    (those.length == 0 ? actions : List.of(those)).forEach(action -> all.put(action, document));
    return new Statement(sid, actions, resources, conditions, all);
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
