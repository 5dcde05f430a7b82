package dev.jetbridge.contracts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;

/**
 * SQL of contracts, read but not run: predicates compute from one row, queries read products, and
 * neither calls, writes or opens anything else.
 */
public final class ContractSql {
  /** Names that Spark takes for a format, so that the name after them is a path. */
  private static final Set<String> FORMATS =
      Set.of(
          "avro",
          "binaryfile",
          "com",
          "csv",
          "delta",
          "hive",
          "iceberg",
          "image",
          "jdbc",
          "json",
          "libsvm",
          "orc",
          "org",
          "parquet",
          "protobuf",
          "text");

  private static final String NO_SQL = " is no Spark SQL (strings stand in single quotes)";
  private static final String ELSEWHERE = "says who or where the run is, not what the row holds";
  private static final String ENDS = "ends the run of all rows; write a predicate that is false";
  private static final String SQUARE =
      "takes the square of a value's length, which a sender chooses; give it a threshold";

  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("assert_true", ENDS),
          Map.entry("raise_error", ENDS),
          Map.entry("current_catalog", ELSEWHERE),
          Map.entry("current_database", ELSEWHERE),
          Map.entry("current_schema", ELSEWHERE),
          Map.entry("current_user", ELSEWHERE),
          Map.entry("input_file_block_length", ELSEWHERE),
          Map.entry("input_file_block_start", ELSEWHERE),
          Map.entry("input_file_name", ELSEWHERE),
          Map.entry("user", ELSEWHERE),
          Map.entry("version", ELSEWHERE),
          Map.entry("levenshtein", SQUARE));

  private ContractSql() {}

  /** Why a text is no predicate; empty when it is one. */
  public static Optional<String> predicateFault(String text) {
    return faultOf(text, "predicate", parser -> refusal(parser.parseExpression(text)));
  }

  /** Why a text is no query of products; empty when it is one. */
  public static Optional<String> queryFault(String text) {
    return faultOf(text, "query", parser -> refusal(parser.parsePlan(text)));
  }

  /** Whether Spark takes a name for a format, so that what follows it is a path. */
  static boolean isFormat(String name) {
    return FORMATS.contains(name.toLowerCase(Locale.ROOT));
  }

  static Optional<String> refusal(LogicalPlan parsed) {
    return SqlGuard.refusal(parsed)
        .or(
            () ->
                SqlGuard.unknownTable(parsed, ContractSql::isProduct)
                    .map(name -> name + " is no table: tables are named domain.product"))
        .or(
            () ->
                SqlTree.plans(parsed).stream()
                    .flatMap(plan -> SqlTree.list(plan.expressions()).stream())
                    .flatMap(SqlTree::own)
                    .flatMap(ContractSql::fault)
                    .findFirst());
  }

  static Optional<String> refusal(Expression parsed) {
    return SqlGuard.refusal(parsed)
        .or(() -> SqlTree.own(parsed).flatMap(ContractSql::fault).findFirst())
        .or(
            () ->
                SqlTree.own(parsed)
                    .filter(PlanExpression.class::isInstance)
                    .map(e -> "holds a query; a predicate computes from the columns of one row")
                    .findFirst());
  }

  private static Stream<String> fault(Expression expression) {
    if (!(expression instanceof UnresolvedFunction call)) {
      return Stream.empty();
    }
    List<String> parts = SqlTree.list(call.nameParts());
    String name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
    boolean bounded = name.equals("levenshtein") && call.arguments().size() > 2;
    return Optional.ofNullable(FUNCTIONS.get(name)).stream()
        .filter(does -> !bounded)
        .map(does -> "the function " + name + " " + does);
  }

  private static boolean isProduct(List<String> name) {
    return name.size() == 2
        && ProductId.ifValid(String.join(".", name)).isPresent()
        && !isFormat(name.get(0));
  }

  /** Tells the compiler what Scala does not declare. */
  @FunctionalInterface
  private interface Reading {
    Optional<String> refusal(ParserInterface parser) throws ParseException;
  }

  private static Optional<String> faultOf(String text, String what, Reading reading) {
    if (text.contains("${")) {
      return Optional.of("must not hold ${: Spark puts a setting in its place");
    }
    try {
      return reading.refusal(new SparkSqlParser());
    } catch (ParseException e) {
      return Optional.of("the " + what + NO_SQL + ": " + first(e));
    } catch (RuntimeException e) {
      return Optional.of("the " + what + NO_SQL);
    } catch (StackOverflowError e) {
      return Optional.of("the " + what + " is nested too deeply");
    }
  }

  /** What the parser says, without the statement it repeats. */
  private static String first(ParseException e) {
    return e.getMessage().strip().lines().findFirst().orElse("");
  }
}
