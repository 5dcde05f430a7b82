package dev.jetbridge.contracts.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Whether a statement only reads tables. It is decided on the parsed statement, before Spark looks
 * anything up: Spark runs commands as soon as it is given them, and opens files to learn their
 * columns.
 *
 * <p>What is not known to be part of a query is refused, so that a statement that Spark or an
 * extension adds later is refused too.
 */
public final class SqlGuard {
  /** The parts of a parsed query, by the simple names of their classes. */
  private static final Set<String> PARTS =
      Set.of(
          "Aggregate",
          "CTERelationDef",
          "CTERelationRef",
          "Deduplicate",
          "Distinct",
          "Except",
          "Filter",
          "Generate",
          "GlobalLimit",
          "Intersect",
          "Join",
          "LateralJoin",
          "LocalLimit",
          "LocalRelation",
          "Offset",
          "OneRowRelation",
          "Pivot",
          "Project",
          "RebalancePartitions",
          "RelationTimeTravel",
          "Repartition",
          "RepartitionByExpression",
          "Sample",
          "Sort",
          "SubqueryAlias",
          "Union",
          "Unpivot",
          "UnresolvedHaving",
          "UnresolvedHint",
          "UnresolvedInlineTable",
          "UnresolvedRelation",
          "UnresolvedSubqueryColumnAliases",
          "UnresolvedTVFAliases",
          "UnresolvedTableValuedFunction",
          "UnresolvedWith",
          "Window",
          "WithCTE",
          "WithWindowDefinition");

  /** Table functions that make rows from their arguments only. */
  private static final Set<String> TABLE_FUNCTIONS =
      Set.of(
          "explode",
          "explode_outer",
          "inline",
          "inline_outer",
          "json_tuple",
          "posexplode",
          "posexplode_outer",
          "range",
          "stack");

  /** What a function does that no query needs; xpath and its kin are found by their beginning. */
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "reflect", "calls Java methods",
          "java_method", "calls Java methods",
          "try_reflect", "calls Java methods");

  private static final String XPATH = "xpath";

  private final Predicate<List<String>> isTable;
  private final Function<Expression, Stream<String>> more;

  /** One that lets every function of a query be that only computes. */
  public SqlGuard(Predicate<List<String>> isTable) {
    this(isTable, expression -> Stream.empty());
  }

  /**
   * @param isTable whether a name of two or more parts is that of a table that may be read
   * @param more what else is wrong with an expression, which is part of another one
   */
  SqlGuard(Predicate<List<String>> isTable, Function<Expression, Stream<String>> more) {
    this.isTable = isTable;
    this.more = more;
  }

  /**
   * Why a statement is more than a query of tables; empty when it is one.
   *
   * @param parsed as the parser gives it, nothing looked up
   */
  public Optional<String> refusal(LogicalPlan parsed) {
    List<LogicalPlan> plans = SqlTree.plans(parsed);
    Optional<String> part =
        plans.stream()
            .map(plan -> plan.getClass().getSimpleName())
            .filter(name -> !PARTS.contains(name))
            .findFirst()
            .map(name -> "only a query is allowed, and this holds " + words(name));
    return part.or(() -> plans.stream().flatMap(this::functions).findFirst());
  }

  /** The first name in a query that is none of a table; those of one part may be common tables. */
  public Optional<String> unknownTable(LogicalPlan parsed) {
    return tables(parsed).stream()
        .filter(name -> name.size() > 1 && !isTable.test(name))
        .findFirst()
        .map(name -> String.join(".", name));
  }

  /** Why an expression does more than compute from one row; empty when it does not. */
  Optional<String> refusal(Expression parsed) {
    return SqlTree.own(parsed)
        .flatMap(this::faults)
        .findFirst()
        .or(
            () ->
                SqlTree.own(parsed)
                    .filter(PlanExpression.class::isInstance)
                    .map(e -> "holds a query; a predicate computes from the columns of one row")
                    .findFirst());
  }

  /** The names of tables in a parsed query as they stand, those of common tables too. */
  public static List<List<String>> tables(LogicalPlan parsed) {
    List<List<String>> names = new ArrayList<>();
    for (LogicalPlan plan : SqlTree.plans(parsed)) {
      if (plan instanceof UnresolvedRelation relation) {
        names.add(SqlTree.list(relation.multipartIdentifier()));
      }
    }
    return names;
  }

  private Stream<String> functions(LogicalPlan plan) {
    Stream<String> table =
        plan instanceof UnresolvedTableValuedFunction call
            ? Stream.of(last(SqlTree.list(call.name())))
                .filter(name -> !TABLE_FUNCTIONS.contains(name))
                .map(
                    name -> "the table function " + name + " is not allowed here or does not exist")
            : Stream.empty();
    return Stream.concat(
        table,
        SqlTree.list(plan.expressions()).stream().flatMap(SqlTree::own).flatMap(this::faults));
  }

  private Stream<String> faults(Expression expression) {
    return Stream.concat(function(expression), more.apply(expression));
  }

  private static Stream<String> function(Expression expression) {
    String name = "";
    if (expression instanceof UnresolvedFunction call) {
      name = last(SqlTree.list(call.nameParts()));
    } else if (expression instanceof UnresolvedGenerator call) {
      FunctionIdentifier id = call.name();
      name = id.funcName().toLowerCase(Locale.ROOT);
    }
    if (name.startsWith(XPATH)) {
      return Stream.of("the function " + name + " reads XML, which may name files to read");
    }
    String does = FUNCTIONS.get(name);
    return does == null ? Stream.empty() : Stream.of("the function " + name + " " + does);
  }

  private static String last(List<String> parts) {
    return parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
  }

  /** The statement in words: {@code InsertIntoStatement} is an insert into statement. */
  private static String words(String className) {
    String spaced = className.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    String plain = spaced.replaceAll(" (statement|command|plan)$", "");
    return ("aeiou".indexOf(plain.charAt(0)) >= 0 ? "an " : "a ") + "\"" + plain + "\"";
  }
}
