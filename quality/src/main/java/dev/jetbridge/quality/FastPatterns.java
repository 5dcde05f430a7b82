package dev.jetbridge.quality;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import scala.PartialFunction;
import scala.collection.JavaConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts a {@link SimplePattern} before each regular expression of that shape: {@code a rlike p}
 * becomes {@code simple(a) or a rlike p}, which is the same and seldom comes to its second half.
 * Patterns are what costs most when a source is parsed and its rules are observed.
 */
public final class FastPatterns {
  private static final PartialFunction<Expression, Expression> FASTER =
      new AbstractPartialFunction<Expression, Expression>() {
        @Override
        public boolean isDefinedAt(Expression expression) {
          return simple(expression).isPresent();
        }

        @Override
        public Expression apply(Expression expression) {
          return simple(expression)
              .<Expression>map(simple -> new Or(test(simple, (RLike) expression), expression))
              .orElse(expression);
        }
      };

  private FastPatterns() {}

  /** The same column, faster. */
  public static Column in(Column column) {
    return new Column(column.expr().transformUp(FASTER));
  }

  private static Optional<SimplePattern> simple(Expression expression) {
    return expression instanceof RLike regex
            && regex.right() instanceof Literal pattern
            && pattern.dataType().equals(DataTypes.StringType)
            && pattern.value() != null
        ? SimplePattern.of(pattern.value().toString())
        : Optional.empty();
  }

  private static Expression test(SimplePattern simple, RLike regex) {
    return new Invoke(
        new Literal(simple, new ObjectType(Predicate.class)),
        "test",
        DataTypes.BooleanType,
        JavaConverters.asScalaBuffer(List.of(regex.left())),
        JavaConverters.asScalaBuffer(List.of()),
        true,
        false,
        true);
  }
}
