package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BinaryOperator;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import scala.collection.JavaConverters;

/**
 * Metrics of contracts, which are Spark SQL, in the SQL that Redshift, Athena, PostgreSQL and
 * DuckDB understand alike and by Spark's meaning of a division: integers divide to a fraction, and
 * what is divided by zero is null. (Redshift and Athena cut the fraction off and fail.) A ratio is
 * exact to six decimals at least: that is what Athena keeps of a decimal(28,6), the others keep
 * more.
 */
final class MetricSql {
  private static final String RATIO_PART = "decimal(28,6)";

  /** Functions that have one meaning everywhere; avg is not among them, see below. */
  private static final Set<String> FUNCTIONS =
      new TreeSet<>(Set.of("sum", "count", "min", "max", "coalesce", "nullif", "abs"));

  private static final Map<Class<? extends BinaryOperator>, String> OPERATORS =
      Map.of(
          Add.class, "+",
          Subtract.class, "-",
          Multiply.class, "*",
          EqualTo.class, "=",
          LessThan.class, "<",
          LessThanOrEqual.class, "<=",
          GreaterThan.class, ">",
          GreaterThanOrEqual.class, ">=",
          And.class, "and",
          Or.class, "or");

  private final ProductId product;
  private final Contract.Metric metric;

  private MetricSql(ProductId product, Contract.Metric metric) {
    this.product = product;
    this.metric = metric;
  }

  /**
   * The expression of a metric.
   *
   * @throws JetbridgeException CONFIG when it uses what the engines do not share
   */
  static String of(ProductId product, Contract.Metric metric) {
    return new MetricSql(product, metric)
        .sql(new CatalystSqlParser().parseExpression(metric.expression()));
  }

  private String sql(Expression expression) {
    if (expression instanceof Divide divide) {
      return ratio(sql(divide.left()), sql(divide.right()));
    }
    if (expression instanceof BinaryOperator operator
        && OPERATORS.containsKey(operator.getClass())) {
      return "("
          + sql(operator.left())
          + " "
          + OPERATORS.get(operator.getClass())
          + " "
          + sql(operator.right())
          + ")";
    }
    if (expression instanceof UnresolvedFunction function) {
      return function(function);
    }
    if (expression instanceof CaseWhen cases) {
      return cases(cases);
    }
    if (expression instanceof UnresolvedAttribute column) {
      return SqlText.name(column.name());
    }
    return ofOne(expression);
  }

  private String ofOne(Expression expression) {
    if (expression instanceof Literal literal && isPlain(literal)) {
      return literal.dataType() instanceof StringType
          ? SqlText.shared(literal.value().toString())
          : literal.value().toString();
    }
    if (expression instanceof UnaryMinus minus) {
      return "(- " + sql(minus.child()) + ")";
    }
    if (expression instanceof Not not) {
      return "(not " + sql(not.child()) + ")";
    }
    if (expression instanceof IsNull isNull) {
      return "(" + sql(isNull.child()) + " is null)";
    }
    if (expression instanceof IsNotNull isNotNull) {
      return "(" + sql(isNotNull.child()) + " is not null)";
    }
    throw unknown(
        expression instanceof BinaryOperator operator
            ? operator.sqlOperator()
            : expression.prettyName());
  }

  private static boolean isPlain(Literal literal) {
    return literal.value() != null
        && (literal.dataType() instanceof IntegralType
            || literal.dataType() instanceof DecimalType
            || literal.dataType() instanceof StringType);
  }

  private static String ratio(String dividend, String divisor) {
    return "(cast("
        + dividend
        + " as "
        + RATIO_PART
        + ") / nullif(cast("
        + divisor
        + " as "
        + RATIO_PART
        + "), 0))";
  }

  private String function(UnresolvedFunction function) {
    String name = String.join(".", list(function.nameParts())).toLowerCase(Locale.ROOT);
    String distinct = function.isDistinct() ? "distinct " : "";
    String arguments =
        distinct
            + list(function.arguments()).stream().map(this::sql).collect(Collectors.joining(", "));
    if (function.filter().isDefined()) {
      throw unknown("filter (where …)");
    }
    if (name.equals("avg") || name.equals("mean")) {
      // Redshift's avg of integers is an integer.
      return ratio("sum(" + arguments + ")", "count(" + arguments + ")");
    }
    if (!FUNCTIONS.contains(name)) {
      throw unknown(name);
    }
    return name + "(" + arguments + ")";
  }

  private String cases(CaseWhen cases) {
    StringBuilder sql = new StringBuilder("case");
    list(cases.branches())
        .forEach(
            branch ->
                sql.append(" when ")
                    .append(sql(branch._1()))
                    .append(" then ")
                    .append(sql(branch._2())));
    if (cases.elseValue().isDefined()) {
      sql.append(" else ").append(sql(cases.elseValue().get()));
    }
    return sql.append(" end").toString();
  }

  private JetbridgeException unknown(String what) {
    return new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot make a view of metric "
            + metric.name()
            + " of "
            + product
            + ": "
            + what
            + " does not mean the same in every engine (known: avg, "
            + String.join(", ", FUNCTIONS)
            + ", + - * / comparisons and case)");
  }

  private static <T> List<T> list(scala.collection.Seq<T> seq) {
    return JavaConverters.seqAsJavaList(seq);
  }
}
