package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.Map;

/** The structure of a column: its keys and the options that its logical type has. */
final class OdcsColumns {
  private static final Shape POSITIVE =
      (node, faults) -> {
        Shape.NUMBER.check(node, faults);
        if (node.isNumber() && node.asNumber().signum() <= 0) {
          faults.add(node, "must be above 0, is " + node.text());
        }
      };

  private static final ObjectShape DATE_OPTIONS =
      new ObjectShape()
          .texts("format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

  private static final ObjectShape TIME_OPTIONS =
      ObjectShape.with(DATE_OPTIONS).optional("timezone", Shape.BOOLEAN).texts("defaultTimezone");

  private static final ObjectShape NUMBER_OPTIONS =
      new ObjectShape()
          .optional("multipleOf", POSITIVE)
          .optional("minimum", Shape.NUMBER)
          .optional("maximum", Shape.NUMBER)
          .optional("exclusiveMinimum", Shape.NUMBER)
          .optional("exclusiveMaximum", Shape.NUMBER)
          .optional("format", Shape.oneOf("f32", "f64"));

  private static final Map<String, ObjectShape> OPTIONS =
      Map.of(
          "string",
          new ObjectShape()
              .optional("minLength", Shape.atLeast(0))
              .optional("maxLength", Shape.atLeast(0))
              .texts("pattern", "format"),
          "date",
          DATE_OPTIONS,
          "timestamp",
          TIME_OPTIONS,
          "integer",
          ObjectShape.with(NUMBER_OPTIONS)
              .optional(
                  "format",
                  Shape.oneOf(
                      "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128")),
          "number",
          NUMBER_OPTIONS,
          "boolean",
          new ObjectShape(),
          "object",
          new ObjectShape());

  private OdcsColumns() {}

  static void check(YamlNode node, Faults faults) {
    String type = node.textOrEmpty("logicalType");
    switch (ColumnTypes.isMap(node) ? "map" : type) {
      case "object", "array", "time" ->
          // Its parts would only repeat that it is not supported.
          faults.add(
              node.fields().get("logicalType"),
              "logicalType "
                  + type
                  + " is not supported yet"
                  + " (supported: string, integer, number, boolean, date, timestamp)");
      default -> {
        Odcs.COLUMN.check(node, faults);
        ObjectShape options = OPTIONS.get(type);
        if (options != null) {
          node.field("logicalTypeOptions", YamlNode.Kind.OBJECT)
              .ifPresent(o -> options.check(o, faults));
        }
      }
    }
  }
}
