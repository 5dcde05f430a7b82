package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.condition.Condition;
import software.amazon.glue.dqdl.model.condition.date.DateBasedCondition;
import software.amazon.glue.dqdl.model.condition.date.DateExpression;
import software.amazon.glue.dqdl.model.condition.number.AtomicNumberOperand;
import software.amazon.glue.dqdl.model.condition.number.NullNumericOperand;
import software.amazon.glue.dqdl.model.condition.number.NumberBasedCondition;
import software.amazon.glue.dqdl.model.condition.number.NumericOperand;
import software.amazon.glue.dqdl.model.condition.string.KeywordStringOperand;
import software.amazon.glue.dqdl.model.condition.string.QuotedStringOperand;
import software.amazon.glue.dqdl.model.condition.string.StringBasedCondition;
import software.amazon.glue.dqdl.model.condition.string.StringOperand;

/**
 * Writes rules of a contract anew where Deequ means something else than Glue's reference: values
 * and lengths row by row, compared as their type, with thresholds; distinct values without null.
 *
 * <p>By the reference a null fulfils {@code !=}, {@code not in} and {@code not matches} and nothing
 * else; the length of a null is 0; {@code between} excludes its ends.
 */
final class DqdlMeaning {
  private static final String IGNORE_CASE = "ignoreCase";

  private final Contract contract;
  private final DQRule rule;

  private DqdlMeaning(Contract contract, DQRule rule) {
    this.contract = contract;
    this.rule = rule;
  }

  /** The rule as Deequ must have it; empty when it means the same as it stands. */
  static Optional<String> of(Contract contract, DQRule rule) throws RuleFault {
    DqdlMeaning meaning = new DqdlMeaning(contract, rule);
    return switch (rule.getRuleType()) {
      case "ColumnValues" -> Optional.of(meaning.everyRow(meaning.values()));
      case "ColumnLength" -> Optional.of(meaning.everyRow(meaning.length()));
      case "DistinctValuesCount" -> Optional.of(meaning.distinctValues());
      default -> Optional.empty();
    };
  }

  private Column column() throws RuleFault {
    String name = rule.getParameters().get("TargetColumn");
    SparkSql.checkColumn(name, contract.columns().stream().map(Column::name).toList());
    return contract.columns().stream()
        .filter(c -> c.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new RuleFault("there is no column " + name));
  }

  /**
   * As rows that do not fit, which a write can count; as a share where the rule has more to say.
   */
  private String everyRow(String valid) {
    Condition threshold = rule.getThresholdCondition();
    boolean shares = threshold != null && !threshold.getConditionAsString().isBlank();
    if (!shares && rule.getWhereClause() == null) {
      return DqdlText.noRowWhere("not (" + valid + ")");
    }
    return customSql(
        "select avg(if(" + valid + ", 1D, 0D)) from " + WrittenRules.PRIMARY,
        shares ? threshold.getConditionAsString() : "= 1");
  }

  private String distinctValues() throws RuleFault {
    if (!(rule.getCondition() instanceof NumberBasedCondition condition)) {
      throw new RuleFault("DistinctValuesCount needs a number");
    }
    return customSql(
        "select count(distinct "
            + SparkSql.column(column().name())
            + ") from "
            + WrittenRules.PRIMARY,
        condition.getConditionAsString());
  }

  /** A clause of the rule itself stands as it was written: its quotes are escaped already. */
  private String customSql(String query, String condition) {
    String own = rule.getWhereClause();
    String open = "select value from (" + query;
    String text = DqdlText.quoted(open);
    return "CustomSql "
        + text.substring(0, text.length() - 1)
        + (own == null ? "" : " where " + own)
        + ") as measured(value)\" "
        + condition.strip();
  }

