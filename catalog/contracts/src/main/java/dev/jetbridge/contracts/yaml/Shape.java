package dev.jetbridge.contracts.yaml;

import dev.jetbridge.contracts.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a value of a contract must look like. */
@FunctionalInterface
public interface Shape {
  /** Adds a fault for each place of the value that does not look like this. */
  void check(YamlNode node, Faults faults);

  Shape ANY = (node, faults) -> {};
  Shape TEXT = kind(YamlNode.Kind.TEXT);
  Shape BOOLEAN = kind(YamlNode.Kind.BOOLEAN);
  Shape INTEGER = kind(YamlNode.Kind.INTEGER);
  Shape OBJECT = kind(YamlNode.Kind.OBJECT);

  Shape NUMBER =
      (node, faults) -> {
        if (!node.isNumber()) {
          refuse(node, "a number", faults);
        }
      };

  Shape SCALAR =
      (node, faults) -> {
        if (!node.isScalar()) {
          refuse(node, "a single value", faults);
        }
      };

  private static Shape kind(YamlNode.Kind kind) {
    return (node, faults) -> {
      if (!node.is(kind)) {
        refuse(node, kind.label(), faults);
      }
    };
  }

  /** Reports a value of another kind, with the way out that YAML has for numbers. */
  static void refuse(YamlNode node, String expected, Faults faults) {
    boolean quotable =
        expected.startsWith("text") && (node.isNumber() || node.is(YamlNode.Kind.BOOLEAN));
    faults.add(
        node,
        "must be "
            + expected
            + ", is "
            + (node.is(YamlNode.Kind.BOOLEAN) ? "a boolean" : node.kind().label())
            + (quotable ? "; put it in quotes" : ""));
  }

  static Shape atLeast(int least) {
    return (node, faults) -> {
      INTEGER.check(node, faults);
      if (node.is(YamlNode.Kind.INTEGER) && node.asInt().filter(n -> n >= least).isEmpty()) {
        faults.add(node, "must be a whole number from " + least + ", is " + node.text());
      }
    };
  }

  static Shape matching(Pattern pattern, String expected) {
    return (node, faults) -> {
      TEXT.check(node, faults);
      if (node.is(YamlNode.Kind.TEXT) && !pattern.matcher(node.text()).matches()) {
        faults.add(node, "must be " + expected + ", is " + node.text());
      }
    };
  }

  static Shape oneOf(String... names) {
    List<String> known = Arrays.asList(names);
    return (node, faults) -> {
      TEXT.check(node, faults);
      if (node.is(YamlNode.Kind.TEXT) && !known.contains(node.text())) {
        faults.add(node, "unknown value " + node.text() + NearestName.hint(node.text(), known));
      }
    };
  }

  static Shape listOf(Shape item) {
    return (node, faults) -> {
      if (!node.is(YamlNode.Kind.LIST)) {
        refuse(node, "a list", faults);
      }
      node.items().forEach(i -> item.check(i, faults));
    };
  }
}
