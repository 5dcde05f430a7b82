package dev.jetbridge.contracts.sql;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.NearestName;
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
public final class SparkSql {
  private static final String TABLE = "contract_table";

  private static final String UNSTABLE =
      "must give the same result in every run: no current time, no random numbers";
  private static final Pattern WITH = Pattern.compile("(?is)^\\s*with\\s+");

  /** Names without parentheses that are functions, not columns. */
  private static final Pattern FUNCTION_WITHOUT_PARENTHESES =
      Pattern.compile("(?i)current_\\w+|localtimestamp|user");

  private final List<Column> columns;
  private final String table;
  private final SparkSqlParser parser = new SparkSqlParser();

  public SparkSql(List<Column> columns) {
    this(columns, TABLE);
  }

  /**
   * @param table what queries call the table of the contract
   */
  public SparkSql(List<Column> columns, String table) {
    this.columns = columns;
    this.table = table;
  }

  /** Tells the compiler what Scala does not declare. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws AnalysisException;
  }

  /** What is wrong with a predicate over the columns of one row. */
  List<String> predicateFaults(String text) {
    List<String> found = new ArrayList<>();
    attempt(
            found,
            text,
            "is not a valid predicate of Spark SQL: ",
            () -> parser.parseExpression(text))
        .ifPresent(predicate -> found.addAll(expressionFaults(predicate)));
    return found;
  }

  /** The same of one that must have the same result whenever and wherever it is asked. */
  public List<String> stablePredicateFaults(String text) {
    List<String> found = predicateFaults(text);
    if (found.isEmpty()) {
      attempt(
              found,
              text,
              "is not a valid predicate over these columns: ",
              () -> analyze("SELECT * FROM " + table + " WHERE " + text))
          .filter(plan -> !isStable(plan))
          .ifPresent(plan -> found.add(UNSTABLE));
    }
    return found;
  }

  /** What is wrong with an aggregate over the columns that must have a number as its result. */
  public List<String> metricFaults(String text) {
    List<String> found = new ArrayList<>();
    attempt(
            found,
            text,
            "is not a valid expression of Spark SQL: ",
            () -> parser.parseExpression(text))
        .ifPresent(metric -> found.addAll(expressionFaults(metric)));
    if (found.isEmpty()) {
      attempt(
              found,
              text,
              "is not a valid aggregate over these columns: ",
              () -> analyze("SELECT " + text + " AS metric FROM " + table))
          .ifPresent(plan -> found.addAll(metricFaults(plan)));
    }
    return found;
  }

  private static List<String> metricFaults(LogicalPlan plan) {
    List<String> found = new ArrayList<>();
    DataType result = plan.schema().fields()[0].dataType();
    if (!isStable(plan)) {
      found.add(UNSTABLE);
    }
    if (SqlTree.expressions(plan).noneMatch(AggregateExpression.class::isInstance)) {
      found.add("must aggregate the rows, such as sum(column)");
    } else if (!(result instanceof NumericType)) {
      found.add("must be a number, is " + result.sql());
    }
    return found;
  }

  /** Why a text is not a query of products; empty when it is one. */
  Optional<String> queryFault(String text) {
    List<String> found = new ArrayList<>();
    parsed(found, text)
        .flatMap(
            plan ->
                ContractSql.GUARD
                    .refusal(plan)
                    .or(
                        () ->
                            ContractSql.GUARD
                                .unknownTable(plan)
                                .map(n -> n + " is not a table: tables are named domain.product")))
        .ifPresent(found::add);
    return found.stream().findFirst();
  }

  /** The tables that a query reads, without its own; none when it is not a query. */
  List<String> tables(String text) {
    return parsed(new ArrayList<>(), text).stream()
        .flatMap(
            plan -> {
              Set<String> own = SqlTree.commonTables(plan);
              return SqlGuard.tables(plan).stream()
                  .map(name -> String.join(".", name))
                  .filter(name -> !own.contains(name.toLowerCase(Locale.ROOT)));
            })
        .toList();
  }

  private Optional<LogicalPlan> parsed(List<String> found, String query) {
    return attempt(
        found, query, "is not a valid query of Spark SQL: ", () -> parser.parsePlan(query));
  }

  /**
   * What is wrong with a query in which {@code {object}} and {@code {property}} stand for the table
   * and the column, with one number as its result. One that reads other tables is only parsed.
   */
  public List<String> queryFaults(String text, Optional<String> column) {
    String ofTable = text.replace("{object}", table);
    String query = column.map(c -> ofTable.replace("{property}", c)).orElse(ofTable);
    List<String> found = new ArrayList<>();
    queryFault(query).map(fault -> fault.replace(TABLE, "{object}")).ifPresent(found::add);
    if (found.isEmpty()) {
      parsed(found, query)
          .ifPresent(plan -> found.addAll(unknownFunctions(SqlTree.expressions(plan))));
    }
    return found.isEmpty() ? columnFaults(query, true) : found;
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
        found.add("is not a valid query over this table: " + reason(e));
      }
    } catch (RuntimeException e) {
      // Spark asked the catalog, which holds nothing, for something else than a table.
      found.add("is not a valid query over this table: uses what only another catalog has");
    } catch (StackOverflowError e) {
      found.add("is not a valid query over this table: it is nested too deeply");
    }
    return found;
  }

  private List<String> expressionFaults(Expression expression) {
    Optional<String> refusal = ContractSql.GUARD.refusal(expression);
    if (refusal.isPresent()) {
      return List.of(refusal.get());
    }
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    columns.forEach(c -> known.add(c.name()));
    List<String> found = new ArrayList<>();
    SqlTree.expressions(expression)
        .filter(UnresolvedAttribute.class::isInstance)
        .map(e -> ((UnresolvedAttribute) e).nameParts().head())
        .filter(name -> !known.contains(name))
        .filter(name -> !FUNCTION_WITHOUT_PARENTHESES.matcher(name).matches())
        .distinct()
        .sorted()
        .forEach(name -> found.add("unknown column " + name + NearestName.hint(name, known)));
    found.addAll(unknownFunctions(SqlTree.expressions(expression)));
    return found;
  }

  private static List<String> unknownFunctions(Stream<Expression> expressions) {
    Set<String> known = SqlTree.builtInFunctions();
    return expressions
        .filter(UnresolvedFunction.class::isInstance)
        .map(e -> String.join(".", SqlTree.list(((UnresolvedFunction) e).nameParts())))
        .filter(name -> !known.contains(name.toLowerCase(Locale.ROOT)))
        .distinct()
        .sorted()
        .map(name -> "unknown function " + name + NearestName.hint(name, known))
        .toList();
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

  private static boolean isStable(LogicalPlan plan) {
    return SqlTree.expressions(plan).allMatch(SparkSql::isStable);
  }

  private static boolean isStable(Expression expression) {
    return expression.deterministic()
        && !(expression instanceof CurrentTimestampLike)
        && !(expression instanceof CurrentDate)
        && !(expression instanceof LocalTimestamp);
  }

  private static <T> Optional<T> attempt(
      List<String> found, String text, String complaint, Step<T> step) {
    if (text.contains("${")) {
      found.add("must not contain ${: Spark would replace it with a setting");
      return Optional.empty();
    }
    try {
      return Optional.of(step.take());
    } catch (AnalysisException e) {
      found.add(complaint + reason(e));
    } catch (RuntimeException e) {
      found.add(complaint + "Spark cannot read it");
    } catch (StackOverflowError e) {
      found.add(complaint + "it is nested too deeply");
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
