package dev.jetbridge.contracts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * Judges SQL in contracts by Spark's own parser and analyzer, over a table that exists only as the
 * columns of the contract; needs no session.
 */
final class SparkSql {
  private static final String TABLE = "contract_table";

  private static final String UNSTABLE =
      "must give the same result in every run: no current time, no random numbers";
  private static final Pattern WITH = Pattern.compile("(?is)^\\s*with\\s+");

  private final List<Column> columns;
  private final Faults faults;
  private final String table;
  private final SparkSqlParser parser = new SparkSqlParser();

  SparkSql(List<Column> columns, Faults faults) {
    this(columns, faults, TABLE);
  }

  /**
   * @param table what queries call the table of the contract
   */
  SparkSql(List<Column> columns, Faults faults, String table) {
    this.columns = columns;
    this.faults = faults;
    this.table = table;
  }

  /** Tells the compiler what Scala does not declare. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws AnalysisException;
  }

  /** A predicate over the columns of one row, the same whenever and wherever it is asked. */
  void checkPredicate(YamlNode node) {
    Optional<Expression> predicate =
        attempt(
            node,
            "is not a valid predicate of Spark SQL: ",
            () -> parser.parseExpression(node.text()));
    if (predicate.isEmpty() || isRefused(node, predicate.get())) {
      return;
    }
    attempt(
            node,
            "is not a valid predicate over these columns: ",
            () -> analyze("SELECT * FROM " + table + " WHERE " + node.text()))
        .ifPresent(plan -> checkDeterminism(node, plan));
  }

  /** An aggregate over the columns with a number as its result. */
  void checkMetric(YamlNode node) {
    Optional<Expression> metric =
        attempt(node, "is no expression in Spark SQL: ", () -> parser.parseExpression(node.text()));
    if (metric.isEmpty() || isRefused(node, metric.get())) {
      return;
    }
    Optional<LogicalPlan> plan =
        attempt(
            node,
            "is no aggregate over these columns: ",
            () -> analyze("SELECT " + node.text() + " AS metric FROM " + table));
    plan.ifPresent(p -> checkDeterminism(node, p));
    boolean aggregates =
        plan.filter(p -> SqlTree.expressions(p).anyMatch(AggregateExpression.class::isInstance))
            .isPresent();
    if (plan.isPresent() && !aggregates) {
      faults.add(node, "must aggregate the rows, such as sum(column)");
    } else if (plan.isPresent()
        && !(plan.get().schema().fields()[0].dataType() instanceof NumericType)) {
      faults.add(node, "must be a number, is " + plan.get().schema().fields()[0].dataType().sql());
    }
  }

  /**
   * A query in which {@code {object}} and {@code {property}} stand for the table and the column,
   * with one number as its result. One that reads other tables is only parsed.
   */
  void checkQuery(YamlNode node, Optional<String> column) {
    String text = node.text().replace("{object}", table);
    String query = column.map(c -> text.replace("{property}", c)).orElse(text);
    Optional<LogicalPlan> parsed =
        attempt(node, "is not a query in Spark SQL: ", () -> parser.parsePlan(query));
    if (parsed.isEmpty()) {
      return;
    }
    Optional<String> refusal =
        ContractSql.refusal(parsed.get()).map(r -> r.replace(TABLE, "{object}"));
    if (refusal.isPresent()) {
      faults.add(node, refusal.get());
      return;
    }
    if (hasUnknownFunctions(node, SqlTree.expressions(parsed.get()))) {
      return;
    }
    columnFaults(query, true).forEach(fault -> faults.add(node, fault));
  }

  /**
   * What is wrong with a query over the columns; nothing when it reads other tables.
   *
   * @param number whether its result must be one number
   */
  List<String> columnFaults(String query, boolean number) {
    List<String> found = new ArrayList<>();
    try {
      Step<LogicalPlan> analysis = () -> analyze(query);
      LogicalPlan plan = analysis.take();
      if (!isStable(plan)) {
        found.add(UNSTABLE);
      }
      StructField[] result = plan.schema().fields();
      boolean isNumber =
          result.length == 1
              && (result[0].dataType() instanceof NumericType
                  || result[0].dataType() == DataTypes.NullType);
      if (number && !isNumber) {
        found.add("must have one number as its result, has " + plan.schema().simpleString());
      }
    } catch (AnalysisException e) {
      if (!"TABLE_OR_VIEW_NOT_FOUND".equals(e.getErrorClass())) {
        found.add("is not a query over this table: " + reason(e));
      }
    } catch (RuntimeException e) {
      // Spark asked the catalog, which holds nothing, for something else than a table.
      found.add("is not a query over this table: uses what only another catalog has");
    } catch (StackOverflowError e) {
      found.add("is not a query over this table: it is nested too deeply");
    }
    return found;
  }

