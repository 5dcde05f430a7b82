package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.sql.SparkSql;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the predicates that each row of a source must fulfil. */
final class RowRuleReader {
  private final CustomProperties properties;
  private final SparkSql sql;
  private final Optional<ProductKind> kind;
  private final Faults faults;

  RowRuleReader(
      CustomProperties properties,
      List<Column> columns,
      Optional<ProductKind> kind,
      Faults faults) {
    this.properties = properties;
    this.sql = new SparkSql(columns);
    this.kind = kind;
    this.faults = faults;
  }

  List<Contract.RowRule> rowRules() {
    if (kind.filter(k -> k != ProductKind.SOURCE_ALIGNED).isPresent()) {
      properties.refuse("rowRules", "only rows of files are quarantined; use quality", faults);
    }
    List<Contract.RowRule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode rule : properties.value("rowRules").map(YamlNode::items).orElse(List.of())) {
      Optional<YamlNode> name = rule.field("name", YamlNode.Kind.TEXT);
      Optional<YamlNode> predicate = rule.field("predicate", YamlNode.Kind.TEXT);
      name.ifPresent(n -> Odcs.STABLE_ID.check(n, faults));
      predicate.ifPresent(p -> faults.addAll(p, sql.stablePredicateFaults(p.text())));
      if (name.isPresent() && !names.add(name.get().text())) {
        faults.add(name.get(), "the row rule " + name.get().text() + " is a duplicate");
      }
      if (name.isPresent() && predicate.isPresent()) {
        rules.add(new Contract.RowRule(name.get().text(), predicate.get().text()));
      }
    }
    return rules;
  }
}
