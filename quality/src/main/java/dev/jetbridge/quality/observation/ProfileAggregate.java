package dev.jetbridge.quality.observation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.HyperLogLogPlusPlusHelper;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * All figures of {@link RowProfile} in one aggregate: an array that begins with the number of rows
 * and has a number for each figure, NaN where there is no value. Built-in aggregates, two a column,
 * are planned one by one and sent with each task's result. Distinct values are counted as Spark's
 * {@code approx_count_distinct} does.
 */
final class ProfileAggregate extends RowAggregate<ProfileAggregate.State> {
  private static final long serialVersionUID = 1L;

  /** That of approx_count_distinct. */
  private static final double DEVIATION = 0.05;

  private final List<Kind> kinds;
  private transient HyperLogLogPlusPlusHelper sketch;

  /** What is told of a value. */
  enum Kind {
    /** How many rows have one. */
    COUNT,
    /** About how many different ones there are. */
    DISTINCT,
    /** The greatest; of numbers only. */
    GREATEST
  }

  /** What was seen: rows, a number for each value, and the registers of those that are DISTINCT. */
  static final class State {
    private long rows;
    private final double[] numbers;
    private final byte[] registers;
    private final UnsafeRow words;

    private State(int values, int words) {
      this.numbers = new double[values];
      int bitmap = UnsafeRow.calculateBitSetWidthInBytes(words);
      this.registers = new byte[bitmap + words * Long.BYTES];
      this.words = new UnsafeRow(words);
      this.words.pointTo(registers, registers.length);
    }
  }

  private ProfileAggregate(
      List<Expression> values, List<Kind> kinds, int bufferOffset, int inputOffset) {
    super(values, bufferOffset, inputOffset);
    this.kinds = new ArrayList<>(kinds);
  }

  @Override
  ProfileAggregate with(List<Expression> values, int bufferOffset, int inputOffset) {
    return new ProfileAggregate(values, kinds, bufferOffset, inputOffset);
  }

  /**
   * @param kinds of each value; of GREATEST the value is a double
   */
  static Column of(List<Column> values, List<Kind> kinds) {
    List<Expression> expressions = values.stream().map(Column::expr).toList();
    return new ProfileAggregate(expressions, kinds, 0, 0).column();
  }

  private HyperLogLogPlusPlusHelper sketch() {
    if (sketch == null) {
      sketch = new HyperLogLogPlusPlusHelper(DEVIATION);
    }
    return sketch;
  }

  @Override
  public State createAggregationBuffer() {
    int distinct = (int) kinds.stream().filter(kind -> kind == Kind.DISTINCT).count();
    State state = new State(kinds.size(), distinct * sketch().numWords());
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i) == Kind.GREATEST) {
        state.numbers[i] = Double.NaN;
      }
    }
    return state;
  }

  @Override
  public State update(State seen, InternalRow input) {
    InternalRow row = values(input);
    seen.rows++;
    int offset = 0;
    for (int i = 0; i < kinds.size(); i++) {
      Kind kind = kinds.get(i);
      if (!row.isNullAt(i)) {
        switch (kind) {
          case COUNT -> seen.numbers[i]++;
          case GREATEST -> seen.numbers[i] = greater(seen.numbers[i], row.getDouble(i));
          case DISTINCT -> {
            DataType type = arguments().get(i).dataType();
            sketch().update(seen.words, offset, row.get(i, type), type);
          }
        }
      }
      offset += kind == Kind.DISTINCT ? sketch().numWords() : 0;
    }
    return seen;
  }

  /** NaN is not a number yet. */
  private static double greater(double one, double other) {
    return Double.isNaN(one) || other > one ? other : one;
  }

  @Override
  public State merge(State seen, State others) {
    seen.rows += others.rows;
    int offset = 0;
    for (int i = 0; i < kinds.size(); i++) {
      switch (kinds.get(i)) {
        case COUNT -> seen.numbers[i] += others.numbers[i];
        case GREATEST -> seen.numbers[i] = greater(seen.numbers[i], others.numbers[i]);
        case DISTINCT -> {
          sketch().merge(seen.words, others.words, offset, offset);
          offset += sketch().numWords();
        }
      }
    }
    return seen;
  }

  @Override
  public Object eval(State seen) {
    double[] figures = new double[1 + kinds.size()];
    figures[0] = seen.rows;
    int offset = 0;
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i) == Kind.DISTINCT) {
        figures[1 + i] = sketch().query(seen.words, offset);
        offset += sketch().numWords();
      } else {
        figures[1 + i] = seen.numbers[i];
      }
    }
    return UnsafeArrayData.fromPrimitiveArray(figures);
  }

  @Override
  public byte[] serialize(State seen) {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            Long.BYTES + seen.numbers.length * Double.BYTES + seen.registers.length);
    bytes.putLong(seen.rows);
    for (double number : seen.numbers) {
      bytes.putDouble(number);
    }
    return bytes.put(seen.registers).array();
  }

  @Override
  public State deserialize(byte[] serialized) {
    State state = createAggregationBuffer();
    ByteBuffer bytes = ByteBuffer.wrap(serialized);
    state.rows = bytes.getLong();
    for (int i = 0; i < state.numbers.length; i++) {
      state.numbers[i] = bytes.getDouble();
    }
    bytes.get(state.registers);
    return state;
  }

  @Override
  public DataType dataType() {
    return DataTypes.createArrayType(DataTypes.DoubleType, false);
  }

  @Override
  public Object productElement(int index) {
    return index == super.productArity() ? kinds : super.productElement(index);
  }

  @Override
  public int productArity() {
    return super.productArity() + 1;
  }
}
