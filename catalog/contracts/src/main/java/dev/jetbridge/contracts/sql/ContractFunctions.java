package dev.jetbridge.contracts.sql;

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
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.unsafe.types.UTF8String;

/** What functions in the SQL of contracts may not do, and patterns they may not have. */
final class ContractFunctions {
  private static final String ELSEWHERE = "depends on who runs it or where, not on the row";
  private static final String ENDS = "ends the run for all rows; write a predicate that is false";
  private static final String SQUARE =
      "takes time quadratic in the length of a value, which a sender chooses; give it a threshold";

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

  private ContractFunctions() {}

  /** Why an expression may not stand in a contract; nothing when it may. */
  static Stream<String> faults(Expression expression) {
    if (expression instanceof RLike regex) {
      return pattern("rlike", regex.right(), ContractFunctions::fault).stream();
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
          name,
          call.arguments().apply(1),
          finds ? ContractFunctions::fault : ContractFunctions::notPlain)
          .stream();
    }
    if (LIKE.contains(name) && call.arguments().size() > 1) {
      return pattern(name, call.arguments().apply(1), text -> Optional.empty()).stream();
    }
    if (name.equals("get_json_object") && call.arguments().size() > 1) {
      return text(call.arguments().apply(1))
          .map(path -> path.replaceAll("\\s", "").contains(FLATTENS) ? Optional.of(DEEP) : NONE)
          .orElse(Optional.of("it must be text in quotes, not a value"))
          .map(f -> "the path of get_json_object cannot be used: " + f)
          .stream();
    }
    if (name.equals("str_to_map")) {
      return SqlTree.list(call.arguments()).stream()
          .skip(1)
          .flatMap(delimiter -> pattern(name, delimiter, ContractFunctions::notPlain).stream());
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
        .orElse(Optional.of("it must be text in quotes, not a value"))
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
            "only characters and classes in sequence are allowed, with + or * at the end,"
                + " such as [^0-9]+");
  }
}