  private String length() throws RuleFault {
    Column column = column();
    if (!(column.type() instanceof StringType)) {
      throw new RuleFault("only text has a length, not type " + column.type().typeName());
    }
    if (!(rule.getCondition() instanceof NumberBasedCondition condition)) {
      throw new RuleFault("ColumnLength needs a number");
    }
    List<String> numbers = new ArrayList<>();
    for (NumericOperand operand : condition.getOperands()) {
      numbers.add(number(operand).orElseThrow(() -> new RuleFault("a length is never NULL")));
    }
    return compared(
        "coalesce(length(" + SparkSql.column(column.name()) + "), 0)",
        condition.getOperator().name(),
        numbers,
        false);
  }

  private String values() throws RuleFault {
    Condition condition = rule.getCondition();
    if (condition instanceof NumberBasedCondition numbers) {
      return numbers(numbers);
    }
    if (condition instanceof DateBasedCondition dates) {
      return dates(dates);
    }
    if (condition instanceof StringBasedCondition texts) {
      return texts(texts);
    }
    throw new RuleFault("ColumnValues needs a number, a text or a date to compare with");
  }

  private String numbers(NumberBasedCondition condition) throws RuleFault {
    Column column = column();
    boolean onlyNull =
        condition.getOperands().stream().allMatch(NullNumericOperand.class::isInstance);
    if (!onlyNull && !(column.type() instanceof NumericType)) {
      throw new RuleFault(
          column.name() + " is of type " + column.type().typeName() + ", not a number");
    }
    List<String> numbers = new ArrayList<>();
    boolean orNull = false;
    for (NumericOperand operand : condition.getOperands()) {
      Optional<String> number = number(operand);
      if (number.isPresent()) {
        numbers.add(SparkSql.literal(number.get(), column.type()));
      }
      orNull |= number.isEmpty();
    }
    return compared(
        SparkSql.column(column.name()), condition.getOperator().name(), numbers, orNull);
  }

  /** The number of an operand; empty for NULL. */
  private static Optional<String> number(NumericOperand operand) throws RuleFault {
    if (operand instanceof NullNumericOperand) {
      return Optional.empty();
    }
    if (operand instanceof AtomicNumberOperand) {
      return Optional.of(operand.getOperand());
    }
    throw new RuleFault("a value is compared with plain numbers; write the result of " + operand);
  }

  private String dates(DateBasedCondition condition) throws RuleFault {
    List<String> dates = new ArrayList<>();
    boolean orNull = false;
    for (DateExpression expression : condition.getOperands()) {
      if (expression.getEvaluatedExpression() == null) {
        orNull = true;
      } else {
        dates.add("date'" + expression.getEvaluatedExpression().toLocalDate() + "'");
      }
    }
    return compared(date(column()), condition.getOperator().name(), dates, orNull);
  }

  /** A value as a date: a text of another form is none and fits nothing. */
  private static String date(Column column) throws RuleFault {
    DataType type = column.type();
    String name = SparkSql.column(column.name());
    if (type instanceof DateType) {
      return name;
    }
    if (type instanceof TimestampType || type instanceof StringType) {
      return "cast(" + name + " as date)";
    }
    throw new RuleFault(column.name() + " is of type " + type.typeName() + ", not a date");
  }

  private String texts(StringBasedCondition condition) throws RuleFault {
    Column column = column();
    String name = SparkSql.column(column.name());
    String operator = condition.getOperator().name();
    boolean ignoresCase = ignoresCase(operator);
    if (operator.endsWith("MATCHES")) {
      if (!(column.type() instanceof StringType)) {
        throw new RuleFault("only text has a pattern, not type " + column.type().typeName());
      }
      String fits = SparkSql.fits(name, condition.getOperands().get(0).getOperand());
      return operator.equals("MATCHES")
          ? "coalesce(" + fits + ", false)"
          : "coalesce(not (" + fits + "), true)";
    }
    List<String> literals = new ArrayList<>();
    List<String> keywords = new ArrayList<>();
    boolean orNull = false;
    for (StringOperand operand : condition.getOperands()) {
      if (operand instanceof KeywordStringOperand keyword) {
        orNull |= keyword.formatOperand().equals("NULL");
        keyword(keyword.formatOperand(), column, name).ifPresent(keywords::add);
      } else if (operand instanceof QuotedStringOperand) {
        literals.add(literal(operand.getOperand(), column, ignoresCase));
      } else {
        throw new RuleFault("variables are not supported");
      }
    }
    String subject = ignoresCase ? "lower(" + name + ")" : name;
    boolean negated = operator.startsWith("NOT");
    List<String> isOne = new ArrayList<>(keywords);
    if (!literals.isEmpty()) {
      isOne.add(SparkSql.in(subject, literals));
    }
    String one = isOne.isEmpty() ? "false" : "(" + String.join(" or ", isOne) + ")";
    return negated
        ? "coalesce(not " + one + ", " + !orNull + ")"
        : "coalesce(" + one + ", " + orNull + ")";
  }

