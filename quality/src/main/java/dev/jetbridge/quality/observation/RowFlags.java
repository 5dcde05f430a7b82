package dev.jetbridge.quality.observation;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The bits that any row sets: {@code bit_or} of a whole number that is never null. */
final class RowFlags extends RowAggregate<long[]> {
  private static final long serialVersionUID = 1L;

  private RowFlags(List<Expression> flags, int bufferOffset, int inputOffset) {
    super(flags, bufferOffset, inputOffset);
  }

  static Column of(Column flags) {
    return new RowFlags(List.of(flags.expr()), 0, 0).column();
  }

  @Override
  RowFlags with(List<Expression> flags, int bufferOffset, int inputOffset) {
    return new RowFlags(flags, bufferOffset, inputOffset);
  }

  @Override
  public long[] createAggregationBuffer() {
    return new long[1];
  }

  @Override
  public long[] update(long[] seen, InternalRow row) {
    seen[0] |= values(row).getLong(0);
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
  public DataType dataType() {
    return DataTypes.LongType;
  }
}