  private boolean isRefused(YamlNode node, Expression expression) {
    Optional<String> refusal = ContractSql.refusal(expression);
    refusal.ifPresent(r -> faults.add(node, r));
    return refusal.isPresent() || hasUnknownNames(node, expression);
  }

  private boolean hasUnknownNames(YamlNode node, Expression predicate) {
    Set<String> known = new TreeSet<>();
    columns.forEach(c -> known.add(c.name()));
    Set<String> unknown = new TreeSet<>();
    SqlTree.expressions(predicate)
        .filter(e -> e instanceof UnresolvedAttribute)
        .map(e -> ((UnresolvedAttribute) e).name())
        .filter(name -> !known.contains(name))
        .forEach(unknown::add);
    unknown.forEach(
        name -> faults.add(node, "unknown column " + name + NearestName.hint(name, known)));
    return hasUnknownFunctions(node, SqlTree.expressions(predicate)) || !unknown.isEmpty();
  }

  private boolean hasUnknownFunctions(YamlNode node, Stream<Expression> expressions) {
    Set<String> known = SqlTree.builtInFunctions();
    Set<String> unknown = new TreeSet<>();
    expressions
        .filter(e -> e instanceof UnresolvedFunction)
        .map(e -> String.join(".", SqlTree.list(((UnresolvedFunction) e).nameParts())))
        .filter(name -> !known.contains(name.toLowerCase(Locale.ROOT)))
        .forEach(unknown::add);
    unknown.forEach(
        name -> faults.add(node, "unknown function " + name + NearestName.hint(name, known)));
    return !unknown.isEmpty();
  }

  private LogicalPlan analyze(String query) {
    // A column that is a duplicate is reported elsewhere; here it would make each use ambiguous.
    Map<String, DataType> types = new LinkedHashMap<>();
    columns.forEach(c -> types.putIfAbsent(c.name(), c.type()));
    String values =
        types.entrySet().stream()
            .map(c -> "CAST(NULL AS " + c.getValue().sql() + ") AS `" + c.getKey() + "`")
            .collect(Collectors.joining(", "));
    Matcher with = WITH.matcher(query);
    String rest = with.find() ? ", " + with.replaceFirst("") : " " + query;
    Analyzer analyzer = SqlTree.analyzer();
    LogicalPlan plan =
        analyzer.execute(parser.parsePlan("WITH " + table + " AS (SELECT " + values + ")" + rest));
    analyzer.checkAnalysis(plan);
    return plan;
  }

  private void checkDeterminism(YamlNode node, LogicalPlan plan) {
    if (!isStable(plan)) {
      faults.add(node, UNSTABLE);
    }
  }

  private static boolean isStable(LogicalPlan plan) {
    return SqlTree.expressions(plan).allMatch(SparkSql::isStable);
  }

  private static boolean isStable(Expression expression) {
    return expression.deterministic()
        && !(expression instanceof CurrentTimestampLike)
        && !(expression instanceof CurrentDate)
        && !(expression instanceof LocalTimestamp);
  }

  private <T> Optional<T> attempt(YamlNode node, String complaint, Step<T> step) {
    if (node.text().contains("${")) {
      faults.add(node, "must not hold ${: Spark puts a setting in its place");
      return Optional.empty();
    }
    try {
      return Optional.of(step.take());
    } catch (AnalysisException e) {
      faults.add(node, complaint + reason(e));
    } catch (RuntimeException e) {
      faults.add(node, complaint + "Spark cannot read it");
    } catch (StackOverflowError e) {
      faults.add(node, complaint + "it is nested too deeply");
    }
    return Optional.empty();
  }

  /** The first line only, without places in a query that nobody wrote. */
  private static String reason(AnalysisException e) {
    String first = e.getMessage().strip().lines().findFirst().orElse("refused by Spark");
    return first
        .replaceAll("\\.?; line \\d+ pos \\d+.*", "")
        .replaceAll("\\(line \\d+, pos \\d+\\)", "")
        .replace(TABLE, "{object}");
  }
}
