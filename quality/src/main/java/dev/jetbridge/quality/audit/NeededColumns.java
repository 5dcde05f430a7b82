package dev.jetbridge.quality.audit;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.FilterableAnalyzer;
import com.amazon.deequ.analyzers.GroupingAnalyzer;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.metrics.Metric;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStar;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.functions;
import scala.collection.JavaConverters;

/**
 * Rows without the columns that no analyzer asks for. Deequ takes a dataset through a dozen steps,
 * and each of them costs Spark a look at every column.
 */
final class NeededColumns {
  /** Fewer cost less than to leave some out. */
  private static final int MANY = 100;

  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private boolean all;

  private NeededColumns() {}

  /** The same rows where there are few columns, or when not all analyzers say what they read. */
  static Dataset<Row> of(
      Dataset<Row> rows,
      Collection<Analyzer<?, Metric<?>>> shareable,
      Collection<Analyzer<?, Metric<?>>> others) {
    if (rows.columns().length < MANY) {
      return rows;
    }
    NeededColumns needed = new NeededColumns();
    shareable.forEach(needed::add);
    others.forEach(needed::add);
    Column[] columns =
        Stream.of(rows.columns())
            .filter(needed.names::contains)
            .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
            .toArray(Column[]::new);
    return needed.all || columns.length == 0 ? rows : rows.select(columns);
  }

  private void add(Analyzer<?, Metric<?>> analyzer) {
    if (analyzer instanceof GroupingAnalyzer<?, ?> grouping) {
      names.addAll(JavaConverters.seqAsJavaList(grouping.groupingColumns()));
    } else if (analyzer instanceof ScanShareableAnalyzer<?, ?> shareable) {
      JavaConverters.seqAsJavaList(shareable.aggregationFunctions()).forEach(c -> add(c.expr()));
    } else {
      all = true;
    }
    if (analyzer instanceof FilterableAnalyzer filterable
        && filterable.filterCondition().isDefined()) {
      add(functions.expr(filterable.filterCondition().get()).expr());
    }
  }

  private void add(Expression expression) {
    if (expression instanceof UnresolvedAttribute attribute) {
      names.add(attribute.nameParts().head());
    } else if (expression instanceof UnresolvedStar || expression instanceof PlanExpression<?>) {
      all = true;
    }
    JavaConverters.seqAsJavaList(expression.children()).forEach(this::add);
  }
}
