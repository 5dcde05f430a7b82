package dev.jetbridge.quality;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.QualityRule.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StringType;

/**
 * The rules that follow from the schema of a contract: required columns, what values may be, rules
 * of whole rows, and the key. Null values of optional columns pass all of them.
 */
final class SchemaRules {
  private final Contract contract;
  private final RuleFaults faults;
  private final List<ContractRule> rules = new ArrayList<>();

  private SchemaRules(Contract contract, RuleFaults faults) {
    this.contract = contract;
    this.faults = faults;
  }

  static List<ContractRule> of(Contract contract, RuleFaults faults) {
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
    Constraints constraints = column.constraints();
    if (!constraints.validValues().isEmpty()) {
      faults.gather("values:" + column.name(), id -> addValues(id, column));
    }
    if (constraints.pattern().isPresent()) {
      faults.gather("pattern:" + column.name(), id -> addPattern(id, column));
    }
    if (constraints.minLength().isPresent() || constraints.maxLength().isPresent()) {
      faults.gather("length:" + column.name(), id -> addLength(id, column));
    }
    faults.gather("bounds:" + column.name(), id -> addBounds(id, column));
  }

  private void addValues(String id, Column column) throws RuleFault {
    List<String> values = column.constraints().validValues();
    String expectation =
        "share of rows with " + column.name() + " in [" + String.join(", ", values) + "] = 1";
    if (column.type() instanceof StringType && values.stream().allMatch(SchemaRules::isPlain)) {
      addShare(id, DqdlText.valuesIn(column.name(), values, !column.required()), expectation);
      return;
    }
    List<String> literals = new ArrayList<>();
    for (String value : values) {
      literals.add(SparkSql.literal(value, column.type()));
    }
    addValidity(
        id,
        column,
        SparkSql.in(SparkSql.column(column.name()), literals),
        "is not in [" + String.join(", ", values) + "]");
  }

  /** Deequ hands such a value to Spark unchanged; it would mangle a quote or a backslash. */
  private static boolean isPlain(String value) {
    return value.chars().noneMatch(c -> c == '\'' || c == '"' || c == '\\');
  }

  private void addPattern(String id, Column column) throws RuleFault {
    String pattern = column.constraints().pattern().orElseThrow();
    if (!(column.type() instanceof StringType)) {
      throw new RuleFault("only text has a pattern, not type " + column.type().typeName());
    }
    addValidity(
        id,
        column,
        SparkSql.fits(SparkSql.column(column.name()), pattern),
        "does not match " + pattern);
  }

  private void addLength(String id, Column column) throws RuleFault {
    Constraints constraints = column.constraints();
    if (!(column.type() instanceof StringType)) {
      throw new RuleFault("only text has a length, not type " + column.type().typeName());
    }
    String length = "length(" + SparkSql.column(column.name()) + ")";
    List<String> valid = new ArrayList<>();
    List<String> words = new ArrayList<>();
    constraints.minLength().ifPresent(n -> valid.add(length + " >= " + n));
    constraints.minLength().ifPresent(n -> words.add("is shorter than " + n));
    constraints.maxLength().ifPresent(n -> valid.add(length + " <= " + n));
    constraints.maxLength().ifPresent(n -> words.add("is longer than " + n));
    addValidity(id, column, String.join(" and ", valid), String.join(" or ", words));
  }

  private void addBounds(String id, Column column) throws RuleFault {
    Constraints constraints = column.constraints();
    List<String> valid = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Bound bound :
        List.of(
            new Bound(constraints.minimum(), ">=", "is below "),
            new Bound(constraints.exclusiveMinimum(), ">", "is not above "),
            new Bound(constraints.maximum(), "<=", "is above "),
            new Bound(constraints.exclusiveMaximum(), "<", "is not below "))) {
      if (bound.value().isPresent()) {
        String value = bound.value().get();
        String literal = SparkSql.literal(value, column.type());
        valid.add(SparkSql.column(column.name()) + " " + bound.operator() + " " + literal);
        words.add(bound.words() + value);
      }
    }
    if (!valid.isEmpty()) {
      addValidity(id, column, String.join(" and ", valid), String.join(" or ", words));
    }
  }

  private record Bound(Optional<String> value, String operator, String words) {}

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

  /** Null values are valid: a predicate of theirs is null and so not false. */
  private void addValidity(String id, Column column, String valid, String brokenWords) {
    addNoRow(
        id,
        SparkSql.isFalse(valid),
        "number of rows whose " + column.name() + " " + brokenWords + " = 0");
  }

  private void addShare(String id, String dqdl, String expectation) {
    rules.add(ContractRule.share(id, dqdl, Scope.RUN, expectation));
  }

  private void addNoRow(String id, String broken, String expectation) {
    rules.add(ContractRule.noRow(id, DqdlText.noRowWhere(broken), Scope.RUN, expectation));
  }
}
