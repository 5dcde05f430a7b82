package dev.jetbridge.quality.patterns;

import dev.jetbridge.contracts.pattern.TextPattern;
import dev.jetbridge.quality.rules.SparkSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.LikeAll;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.MultiLikeBase;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.NotLikeAll;
import org.apache.spark.sql.catalyst.expressions.NotLikeAny;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.PartialFunction;
import scala.collection.JavaConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts a {@link TextPattern} in place of every regular expression and LIKE that Spark would hand to
 * Java: some twenty times faster, and in a time that grows with the value and no faster, so that no
 * sender can stop a run with a value. Patterns are what costs most when a source is parsed and its
 * rules are observed. What else takes too long of long texts is limited, see {@link LimitedText}.
 */
public final class FastPatterns {
  private static final PartialFunction<Expression, Expression> FASTER =
      new AbstractPartialFunction<Expression, Expression>() {
        @Override
        public boolean isDefinedAt(Expression expression) {
          return faster(expression).isPresent();
        }

        @Override
        public Expression apply(Expression expression) {
          return faster(expression).orElse(expression);
        }
      };

  private static final PartialFunction<Expression, Expression> LIMITED =
      new AbstractPartialFunction<Expression, Expression>() {
        @Override
        public boolean isDefinedAt(Expression expression) {
          return LimitedText.limited(expression).isPresent();
        }

        @Override
        public Expression apply(Expression expression) {
          return LimitedText.limited(expression).orElse(expression);
        }
      };

  /** What {@link #install} lets a session do to every plan; of resolved plans only. */
  public static final Rule<LogicalPlan> IN_PLANS =
      new Rule<LogicalPlan>() {
        @Override
        public String ruleName() {
          return "dev.jetbridge.quality.patterns.FastPatterns";
        }

        @Override
        public LogicalPlan apply(LogicalPlan plan) {
          return plan.transformAllExpressions(FASTER).transformAllExpressions(LIMITED);
        }
      };

  private FastPatterns() {}

  /** The same column, faster. */
  public static Column in(Column column) {
    return new Column(column.expr().transformUp(FASTER));
  }

  /** Lets every query of a session be so, those of a library and those in SQL too. */
  public static void install(SparkSession session) {
    List<Rule<LogicalPlan>> rules =
        new ArrayList<>(JavaConverters.seqAsJavaList(session.experimental().extraOptimizations()));
    if (!rules.contains(IN_PLANS)) {
      rules.add(IN_PLANS);
      session.experimental().extraOptimizations_$eq(JavaConverters.asScalaBuffer(rules).toList());
    }
  }

  private static Optional<Expression> faster(Expression expression) {
    if (expression instanceof RLike regex) {
      return literal(regex.right())
          .filter(p -> TextPattern.fault(p).isEmpty())
          .map(p -> test(pattern(p), regex.left()));
    }
    if (expression instanceof Like like) {
      return literal(like.right())
          .map(p -> LikeText.pattern(p, like.escapeChar()))
          .filter(p -> TextPattern.fault(p).isEmpty())
          .map(p -> test(TextPattern.whole(p), like.left()));
    }
    return expression instanceof MultiLikeBase several ? several(several) : Optional.empty();
  }

  /** What fits from its beginning to its end is faster told as a whole. */
  private static TextPattern pattern(String regex) {
    if (regex.startsWith(SparkSql.FROM) && regex.endsWith(SparkSql.TO)) {
      String whole = regex.substring(SparkSql.FROM.length(), regex.length() - SparkSql.TO.length());
      if (TextPattern.fault(whole).isEmpty()) {
        return TextPattern.whole(whole);
      }
    }
    return TextPattern.part(regex);
  }

  private static Optional<Expression> several(MultiLikeBase several) {
    boolean negated = several instanceof NotLikeAll || several instanceof NotLikeAny;
    boolean all = several instanceof LikeAll || several instanceof NotLikeAll;
    Expression joined = null;
    for (UTF8String text : JavaConverters.seqAsJavaList(several.patterns())) {
      String pattern = text == null ? null : LikeText.pattern(text.toString(), '\\');
      if (pattern == null || TextPattern.fault(pattern).isPresent()) {
        return Optional.empty();
      }
      Expression one = test(TextPattern.whole(pattern), several.child());
      one = negated ? new Not(one) : one;
      joined = joined == null ? one : all ? new And(joined, one) : new Or(joined, one);
    }
    return Optional.ofNullable(joined);
  }

  private static Optional<String> literal(Expression expression) {
    return expression instanceof Literal literal
            && literal.dataType().equals(DataTypes.StringType)
            && literal.value() != null
        ? Optional.of(literal.value().toString())
        : Optional.empty();
  }

  private static Expression test(TextPattern pattern, Expression value) {
    return new Invoke(
        new Literal(pattern, new ObjectType(Predicate.class)),
        "test",
        DataTypes.BooleanType,
        JavaConverters.asScalaBuffer(List.of(value)),
        JavaConverters.asScalaBuffer(List.of()),
        true,
        false,
        true);
  }
}
