package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.Column;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.condition.number.BinaryExpressionOperand;
import software.amazon.glue.dqdl.model.condition.number.FunctionCallOperand;
import software.amazon.glue.dqdl.model.condition.number.NumberBasedCondition;
import software.amazon.glue.dqdl.model.condition.number.NumericOperand;

/**
 * What the parser accepts and Deequ translates, but no run could evaluate, or Deequ would evaluate
 * otherwise than Glue: unknown columns, functions of the history of a metric, and what the
 * translation of Deequ 2.1.0 leaves out.
 */
final class RuleChecks {
  private static final Set<String> WITHOUT_KNOWN_COLUMNS = Set.of("ColumnExists");

  private final List<Column> columns;

  RuleChecks(List<Column> columns) {
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
  }

  private void checkColumns(DQRule rule) throws RuleFault {
    if (rule.getParameters() == null || WITHOUT_KNOWN_COLUMNS.contains(rule.getRuleType())) {
      return;
    }
    for (Map.Entry<String, String> parameter : rule.getParameters().entrySet()) {
      if (parameter.getKey().startsWith("TargetColumn")) {
        SparkSql.checkColumn(parameter.getValue(), columns.stream().map(Column::name).toList());
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
}
