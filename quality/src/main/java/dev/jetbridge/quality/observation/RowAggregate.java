package dev.jetbridge.quality.observation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.MutableProjection$;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.StructType;
import scala.collection.IndexedSeq;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * An aggregate that is never null and evaluates its arguments on the row itself. Spark updates an
 * observed built-in one through a joined view of buffer and row, which makes every access to a
 * column several times dearer.
 *
 * @param <S> what was seen so far
 */
abstract class RowAggregate<S> extends TypedImperativeAggregate<S> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Expression> arguments;
  private final int bufferOffset;
  private final int inputOffset;
  private transient MutableProjection projection;

  RowAggregate(List<Expression> arguments, int bufferOffset, int inputOffset) {
    this.arguments = new ArrayList<>(arguments);
    this.bufferOffset = bufferOffset;
    this.inputOffset = inputOffset;
  }

  /** The same of other arguments or at other places. */
  abstract RowAggregate<S> with(List<Expression> arguments, int bufferOffset, int inputOffset);

  final Column column() {
    return new Column(toAggregateExpression());
  }

  /** The values of the arguments; the same object for each row. */
  final InternalRow values(InternalRow input) {
    if (projection == null) {
      // A row of its types boxes no number.
      StructType types = new StructType();
      for (Expression argument : arguments) {
        types = types.add("a" + types.length(), argument.dataType());
      }
      projection = MutableProjection$.MODULE$.create(children());
      projection.target(new SpecificInternalRow(types));
    }
    return projection.apply(input);
  }

  final List<Expression> arguments() {
    return arguments;
  }

  @Override
  public ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    return with(arguments, offset, inputOffset);
  }

  @Override
  public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return with(arguments, bufferOffset, offset);
  }

  @Override
  public int mutableAggBufferOffset() {
    return bufferOffset;
  }

  @Override
  public int inputAggBufferOffset() {
    return inputOffset;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public Seq<Expression> children() {
    return JavaConverters.asScalaBuffer(arguments).toIndexedSeq();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return with(JavaConverters.seqAsJavaList(newChildren), bufferOffset, inputOffset);
  }

  @Override
  public Object productElement(int index) {
    return List.of(arguments, bufferOffset, inputOffset).get(index);
  }

  @Override
  public int productArity() {
    return 3;
  }

  @Override
  public boolean canEqual(Object other) {
    return getClass().isInstance(other);
  }
}
