package dev.jetbridge.contracts.yaml;

import dev.jetbridge.contracts.NearestName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A closed object: its keys are known, the others refused with the nearest known one. */
public final class ObjectShape implements Shape {
  private final Map<String, Shape> keys = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();

  /** An object that has these keys and may have more. */
  public static ObjectShape with(ObjectShape other) {
    ObjectShape shape = new ObjectShape();
    shape.keys.putAll(other.keys);
    shape.required.addAll(other.required);
    return shape;
  }

  public ObjectShape required(String key, Shape shape) {
    required.add(key);
    return optional(key, shape);
  }

  public ObjectShape optional(String key, Shape shape) {
    keys.put(key, shape);
    return this;
  }

  public ObjectShape texts(String... names) {
    for (String name : names) {
      optional(name, TEXT);
    }
    return this;
  }

  @Override
  public void check(YamlNode node, Faults faults) {
    if (!node.is(YamlNode.Kind.OBJECT)) {
      Shape.refuse(node, "an object", faults);
      return;
    }
    required.stream()
        .filter(key -> !node.fields().containsKey(key))
        .forEach(key -> faults.add(node, "the key " + key + " is missing"));
    node.fields()
        .forEach(
            (key, field) -> {
              Shape shape = keys.get(key);
              if (shape == null) {
                faults.add(field, "unknown key " + key + NearestName.hint(key, keys.keySet()));
              } else {
                shape.check(field, faults);
              }
            });
  }
}
