package dev.jetbridge.quality;

import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.condition.Condition;
import software.amazon.glue.dqdl.model.condition.date.DateBasedCondition;
import software.amazon.glue.dqdl.model.condition.number.BinaryExpressionOperand;
import software.amazon.glue.dqdl.model.condition.number.FunctionCallOperand;
import software.amazon.glue.dqdl.model.condition.number.NumberBasedCondition;
import software.amazon.glue.dqdl.model.condition.number.NumericOperand;
import software.amazon.glue.dqdl.model.condition.string.QuotedStringOperand;
import software.amazon.glue.dqdl.model.condition.string.StringBasedCondition;
import software.amazon.glue.dqdl.model.condition.string.StringBasedConditionOperator;

/**
 * What the parser accepts and Deequ translates, but no run could evaluate, or Deequ would evaluate
 * otherwise than Glue: unknown columns, functions of the history of a metric, and what the
 * translation of Deequ 2.1.0 leaves out.
 */
final class RuleChecks {
  private static final Set<String> WITHOUT_KNOWN_COLUMNS = Set.of("ColumnExists");

  private final List<String> columns;

  RuleChecks(List<String> columns) {
    this.columns = columns;
  }

  void check(DQRule rule) throws RuleFault {
    checkColumns(rule);
    if (rule.getWhereClause() != null) {
      SparkSql.checkPredicate(rule.getWhereClause(), columns);
    }
    if (rule.getParameters() != null && rule.getParameters().containsKey("CustomSqlStatement")) {
      SparkSql.checkQuery(rule.getParameters().get("CustomSqlStatement"));
    }
    if (rule.getCondition() instanceof NumberBasedCondition number) {
      for (NumericOperand operand : number.getOperands()) {
        checkOperand(operand);
      }
    }
    if (rule.getRuleType().equals("ColumnValues")) {
      checkColumnValues(rule);
    }
  }

  private void checkColumns(DQRule rule) throws RuleFault {
    if (rule.getParameters() == null || WITHOUT_KNOWN_COLUMNS.contains(rule.getRuleType())) {
      return;
    }
    for (Map.Entry<String, String> parameter : rule.getParameters().entrySet()) {
      if (parameter.getKey().startsWith("TargetColumn")) {
        SparkSql.checkColumn(parameter.getValue(), columns);
      }
    }
  }

  private static void checkOperand(NumericOperand operand) throws RuleFault {
    if (operand instanceof FunctionCallOperand call) {
      throw new RuleFault(
          "the function " + call.getFunctionName() + " needs the history of Glue Data Quality");
    }
    if (operand instanceof BinaryExpressionOperand expression) {
      checkOperand(expression.getOperand1());
      checkOperand(expression.getOperand2());
    }
  }

  private static void checkColumnValues(DQRule rule) throws RuleFault {
    Condition threshold = rule.getThresholdCondition();
    if (threshold != null
        && !threshold.getConditionAsString().isEmpty()
        && !(rule.getCondition() instanceof DateBasedCondition)) {
      throw new RuleFault(
          "Deequ ignores the threshold of ColumnValues; use invalidValues with unit percent");
    }
    if (rule.getTags() != null && rule.getTags().containsKey("ignoreCase")) {
      throw new RuleFault("Deequ ignores ignoreCase; use RowCount with a where clause");
    }
    if (rule.getCondition() instanceof StringBasedCondition condition
        && condition.getOperator() != StringBasedConditionOperator.MATCHES
        && condition.getOperator() != StringBasedConditionOperator.NOT_MATCHES
        && condition.getOperands().stream()
            .filter(QuotedStringOperand.class::isInstance)
            .anyMatch(o -> o.getOperand().contains("'") || o.getOperand().contains("\\"))) {
      throw new RuleFault(
          "Deequ mangles a quote or a backslash in a value; use RowCount with a where clause");
    }
  }
}
