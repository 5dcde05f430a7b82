package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a rule with a metric of the library: where it may stand and which arguments it takes. */
final class LibraryRuleReader {
  private static final Shape ANYTHING = Shape.listOf(Shape.SCALAR);

  private final YamlNode rule;
  private final Optional<String> column;
  private final Set<String> columns;
  private final Faults faults;

  LibraryRuleReader(YamlNode rule, Optional<String> column, Set<String> columns, Faults faults) {
    this.rule = rule;
    this.column = column;
    this.columns = columns;
    this.faults = faults;
  }

  Optional<QualityRule.Library> check() {
    String label = rule.textOrEmpty("metric");
    Optional<QualityRule.Metric> metric =
        Labels.find(QualityRule.Metric.values(), QualityRule.Metric::label, label);
    Optional<QualityRule.Expectation> expectation = RuleReader.expectation(rule);
    metric.ifPresent(this::checkLevel);
    metric.ifPresent(this::checkArguments);
    QualityRule.Unit unit = unit();
    if (unit == QualityRule.Unit.PERCENT) {
      expectation.ifPresent(this::checkPercent);
    }
    if (metric.isEmpty() || expectation.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> arguments =
        rule.field("arguments").map(YamlNode::plainFields).orElse(Map.of());
    return Optional.of(new QualityRule.Library(metric.get(), arguments, unit, expectation.get()));
  }

  private void checkLevel(QualityRule.Metric metric) {
    boolean onColumn = column.isPresent();
    boolean allowed =
        switch (metric) {
          case NULL_VALUES, MISSING_VALUES, INVALID_VALUES -> onColumn;
          case ROW_COUNT -> !onColumn;
          case DUPLICATE_VALUES -> true;
        };
    if (!allowed) {
      faults.add(
          rule.fields().get("metric"),
          metric.label() + " goes under " + (onColumn ? "the table" : "a column") + " only");
    }
  }

  private void checkArguments(QualityRule.Metric metric) {
    ObjectShape shape =
        switch (metric) {
          case NULL_VALUES, ROW_COUNT -> new ObjectShape();
          case MISSING_VALUES -> new ObjectShape().required("missingValues", ANYTHING);
          case INVALID_VALUES ->
              new ObjectShape().optional("validValues", ANYTHING).optional("pattern", Shape.TEXT);
          case DUPLICATE_VALUES ->
              column.isPresent()
                  ? new ObjectShape()
                  : new ObjectShape().required("properties", Shape.listOf(Shape.TEXT));
        };
    Optional<YamlNode> given = rule.field("arguments", YamlNode.Kind.OBJECT);
    if (given.isEmpty()) {
      boolean needed =
          metric == QualityRule.Metric.MISSING_VALUES
              || metric == QualityRule.Metric.INVALID_VALUES
              || (metric == QualityRule.Metric.DUPLICATE_VALUES && column.isEmpty());
      if (needed && rule.field("arguments").isEmpty()) {
        faults.add(rule, "the key arguments is missing: " + metric.label() + " needs it");
      }
      return;
    }
    YamlNode arguments = given.get();
    shape.check(arguments, faults);
    arguments
        .field("pattern", YamlNode.Kind.TEXT)
        .ifPresent(p -> ConstraintReader.pattern(p, faults));
    if (metric == QualityRule.Metric.INVALID_VALUES && arguments.fields().isEmpty()) {
      faults.add(arguments, "must hold validValues or pattern");
    }
    for (String list : List.of("missingValues", "validValues", "properties")) {
      arguments
          .field(list, YamlNode.Kind.LIST)
          .filter(l -> l.items().isEmpty())
          .ifPresent(l -> faults.add(l, "must hold at least one entry"));
    }
    if (metric == QualityRule.Metric.DUPLICATE_VALUES) {
      checkColumns(arguments.list("properties"));
    }
  }

  private void checkColumns(List<YamlNode> names) {
    Set<String> seen = new HashSet<>();
    for (YamlNode name : names) {
      if (name.is(YamlNode.Kind.TEXT) && !columns.contains(name.text())) {
        faults.add(name, "unknown column " + name.text() + NearestName.hint(name.text(), columns));
      } else if (!seen.add(name.text())) {
        faults.add(name, "the column " + name.text() + " is a duplicate");
      }
    }
  }

  private QualityRule.Unit unit() {
    Optional<YamlNode> unit = rule.field("unit", YamlNode.Kind.TEXT);
    if (unit.isEmpty() || unit.get().text().equals("rows")) {
      return QualityRule.Unit.ROWS;
    }
    String text = unit.get().text();
    if (!text.equals("percent")) {
      faults.add(
          unit.get(), "unknown unit " + text + NearestName.hint(text, List.of("rows", "percent")));
    } else if (rule.textOrEmpty("metric").equals(QualityRule.Metric.ROW_COUNT.label())) {
      faults.add(unit.get(), "rowCount counts rows: it has no percent");
    }
    return QualityRule.Unit.PERCENT;
  }

  private void checkPercent(QualityRule.Expectation expectation) {
    boolean outside =
        expectation.values().stream()
            .anyMatch(v -> v.signum() < 0 || v.compareTo(BigDecimal.valueOf(100)) > 0);
    if (outside) {
      faults.add(rule, expectation.operator().label() + " must be a percentage from 0 to 100");
    }
  }
}
