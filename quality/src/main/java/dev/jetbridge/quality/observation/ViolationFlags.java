package dev.jetbridge.quality.observation;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.metrics.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;

/**
 * The cheap way to observe rules that every row must fulfil: one bit a rule, set by a row that
 * breaks it. While a bit is clear the sums of the rule's analyzer are known without having been
 * summed: none of the rows broke it. Where a bit is set the analyzer stays unmeasured, and the rows
 * are read for it.
 *
 * <p>One aggregation instead of some fifty sums, and {@link RowFlags} instead of a built-in one,
 * together cost a quarter.
 */
final class ViolationFlags {
  private static final int BITS = 60;

  private final List<Flag> flags = new ArrayList<>();
  private final List<Column> masks = new ArrayList<>();

  /**
   * A bit.
   *
   * @param sums the aggregations of the analyzer when no row breaks the rule: per aggregation
   *     whether it is the number of rows, or else zero
   */
  private record Flag(Analyzer<?, Metric<?>> analyzer, String mask, long bit, List<Boolean> sums) {}

  /** Takes an analyzer that expects the same of every row; false when its shape is unknown. */
  boolean add(Analyzer<?, Metric<?>> analyzer) {
    if (!(analyzer instanceof ScanShareableAnalyzer<?, ?> shareable)) {
      return false;
    }
    List<Column> columns = JavaConverters.seqAsJavaList(shareable.aggregationFunctions());
    Optional<Column> predicate = summedPredicate(columns.get(0));
    if (predicate.isEmpty()) {
      return false;
    }
    boolean share = columns.size() == 2 && isRowCount(columns.get(1));
    if (!share && columns.size() > 1) {
      return false;
    }
    int index = flags.size() % BITS;
    long bit = 1L << index;
    if (index == 0) {
      masks.add(functions.lit(0L));
    }
    int last = masks.size() - 1;
    Column known = functions.coalesce(predicate.get(), functions.lit(false));
    Column broken = (share ? functions.not(known) : known).cast(DataTypes.LongType);
    masks.set(last, masks.get(last).bitwiseOR(functions.shiftleft(broken, index)));
    flags.add(new Flag(analyzer, "f" + last, bit, share ? List.of(true, true) : List.of(false)));
    return true;
  }

  /** The aggregations to observe, by name. */
  Map<String, Column> columns() {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = 0; i < masks.size(); i++) {
      columns.put("f" + i, RowFlags.of(masks.get(i)));
    }
    return columns;
  }

  /** The aggregations of each analyzer whose rule no row broke. */
  Map<Analyzer<?, Metric<?>>, Row> clear(Map<String, Object> observed, long rows) {
    Map<Analyzer<?, Metric<?>>, Row> clear = new LinkedHashMap<>();
    for (Flag flag : flags) {
      if (rows > 0 && ((Long) observed.get(flag.mask()) & flag.bit()) == 0) {
        Object[] sums = flag.sums().stream().map(all -> all ? rows : 0L).toArray();
        clear.put(flag.analyzer(), RowFactory.create(sums));
      }
    }
    return clear;
  }

  private static boolean isRowCount(Column column) {
    return column.expr().canonicalized().equals(functions.count("*").expr().canonicalized());
  }

  /** The predicate p of {@code sum(cast(p as int))}. */
  private static Optional<Column> summedPredicate(Column column) {
    return column.expr() instanceof AggregateExpression aggregate
            && aggregate.aggregateFunction() instanceof Sum sum
            && sum.child() instanceof Cast cast
        ? Optional.of(new Column(cast.child()))
        : Optional.empty();
  }
}