  private boolean ignoresCase(String operator) throws RuleFault {
    boolean ignores =
        rule.getTags() != null && "true".equalsIgnoreCase(rule.getTags().get(IGNORE_CASE));
    if (ignores && operator.endsWith("MATCHES")) {
      throw new RuleFault("a pattern says (?i) itself; ignoreCase is for = and in");
    }
    return ignores;
  }

  private static Optional<String> keyword(String keyword, Column column, String name)
      throws RuleFault {
    if (keyword.equals("NULL")) {
      return Optional.empty();
    }
    if (!(column.type() instanceof StringType)) {
      throw new RuleFault("only text is " + keyword + ", not type " + column.type().typeName());
    }
    return Optional.of(
        keyword.equals("EMPTY")
            ? name + " = ''"
            : name + " rlike " + SparkSql.string("^[\\s\\h\\v]+$"));
  }

  private static String literal(String value, Column column, boolean ignoresCase) throws RuleFault {
    if (column.type() instanceof TimestampType) {
      try {
        return "timestamp'" + LocalDate.parse(value) + "'";
      } catch (DateTimeParseException e) {
        // A text with a time is a literal as it stands.
      }
    }
    String literal = SparkSql.literal(value, column.type());
    return ignoresCase ? "lower(" + literal + ")" : literal;
  }

  /**
   * A predicate that is never null.
   *
   * @param operator the name that the parser has for it
   * @param orNull whether NULL is among what is compared with
   */
  private static String compared(
      String subject, String operator, List<String> values, boolean orNull) throws RuleFault {
    if (values.isEmpty() && !orNull) {
      throw new RuleFault("there is nothing to compare with");
    }
    boolean negated = operator.equals("NOT_EQUALS") || operator.equals("NOT_IN");
    if (operator.equals("EQUALS") || operator.equals("IN") || negated) {
      String one = values.isEmpty() ? "false" : SparkSql.in(subject, values);
      return negated
          ? "("
              + subject
              + " is null and "
              + !orNull
              + " or coalesce(not ("
              + one
              + "), false) and "
              + subject
              + " is not null)"
          : "(" + subject + " is null and " + orNull + " or coalesce(" + one + ", false))";
    }
    int wanted = operator.endsWith("BETWEEN") ? 2 : 1;
    if (values.size() != wanted || orNull) {
      throw new RuleFault(
          "this comparison needs " + (wanted == 1 ? "one value" : "two values") + ", not NULL");
    }
    String first = values.get(0);
    String last = values.get(values.size() - 1);
    String holds =
        switch (operator) {
          case "GREATER_THAN" -> subject + " > " + first;
          case "GREATER_THAN_EQUAL_TO" -> subject + " >= " + first;
          case "LESS_THAN" -> subject + " < " + first;
          case "LESS_THAN_EQUAL_TO" -> subject + " <= " + first;
          case "BETWEEN" -> subject + " > " + first + " and " + subject + " < " + last;
          case "NOT_BETWEEN" -> subject + " <= " + first + " or " + subject + " >= " + last;
          default -> throw new RuleFault("the comparison " + operator + " is not supported");
        };
    return "coalesce(" + holds + ", false)";
  }
}
