package dev.jetbridge.quality.patterns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetTimestamp;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Levenshtein;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.OctetLength;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.ToNumberBase;
import org.apache.spark.sql.catalyst.expressions.UnixTime;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import scala.collection.JavaConverters;

/**
 * Functions of Spark that take a time beyond that of reading their text: decimals, dates by a
 * pattern and distances grow with the square of its length, and a sender says how long it is. A
 * text that is longer than any number or date has no value there, and is far from every other.
 */
final class LimitedText {
  /** Bytes; the longest decimal has 38 digits, zeros in front and patterns of dates apart. */
  static final int LONGEST = 10_000;

  private LimitedText() {}

  /** The same with limited texts; empty when it takes no text, or takes it as fast as it can. */
  static Optional<Expression> limited(Expression expression) {
    if (!isSlow(expression)) {
      return Optional.empty();
    }
    List<Expression> children = new ArrayList<>();
    boolean changed = false;
    for (Expression child : JavaConverters.seqAsJavaList(expression.children())) {
      boolean text = child.dataType() instanceof StringType;
      boolean open = text && !child.foldable() && !isLimited(child);
      children.add(open ? limit(child) : child);
      changed |= open;
    }
    if (!changed) {
      return Optional.empty();
    }
    Expression limited =
        expression.withNewChildren(JavaConverters.asScalaBuffer(children).toIndexedSeq());
    return Optional.of(
        expression instanceof Levenshtein distance ? orFar(distance, limited) : limited);
  }

  /** A distance is not null where its texts are not; of long ones it is more than any is. */
  private static Expression orFar(Levenshtein distance, Expression limited) {
    Expression left = distance.left();
    Expression right = distance.right();
    return new If(
        new Or(new Not(isShort(left)), new Not(isShort(right))),
        new Add(new OctetLength(left), new OctetLength(right)),
        limited);
  }

  private static boolean isSlow(Expression expression) {
    return expression.childrenResolved()
        && ((expression instanceof Cast cast && cast.dataType() instanceof DecimalType)
            || expression instanceof GetTimestamp
            || expression instanceof UnixTime
            || expression instanceof ToNumberBase
            || expression instanceof Levenshtein);
  }

  private static Expression limit(Expression text) {
    return new If(isShort(text), text, Literal.create(null, text.dataType()));
  }

  private static Expression isShort(Expression text) {
    return new LessThanOrEqual(
        new OctetLength(text), Literal.create(LONGEST, DataTypes.IntegerType));
  }

  private static boolean isLimited(Expression text) {
    return text instanceof If limit
        && limit.predicate() instanceof LessThanOrEqual compared
        && compared.left() instanceof OctetLength
        && compared.right() instanceof Literal longest
        && Integer.valueOf(LONGEST).equals(longest.value());
  }
}
