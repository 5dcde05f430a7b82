package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads with which other products a schedule makes a product, and on what. */
public final class JobReader {
  public static final String PROPERTY = "job";

  /** The key of the group in the property. */
  public static final String GROUP = "group";

  /** Gigabytes of the workers that there are. */
  private static final List<Integer> MEMORY = List.of(16, 32, 64, 128);

  private static final Shape MEMORY_SHAPE =
      (node, faults) -> {
        Shape.INTEGER.check(node, faults);
        if (node.is(YamlNode.Kind.INTEGER) && node.asInt().filter(MEMORY::contains).isEmpty()) {
          faults.add(node, "must be 16, 32, 64 or 128 gigabytes, is " + node.text());
        }
      };

  static final Shape SHAPE =
      new ObjectShape()
          .optional(
              GROUP,
              Shape.matching(
                  Pattern.compile("(?!wave\\d|(start|serve|after)$)[a-z][a-z0-9_]{0,39}"),
                  "lower case letters, digits and underscore, 40 at most, and not wave1, start,"
                      + " serve or after"))
          .optional("workers", Shape.atLeast(2))
          .optional("workerMemory", MEMORY_SHAPE);

  private JobReader() {}

  static Contract.Job read(CustomProperties properties) {
    Optional<YamlNode> given = properties.value(PROPERTY, YamlNode.Kind.OBJECT);
    return new Contract.Job(
        given.flatMap(g -> g.text(GROUP)), number(given, "workers"), number(given, "workerMemory"));
  }

  private static Optional<Integer> number(Optional<YamlNode> given, String key) {
    return given.flatMap(g -> g.field(key, YamlNode.Kind.INTEGER)).flatMap(YamlNode::asInt);
  }
}
