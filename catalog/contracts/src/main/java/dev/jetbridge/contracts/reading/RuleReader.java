package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.sql.SparkSql;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the quality rules of the table and of its columns; rules that are only text are skipped.
 */
final class RuleReader {
  private static final String DQDL_ENGINE = "awsGlueDQ";

  private final Set<String> columns = new HashSet<>();
  private final Faults faults;
  private final SparkSql sql;
  private final Set<String> ids = new HashSet<>();
  private final List<QualityRule> rules = new ArrayList<>();

  RuleReader(List<Column> columns, Faults faults) {
    columns.forEach(c -> this.columns.add(c.name()));
    this.faults = faults;
    this.sql = new SparkSql(columns);
  }

  List<QualityRule> rules(YamlNode table) {
    table.list("quality").forEach(rule -> read(rule, Optional.empty()));
    for (YamlNode column : table.list("properties")) {
      column.list("quality").forEach(rule -> read(rule, column.text("name")));
      column.text("name").filter(n -> column.isTrue("unique")).ifPresent(n -> unique(column, n));
    }
    return rules;
  }

  /** {@code unique: true} is a rule of the whole table like one that is written out. */
  private void unique(YamlNode column, String name) {
    add(
        column,
        new QualityRule(
            name + "_unique",
            Optional.of(name),
            QualityRule.Scope.TABLE,
            QualityRule.Severity.ERROR,
            "uniqueness",
            "Values are unique",
            new QualityRule.Library(
                QualityRule.Metric.DUPLICATE_VALUES,
                Map.of(),
                QualityRule.Unit.ROWS,
                new QualityRule.Expectation(QualityRule.Operator.BE, List.of(BigDecimal.ZERO)))));
  }

  private void read(YamlNode rule, Optional<String> column) {
    CustomProperties properties = CustomProperties.read(rule, CustomProperties.OF_RULE, faults);
    Optional<QualityRule.Check> check = check(rule, column);
    Optional<String> id = id(rule, column);
    QualityRule.Severity severity = severity(rule);
    if (check.isEmpty() || id.isEmpty()) {
      return;
    }
    QualityRule.Scope scope =
        properties.text("scope").filter("table"::equals).isPresent()
            ? QualityRule.Scope.TABLE
            : QualityRule.Scope.RUN;
    add(
        rule,
        new QualityRule(
            id.get(),
            column,
            scope,
            severity,
            rule.textOrEmpty("dimension"),
            rule.textOrEmpty("description"),
            check.get()));
  }

  private void add(YamlNode place, QualityRule rule) {
    if (!ids.add(rule.id())) {
      faults.add(place, "the rule " + rule.id() + " is a duplicate");
    }
    rules.add(rule);
  }

  private Optional<QualityRule.Check> check(YamlNode rule, Optional<String> column) {
    return switch (OdcsRules.type(rule)) {
      case "library" ->
          new LibraryRuleReader(rule, column, columns, faults)
              .check()
              .map(QualityRule.Check.class::cast);
      case "sql" -> sql(rule, column);
      case "custom" -> dqdl(rule);
      default -> Optional.empty();
    };
  }

  private Optional<QualityRule.Check> sql(YamlNode rule, Optional<String> column) {
    Optional<YamlNode> query = rule.field("query", YamlNode.Kind.TEXT);
    query.ifPresent(q -> faults.addAll(q, sql.queryFaults(q.text(), column)));
    return query.flatMap(q -> expectation(rule).map(e -> new QualityRule.Sql(q.text(), e)));
  }

  private Optional<QualityRule.Check> dqdl(YamlNode rule) {
    rule.field("engine", YamlNode.Kind.TEXT)
        .filter(e -> !e.text().equals(DQDL_ENGINE))
        .ifPresent(
            e ->
                faults.add(
                    e, "unknown engine " + e.text() + "; only " + DQDL_ENGINE + " is evaluated"));
    Optional<YamlNode> text = rule.field("implementation");
    boolean blank = text.filter(t -> !t.is(YamlNode.Kind.TEXT) || t.text().isBlank()).isPresent();
    if (blank) {
      faults.add(text.get(), "must be a DQDL rule as text");
    }
    return text.map(t -> new QualityRule.Dqdl(t.text()));
  }

  private Optional<String> id(YamlNode rule, Optional<String> column) {
    Optional<String> given = rule.text("id");
    if (given.isPresent() || OdcsRules.type(rule).equals("text")) {
      return given;
    }
    Optional<String> derived = rule.text("metric").map(m -> column.map(c -> c + "_" + m).orElse(m));
    if (derived.isEmpty() && !OdcsRules.type(rule).equals("library")) {
      faults.add(rule, "the key id is missing: results are kept under it");
    }
    return derived;
  }

  private QualityRule.Severity severity(YamlNode rule) {
    Optional<YamlNode> text = rule.field("severity", YamlNode.Kind.TEXT);
    if (text.isEmpty() || OdcsRules.type(rule).equals("text")) {
      return QualityRule.Severity.ERROR;
    }
    String label = text.get().text();
    Optional<QualityRule.Severity> known =
        Stream.of(QualityRule.Severity.values())
            .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(label))
            .findFirst();
    if (known.isEmpty()) {
      faults.add(
          text.get(),
          "unknown severity " + label + NearestName.hint(label, List.of("error", "warning")));
    }
    return known.orElse(QualityRule.Severity.ERROR);
  }

  /** The one operator of a rule; empty when there is none that can be read. */
  static Optional<QualityRule.Expectation> expectation(YamlNode rule) {
    for (QualityRule.Operator operator : QualityRule.Operator.values()) {
      Optional<YamlNode> value = rule.field(operator.label());
      List<YamlNode> numbers =
          value.map(v -> v.is(YamlNode.Kind.LIST) ? v.items() : List.of(v)).orElse(List.of());
      if (!numbers.isEmpty() && numbers.stream().allMatch(YamlNode::isNumber)) {
        return Optional.of(
            new QualityRule.Expectation(
                operator, numbers.stream().map(YamlNode::asNumber).toList()));
      }
    }
    return Optional.empty();
  }
}
