package dev.jetbridge.contracts;

import dev.jetbridge.contracts.pattern.TextPattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ILike;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.unsafe.types.UTF8String;

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

  private static final String NO_SQL = " is not Spark SQL (strings stand in single quotes)";
  private static final String ELSEWHERE = "says who or where the run is, not what the row holds";
  private static final String ENDS = "ends the run of all rows; write a predicate that is false";
  private static final String SQUARE =
      "takes the square of a value's length, which a sender chooses; give it a threshold";

  /** In a path of JSON: Spark goes a step deeper for each array that is in another. */
  private static final String FLATTENS = "[*][*]";

  private static final String DEEP =
      "[*][*] goes as deep as a value is nested, which a sender chooses; use from_json";

  private static final Optional<String> NONE = Optional.empty();

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

  /** Functions that find a pattern, their second argument. */
  private static final Set<String> FINDS = Set.of("regexp", "regexp_like", "rlike");

  /** The same as an operator that is written as a function. */
  private static final Set<String> LIKE = Set.of("like", "ilike");

  /** Functions whose second argument is a pattern, which Java matches. */
  private static final Set<String> PATTERN_SECOND =
      Set.of(
          "regexp",
          "regexp_like",
          "rlike",
          "regexp_count",
          "regexp_extract",
          "regexp_extract_all",
          "regexp_instr",
          "regexp_replace",
          "regexp_substr",
          "split");

  private ContractSql() {}

  /** Why a text is not a valid predicate; empty when it is one. */
  public static Optional<String> predicateFault(String text) {
    return faultOf(text, "predicate", parser -> refusal(parser.parseExpression(text)));
  }

  /** Why a text is not a query of products; empty when it is one. */
  public static Optional<String> queryFault(String text) {
    return faultOf(text, "query", parser -> refusal(parser.parsePlan(text)));
  }

  /**
   * What is wrong with a query over the columns of a contract; nothing when it reads other tables.
   *
   * @param table what the query calls the table of the contract
   * @param number whether its result must be one number
   */
  public static List<String> columnFaults(
      String query, String table, List<Column> columns, boolean number) {
    return new SparkSql(columns, new Faults(""), table).columnFaults(query, number);
  }

  /**
   * The tables that a query reads, as it names them, without its own; none when it is not a query.
   */
  public static List<String> tables(String query) {
    try {
      Reading<LogicalPlan> reading = parser -> parser.parsePlan(query);
      LogicalPlan parsed = reading.read(new SparkSqlParser());
      Set<String> own = SqlTree.commonTables(parsed);
      return SqlGuard.tables(parsed).stream()
          .map(name -> String.join(".", name))
          .filter(name -> !own.contains(name.toLowerCase(Locale.ROOT)))
          .toList();
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      return List.of();
    }
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
                    .map(name -> name + " is not a table: tables are named domain.product"))
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
    if (expression instanceof RLike regex) {
      return pattern("rlike", regex.right(), ContractSql::fault).stream();
    }
    if (expression instanceof Like like) {
      return pattern("like", like.right(), text -> Optional.empty()).stream();
    }
    if (expression instanceof ILike like) {
      return pattern("ilike", like.right(), text -> Optional.empty()).stream();
    }
    if (!(expression instanceof UnresolvedFunction call)) {
      return Stream.empty();
    }
    List<String> parts = SqlTree.list(call.nameParts());
    String name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
    if (PATTERN_SECOND.contains(name) && call.arguments().size() > 1) {
      boolean finds = FINDS.contains(name);
      return pattern(
          name, call.arguments().apply(1), finds ? ContractSql::fault : ContractSql::notPlain)
          .stream();
    }
    if (LIKE.contains(name) && call.arguments().size() > 1) {
      return pattern(name, call.arguments().apply(1), text -> Optional.empty()).stream();
    }
    if (name.equals("get_json_object") && call.arguments().size() > 1) {
      return text(call.arguments().apply(1))
          .map(path -> path.replaceAll("\\s", "").contains(FLATTENS) ? Optional.of(DEEP) : NONE)
          .orElse(Optional.of("it is not text in quotes, and no value is a path"))
          .map(f -> "the path of get_json_object cannot be used: " + f)
          .stream();
    }
    if (name.equals("str_to_map")) {
      return SqlTree.list(call.arguments()).stream()
          .skip(1)
          .flatMap(delimiter -> pattern(name, delimiter, ContractSql::notPlain).stream());
    }
    boolean bounded = name.equals("levenshtein") && call.arguments().size() > 2;
    return Optional.ofNullable(FUNCTIONS.get(name)).stream()
        .filter(does -> !bounded)
        .map(does -> "the function " + name + " " + does);
  }

  private static Optional<String> pattern(
      String function, Expression argument, Function<String, Optional<String>> fault) {
    return text(argument)
        .map(fault)
        .orElse(Optional.of("it is not text in quotes, and no value is a pattern"))
        .map(f -> "the pattern of " + function + " cannot be used: " + f);
  }

  private static Optional<String> text(Expression argument) {
    return argument instanceof Literal literal && literal.value() instanceof UTF8String text
        ? Optional.of(text.toString())
        : Optional.empty();
  }

  private static Optional<String> fault(String pattern) {
    return TextPattern.fault(pattern);
  }

  private static Optional<String> notPlain(String pattern) {
    return TextPattern.isPlain(pattern)
        ? Optional.empty()
        : Optional.of(
            "here it is characters and classes one after the other, and + or * at its end only,"
                + " such as [^0-9]+");
  }

  private static boolean isProduct(List<String> name) {
    return name.size() == 2
        && ProductId.ifValid(String.join(".", name)).isPresent()
        && !isFormat(name.get(0));
  }

  /** Tells the compiler what Scala does not declare. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(ParserInterface parser) throws ParseException;
  }

  private static Optional<String> faultOf(
      String text, String what, Reading<Optional<String>> reading) {
    if (text.contains("${")) {
      return Optional.of("must not hold ${: Spark puts a setting in its place");
    }
    try {
      return reading.read(new SparkSqlParser());
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
