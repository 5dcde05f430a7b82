package dev.jetbridge.quality;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.QualityRule.Check;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;
import dev.jetbridge.contracts.ValueFormat;
import dev.jetbridge.contracts.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/** Writes contracts for tests: columns and rules, the rest plain. */
public final class ContractDraft {
  private final List<Column> columns = new ArrayList<>();
  private final List<QualityRule> rules = new ArrayList<>();
  private final List<Contract.RowRule> rowRules = new ArrayList<>();
  private WriteMode writeMode = WriteMode.MERGE;

  public static ContractDraft of() {
    return new ContractDraft();
  }

  public ContractDraft key(String name, String type) {
    int position = 1 + (int) columns.stream().filter(Column::isKey).count();
    columns.add(column(name, type, true, position, Constraints.none()));
    return this;
  }

  public ContractDraft required(String name, String type, Constraints constraints) {
    columns.add(column(name, type, true, 0, constraints));
    return this;
  }

  public ContractDraft optional(String name, String type, Constraints constraints) {
    columns.add(column(name, type, false, 0, constraints));
    return this;
  }

  public ContractDraft optional(String name, String type) {
    return optional(name, type, Constraints.none());
  }

  public ContractDraft rowRule(String name, String predicate) {
    rowRules.add(new Contract.RowRule(name, predicate));
    return this;
  }

  public ContractDraft rule(String id, Check check) {
    return rule(id, Optional.empty(), Scope.RUN, Severity.ERROR, check);
  }

  public ContractDraft ruleOf(String column, String id, Check check) {
    return rule(id, Optional.of(column), Scope.RUN, Severity.ERROR, check);
  }

  public ContractDraft rule(
      String id, Optional<String> column, Scope scope, Severity severity, Check check) {
    rules.add(new QualityRule(id, column, scope, severity, "conformity", "", check));
    return this;
  }

  public ContractDraft writing(WriteMode mode) {
    writeMode = mode;
    return this;
  }

  public Contract contract() {
    return new Contract(
        new ProductId("sample", "things"),
        "1.0.0",
        ProductKind.AGGREGATE,
        new Contract.About("", "", "", "", "", "active"),
        columns,
        rules,
        rowRules,
        new Contract.Change(writeMode, Optional.empty(), Optional.empty(), false, false, false),
        Contract.Derivation.NONE,
        List.of(),
        Contract.Serving.TABLE_ONLY,
        Optional.empty(),
        List.of(),
        Contract.Maintenance.DEFAULT,
        Contract.Job.DEFAULT,
        "things.odcs.yaml",
        "00");
  }

  public RuleSet ruleSet() {
    return RuleSet.of(contract());
  }

  private static Column column(
      String name, String type, boolean required, int keyPosition, Constraints constraints) {
    return new Column(
        name,
        name,
        DataType.fromDDL(type),
        Optional.empty(),
        required,
        keyPosition,
        Optional.empty(),
        Classification.INTERNAL,
        constraints,
        "",
        ValueFormat.PLAIN);
  }

  public static Constraints pattern(String pattern) {
    return constraints(pattern, null, null, null, null, null, null);
  }

  public static Constraints length(Integer min, Integer max) {
    return constraints(null, min, max, null, null, null, null);
  }

  public static Constraints bounds(String min, String max) {
    return constraints(null, null, null, min, max, null, null);
  }

  public static Constraints exclusiveBounds(String min, String max) {
    return constraints(null, null, null, null, null, min, max);
  }

  public static Constraints values(String... values) {
    return constraints(null, null, null, null, null, null, null, values);
  }

  private static Constraints constraints(
      String pattern,
      Integer minLength,
      Integer maxLength,
      String min,
      String max,
      String exclusiveMin,
      String exclusiveMax,
      String... values) {
    return new Constraints(
        Optional.ofNullable(pattern),
        Optional.ofNullable(minLength),
        Optional.ofNullable(maxLength),
        Optional.ofNullable(min),
        Optional.ofNullable(max),
        Optional.ofNullable(exclusiveMin),
        Optional.ofNullable(exclusiveMax),
        List.of(values));
  }
}
