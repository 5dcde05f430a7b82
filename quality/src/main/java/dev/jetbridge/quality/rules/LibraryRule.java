package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.QualityRule.Expectation;
import dev.jetbridge.contracts.QualityRule.Library;
import dev.jetbridge.contracts.QualityRule.Operator;
import dev.jetbridge.contracts.QualityRule.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One rule of the ODCS metric library in the rule language.
 *
 * <p>nullValues counts nulls; missingValues counts the values listed, null only when listed;
 * invalidValues counts values outside validValues or without the pattern, nulls being valid;
 * duplicateValues counts the rows beyond the first of each value, rows with a null left out;
 * rowCount counts rows. A percentage is of all rows.
 */
record LibraryRule(Contract contract, QualityRule rule, Library library) {
  ContractRule write() throws RuleFault {
    return switch (library.metric()) {
      case NULL_VALUES -> nullValues();
      case MISSING_VALUES -> counted(missing());
      case INVALID_VALUES -> counted(invalid());
      case DUPLICATE_VALUES -> duplicates();
      case ROW_COUNT -> rowCount();
    };
  }

  private ContractRule nullValues() throws RuleFault {
    if (library.unit() == Unit.ROWS) {
      return counted(SparkSql.column(column().name()) + " is null");
    }
    Expectation complete = complement(library.expectation());
    return rule(
        DqdlText.completeness(column().name(), complete),
        "share of rows with " + column().name() + " " + DqdlText.condition(complete));
  }

  /** x percent null is 1 - x / 100 complete; the order turns round. */
  private static Expectation complement(Expectation percent) {
    List<BigDecimal> shares =
        new ArrayList<>(
            percent.values().stream()
                .map(v -> BigDecimal.ONE.subtract(v.movePointLeft(2)))
                .toList());
    Collections.reverse(shares);
    Operator turned =
        switch (percent.operator()) {
          case GREATER_THAN -> Operator.LESS_THAN;
          case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
          case LESS_THAN -> Operator.GREATER_THAN;
          case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
          case BE, NOT_BE, BETWEEN, NOT_BETWEEN -> percent.operator();
        };
    return new Expectation(turned, shares);
  }

  private String missing() throws RuleFault {
    List<Optional<String>> values = values("missingValues");
    String name = SparkSql.column(column().name());
    List<String> literals = literals(values);
    List<String> predicates = new ArrayList<>();
    if (values.contains(Optional.<String>empty())) {
      predicates.add(name + " is null");
    }
    if (!literals.isEmpty()) {
      predicates.add("(" + name + " is not null and " + SparkSql.in(name, literals) + ")");
    }
    if (predicates.isEmpty()) {
      throw new RuleFault("missingValues needs the argument missingValues with a value or null");
    }
    return String.join(" or ", predicates);
  }

  private String invalid() throws RuleFault {
    String name = SparkSql.column(column().name());
    List<String> literals = literals(values("validValues"));
    Object pattern = library.arguments().get("pattern");
    List<String> valid = new ArrayList<>();
    if (!literals.isEmpty()) {
      valid.add(SparkSql.in(name, literals));
    }
    if (pattern != null) {
      valid.add(SparkSql.fits(name, pattern.toString()));
    }
    if (valid.isEmpty()) {
      throw new RuleFault("invalidValues needs the argument validValues or pattern");
    }
    return SparkSql.isFalse(String.join(" and ", valid));
  }

  private ContractRule counted(String predicate) {
    if (library.unit() == Unit.ROWS) {
      return rule(DqdlText.rowCountWhere(predicate, library.expectation()), words("number"));
    }
    return percent("count_if(" + predicate + ")");
  }

  /** A hundred times the count is exact, so the quotient is the double nearest to the truth. */
  private ContractRule percent(String count) {
    return rule(
        DqdlText.customSql(
            "select 100D * (" + count + ") / count(*) from " + WrittenRules.PRIMARY,
            library.expectation()),
        words("percentage"));
  }

  private ContractRule duplicates() throws RuleFault {
    List<String> columns = new ArrayList<>();
    for (String name : duplicateColumns()) {
      SparkSql.checkColumn(name, columnNames());
      columns.add(SparkSql.column(name));
    }
    String complete =
        columns.stream().map(c -> c + " is not null").collect(Collectors.joining(" and "));
    String surplus =
        "count_if(" + complete + ") - count(distinct " + String.join(", ", columns) + ")";
    if (library.unit() == Unit.PERCENT) {
      return percent(surplus);
    }
    return rule(
        DqdlText.customSql(
            "select " + surplus + " from " + WrittenRules.PRIMARY, library.expectation()),
        words("number"));
  }

  private List<String> duplicateColumns() throws RuleFault {
    if (rule.column().isPresent()) {
      return List.of(rule.column().get());
    }
    List<String> properties = values("properties").stream().flatMap(Optional::stream).toList();
    if (properties.isEmpty()) {
      throw new RuleFault("duplicateValues of the table needs the argument properties");
    }
    return properties;
  }

  private ContractRule rowCount() throws RuleFault {
    if (library.unit() == Unit.PERCENT) {
      throw new RuleFault("rowCount has no percentage");
    }
    return rule(DqdlText.rowCount(library.expectation()), words("number"));
  }

  private ContractRule rule(String dqdl, String expectation) {
    return ContractRule.written(rule, dqdl, expectation);
  }

  private String words(String measure) {
    return measure
        + " of "
        + library.metric().label()
        + rule.column().map(c -> " of " + c).orElse("")
        + " "
        + DqdlText.condition(library.expectation());
  }

  private Column column() throws RuleFault {
    String name =
        rule.column()
            .orElseThrow(
                () -> new RuleFault(library.metric().label() + " needs a rule under a property"));
    SparkSql.checkColumn(name, columnNames());
    return contract.column(name);
  }

  private List<String> columnNames() {
    return contract.columns().stream().map(Column::name).toList();
  }

  private List<String> literals(List<Optional<String>> values) throws RuleFault {
    List<String> literals = new ArrayList<>();
    for (Optional<String> value : values) {
      if (value.isPresent()) {
        literals.add(SparkSql.literal(value.get(), column().type()));
      }
    }
    return literals;
  }

  /** The values of a list argument as text; null is empty. */
  private List<Optional<String>> values(String argument) {
    return library.arguments().get(argument) instanceof List<?> list
        ? list.stream().map(v -> Optional.ofNullable(v).map(Object::toString)).toList()
        : List.of();
  }
}
