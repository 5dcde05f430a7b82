package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.Locale;
import java.util.Optional;

/** Reads how the figures of a source are compared with those of earlier runs. */
final class AnomaliesReader {
  static final String PROPERTY = "anomalies";

  private static final Shape ABOVE_ZERO =
      (node, faults) -> {
        Shape.NUMBER.check(node, faults);
        if (node.isNumber() && node.asNumber().signum() <= 0) {
          faults.add(node, "must be a number above 0, is " + node.text());
        }
      };

  static final Shape SHAPE =
      new ObjectShape()
          .optional(
              "strategy",
              Labels.shape(SourceFormat.Strategy.values(), SourceFormat.Strategy::label))
          .optional("sensitivity", ABOVE_ZERO)
          .optional(
              "severity", Labels.shape(QualityRule.Severity.values(), AnomaliesReader::label));

  private AnomaliesReader() {}

  static SourceFormat.Anomalies read(
      CustomProperties properties, Optional<ProductKind> kind, Faults faults) {
    if (kind.filter(k -> k != ProductKind.SOURCE_ALIGNED).isPresent()) {
      properties.refuse(PROPERTY, "only source-aligned products have files", faults);
    }
    SourceFormat.Anomalies byDefault = SourceFormat.Anomalies.DEFAULT;
    Optional<YamlNode> given = properties.value(PROPERTY, YamlNode.Kind.OBJECT);
    SourceFormat.Strategy strategy =
        given
            .flatMap(g -> g.text("strategy"))
            .flatMap(
                word ->
                    Labels.find(SourceFormat.Strategy.values(), SourceFormat.Strategy::label, word))
            .orElse(byDefault.strategy());
    if (strategy == SourceFormat.Strategy.NONE) {
      refuse(given, "sensitivity", faults);
      refuse(given, "severity", faults);
    }
    return new SourceFormat.Anomalies(
        strategy,
        given
            .flatMap(g -> g.field("sensitivity"))
            .filter(YamlNode::isNumber)
            .map(n -> n.asNumber().doubleValue())
            .orElse(strategy.sensitivity()),
        given
            .flatMap(g -> g.text("severity"))
            .flatMap(
                word -> Labels.find(QualityRule.Severity.values(), AnomaliesReader::label, word))
            .orElse(byDefault.severity()));
  }

  private static void refuse(Optional<YamlNode> given, String key, Faults faults) {
    given
        .flatMap(g -> g.field(key))
        .ifPresent(f -> faults.add(f, key + " does nothing here: the strategy is none"));
  }

  private static String label(QualityRule.Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
