package dev.jetbridge.quality;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.MutableProjection$;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.IndexedSeq;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The bits that any row sets: {@code bit_or} of a whole number that is never null. Spark updates an
 * observed built-in aggregate through a joined view of buffer and row, which makes every access to
 * a column several times dearer; this one evaluates its argument on the row itself.
 */
final class RowFlags extends TypedImperativeAggregate<long[]> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression flags;
  private final int bufferOffset;
  private final int inputOffset;
  private transient MutableProjection projection;
  private transient SpecificInternalRow result;

  private RowFlags(Expression flags, int bufferOffset, int inputOffset) {
    this.flags = flags;
    this.bufferOffset = bufferOffset;
    this.inputOffset = inputOffset;
  }

  static Column of(Column flags) {
    return new Column(new RowFlags(flags.expr(), 0, 0).toAggregateExpression());
  }

  @Override
  public long[] createAggregationBuffer() {
    return new long[1];
  }

  @Override
  public long[] update(long[] seen, InternalRow row) {
    if (projection == null) {
      projection = MutableProjection$.MODULE$.create(children());
      result = new SpecificInternalRow(new StructType().add("flags", DataTypes.LongType));
      projection.target(result);
    }
    projection.apply(row);
    seen[0] |= result.getLong(0);
    return seen;
  }

  @Override
  public long[] merge(long[] seen, long[] others) {
    seen[0] |= others[0];
    return seen;
  }

  @Override
  public Object eval(long[] seen) {
    return seen[0];
  }

  @Override
  public byte[] serialize(long[] seen) {
    return ByteBuffer.allocate(Long.BYTES).putLong(seen[0]).array();
  }

  @Override
  public long[] deserialize(byte[] bytes) {
    return new long[] {ByteBuffer.wrap(bytes).getLong()};
  }

  @Override
  public ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    return new RowFlags(flags, offset, inputOffset);
  }

  @Override
  public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return new RowFlags(flags, bufferOffset, offset);
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
  public DataType dataType() {
    return DataTypes.LongType;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public Seq<Expression> children() {
    return JavaConverters.asScalaBuffer(List.of(flags)).toList();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new RowFlags(newChildren.head(), bufferOffset, inputOffset);
  }

  @Override
  public Object productElement(int index) {
    return List.of(flags, bufferOffset, inputOffset).get(index);
  }

  @Override
  public int productArity() {
    return 3;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RowFlags;
  }
}
