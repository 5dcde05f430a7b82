package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.List;
import java.util.stream.Stream;

/** The structure of a quality rule: its keys by its type, and its one operator. */
final class OdcsRules {
  private static final List<String> OPERATORS =
      Stream.of(QualityRule.Operator.values()).map(QualityRule.Operator::label).toList();

  private static final ObjectShape TEXT =
      new ObjectShape()
          .optional("id", Odcs.STABLE_ID)
          .optional("type", Shape.oneOf("text", "library", "sql", "custom"))
          .optional(
              "dimension",
              Shape.oneOf(
                  "accuracy",
                  "completeness",
                  "conformity",
                  "consistency",
                  "coverage",
                  "timeliness",
                  "uniqueness"))
          .texts("name", "description", "businessImpact", "method", "schedule", "scheduler")
          .texts("severity", "unit")
          .optional("tags", Shape.listOf(Shape.TEXT))
          .optional("authoritativeDefinitions", Odcs.DEFINITIONS)
          .optional("customProperties", Odcs.CUSTOM_PROPERTIES);

  private static final ObjectShape LIBRARY =
      comparing()
          .required(
              "metric",
              Shape.oneOf(
                  Stream.of(QualityRule.Metric.values())
                      .map(QualityRule.Metric::label)
                      .toArray(String[]::new)))
          .optional("arguments", Shape.OBJECT)
          .texts("rule");

  private static final ObjectShape SQL = comparing().required("query", Shape.TEXT);

  private static final ObjectShape CUSTOM =
      ObjectShape.with(TEXT).required("engine", Shape.TEXT).required("implementation", Shape.ANY);

  private OdcsRules() {}

  static void check(YamlNode node, Faults faults) {
    switch (type(node)) {
      case "text" -> TEXT.check(node, faults);
      case "sql" -> checkComparing(SQL, node, faults);
      case "custom" -> CUSTOM.check(node, faults);
      default -> checkComparing(LIBRARY, node, faults);
    }
  }

  /** The type of a rule; one that names none is of the library. */
  static String type(YamlNode rule) {
    return rule.text("type").orElse("library");
  }

  private static void checkComparing(ObjectShape shape, YamlNode node, Faults faults) {
    shape.check(node, faults);
    List<String> operators = node.fields().keySet().stream().filter(OPERATORS::contains).toList();
    if (node.is(YamlNode.Kind.OBJECT) && operators.size() != 1) {
      faults.add(
          node,
          "must have exactly one operator, has "
              + (operators.isEmpty() ? "none" : String.join(" and ", operators))
              + " (operators: "
              + String.join(", ", OPERATORS)
              + ")");
    }
  }

  private static ObjectShape comparing() {
    ObjectShape shape = ObjectShape.with(TEXT);
    for (QualityRule.Operator operator : QualityRule.Operator.values()) {
      shape.optional(
          operator.label(),
          operator == QualityRule.Operator.BETWEEN || operator == QualityRule.Operator.NOT_BETWEEN
              ? OdcsRules::checkRange
              : Shape.NUMBER);
    }
    return shape;
  }

  private static void checkRange(YamlNode node, Faults faults) {
    Shape.listOf(Shape.NUMBER).check(node, faults);
    if (!node.is(YamlNode.Kind.LIST)) {
      return;
    }
    boolean ascending =
        node.items().size() == 2
            && node.items().stream().allMatch(YamlNode::isNumber)
            && node.items().get(0).asNumber().compareTo(node.items().get(1).asNumber()) < 0;
    if (!ascending) {
      faults.add(node, "must be two distinct numbers, the lower one first");
    }
  }
}
