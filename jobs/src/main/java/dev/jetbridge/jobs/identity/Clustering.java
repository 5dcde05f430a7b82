package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Connected components of pairs of keys: one row a key that is not the smallest of its component,
 * with the smallest as its root. A key that is in no row is alone or is itself the root.
 *
 * <p>The large-star and small-star operations alternate until a round changes nothing; the number
 * of rounds grows with the logarithm of the longest chain, the rows never exceed twice the pairs,
 * and no step joins the neighbours of a key with each other. Kiveris, Lattanzi, Mirrokni, Rastogi,
 * Vassilvitskii: Connected Components in MapReduce and Beyond, 2014.
 */
final class Clustering {
  static final String KEY = "key";
  static final String ROOT = "root";

  private static final int MAX_ROUNDS = 40;
  private static final String NEIGHBOUR = "neighbour";
  private static final String SMALLEST = "smallest";
  private static final String CHANGED = "changed";
  private static final String EDGE = "edge";

  private final UnaryOperator<Dataset<Row>> checkpoint;
  private final int maxRounds;

  Clustering(UnaryOperator<Dataset<Row>> checkpoint) {
    this(checkpoint, MAX_ROUNDS);
  }

  Clustering(UnaryOperator<Dataset<Row>> checkpoint, int maxRounds) {
    this.checkpoint = checkpoint;
    this.maxRounds = maxRounds;
  }

  /**
   * The components of the pairs in two columns.
   *
   * @throws JetbridgeException INTERNAL when the rounds do not suffice
   */
  Dataset<Row> components(Dataset<Row> pairs, String left, String right) {
    Dataset<Row> edges =
        pairs
            .filter(col(left).notEqual(col(right)))
            .select(
                greatest(col(left), col(right)).as(KEY),
                least(col(left), col(right)).as(ROOT),
                lit(false).as(CHANGED))
            .distinct();
    for (int round = 1; round <= maxRounds; round++) {
      edges = checkpoint.apply(smallStar(largeStar(edges)));
      if (edges.filter(col(CHANGED)).isEmpty()) {
        return edges.select(col(KEY), col(ROOT));
      }
      edges = edges.withColumn(CHANGED, lit(false));
    }
    throw new JetbridgeException(
        FailureKind.INTERNAL,
        "Cannot cluster identity keys: not converged after "
            + maxRounds
            + " rounds; report the length of the chains of evidence");
  }

  /** Hangs the larger neighbours of each key on the smallest key that the key knows. */
  private static Dataset<Row> largeStar(Dataset<Row> edges) {
    Dataset<Row> bothWays =
        edges
            .select(col(KEY), col(ROOT).as(NEIGHBOUR))
            .union(edges.select(col(ROOT).as(KEY), col(KEY).as(NEIGHBOUR)));
    return bothWays
        .withColumn(
            SMALLEST, least(col(KEY), min(col(NEIGHBOUR)).over(Window.partitionBy(col(KEY)))))
        .filter(col(NEIGHBOUR).gt(col(KEY)))
        .select(
            col(NEIGHBOUR).as(KEY),
            col(SMALLEST).as(ROOT),
            col(SMALLEST).notEqual(col(KEY)).as(CHANGED));
  }

  /** Hangs each key and its smaller neighbours on the smallest of them. */
  private static Dataset<Row> smallStar(Dataset<Row> edges) {
    Column isSmallest = col(ROOT).equalTo(col(SMALLEST));
    Column own = edge(col(KEY), col(CHANGED).or(col(ROOT).notEqual(col(SMALLEST))));
    Column ofNeighbour = edge(col(ROOT), lit(true));
    return edges
        .withColumn(SMALLEST, min(col(ROOT)).over(Window.partitionBy(col(KEY))))
        .select(explode(when(isSmallest, array(own)).otherwise(array(own, ofNeighbour))).as(EDGE))
        .select(col(EDGE + ".*"))
        .groupBy(col(KEY), col(ROOT))
        .agg(max(col(CHANGED)).as(CHANGED));
  }

  private static Column edge(Column key, Column changed) {
    return struct(key.as(KEY), col(SMALLEST).as(ROOT), changed.as(CHANGED));
  }
}
