package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.quality.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StringType;

/**
 * The rules that follow from the schema of a contract: required columns, what values may be, rules
 * of whole rows, and the key. Null values of optional columns pass all of them.
 */
public final class SchemaRules {
  private final Contract contract;
  private final RuleFaults faults;
  private final List<ContractRule> rules = new ArrayList<>();

  private SchemaRules(Contract contract, RuleFaults faults) {
    this.contract = contract;
    this.faults = faults;
  }

  public static List<ContractRule> of(Contract contract, RuleFaults faults) {
    SchemaRules derived = new SchemaRules(contract, faults);
    contract.columns().forEach(derived::addColumn);
    contract.rowRules().forEach(derived::addRowRule);
    derived.addKey();
    return derived.rules;
  }

  private void addColumn(Column column) {
    if (column.required()) {
      addShare(
          "required:" + column.name(),
          DqdlText.isComplete(column.name()),
          "share of rows with " + column.name() + " = 1");
    }
    for (ValueLimit.Kind kind : ValueLimit.Kind.values()) {
      faults.gather(kind.id(column), id -> addLimits(id, kind, column));
    }
  }

  private void addLimits(String id, ValueLimit.Kind kind, Column column) throws RuleFault {
    List<ValueLimit> limits = ValueLimit.of(column, kind);
    if (limits.isEmpty()) {
      return;
    }
    List<String> values = column.constraints().validValues();
    if (kind == ValueLimit.Kind.VALUES
        && column.type() instanceof StringType
        && values.stream().allMatch(SchemaRules::isPlain)) {
      addShare(
          id,
          DqdlText.valuesIn(column.name(), values, !column.required()),
          "share of rows with " + column.name() + " in [" + String.join(", ", values) + "] = 1");
      return;
    }
    addNoRow(
        id,
        SparkSql.isFalse(
            limits.stream().map(ValueLimit::valid).collect(Collectors.joining(" and "))),
        "number of rows whose "
            + column.name()
            + " "
            + limits.stream().map(ValueLimit::broken).collect(Collectors.joining(" or "))
            + " = 0");
  }

  /** Deequ hands such a value to Spark unchanged; it would mangle a quote or a backslash. */
  private static boolean isPlain(String value) {
    return value.chars().noneMatch(c -> c == '\'' || c == '"' || c == '\\');
  }

  private void addRowRule(Contract.RowRule rule) {
    addNoRow(
        "row:" + rule.name(),
        SparkSql.isFalse(rule.predicate()),
        "number of rows that break " + rule.name() + " = 0");
  }

  private void addKey() {
    List<String> key = contract.key().stream().map(Column::name).toList();
    if (!key.isEmpty()) {
      rules.add(
          ContractRule.share(
              RuleSet.KEY,
              DqdlText.isPrimaryKey(key),
              Scope.TABLE,
              "share of rows whose (" + String.join(", ", key) + ") occurs once = 1"));
    }
  }

  private void addShare(String id, String dqdl, String expectation) {
    rules.add(ContractRule.share(id, dqdl, Scope.RUN, expectation));
  }

  private void addNoRow(String id, String broken, String expectation) {
    rules.add(ContractRule.noRow(id, DqdlText.noRowWhere(broken), Scope.RUN, expectation));
  }
}
