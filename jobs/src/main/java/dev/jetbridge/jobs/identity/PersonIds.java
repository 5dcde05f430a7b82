package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.Token;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Gives every mention the person_id of its component, null for a mention without one.
 *
 * <p>An id is minted once, as the token of the component's founding key, its smallest. From then on
 * a component claims the id that most of its mentions carried in the previous snapshot (the
 * smallest of equals); a component whose mentions are all new claims the token of its founding key.
 * When several claim one id, it stays with the one that holds most mentions of it (the smallest
 * founding key of equals), and each of the others gets a new id, the token of its founding key, the
 * id it lost and the as-of instant. So a merge keeps one of the ids, a split leaves the id with the
 * larger part, and neither a changed address nor a changed surname moves it.
 */
record PersonIds(RunContext run) {
  static final String COMPONENT = "component";

  private static final String PREFIX = "P";
  private static final String CARRIED = "carried";
  private static final String CARRYING = "carrying";
  private static final String BEST = "best";
  private static final String CLAIMED = "claimed";
  private static final String SETTLED = "settled";
  private static final String PLACE = "place";

  /** The mentions, which have a component or null, with their person_id. */
  Dataset<Row> assign(Dataset<Row> mentions, Optional<Dataset<Row>> previous) {
    if (previous.isEmpty()) {
      return mentions.withColumn(Links.PERSON_ID, minted(col(COMPONENT)));
    }
    Dataset<Row> settled = claims(mentions, previous.get()).transform(this::settled);
    // The record key stands in for a missing component and matches nothing: nulls would all meet
    // in one task.
    Column component = coalesce(col(COMPONENT), col(Links.RECORD_KEY));
    return mentions
        .join(settled, component.equalTo(col(SETTLED)), "left")
        .withColumn(Links.PERSON_ID, coalesce(col(Links.PERSON_ID), minted(col(COMPONENT))))
        .drop(SETTLED);
  }

  /** One row a component: the id it claims and how many of its mentions carried it. */
  private Dataset<Row> claims(Dataset<Row> mentions, Dataset<Row> previous) {
    Dataset<Row> carried =
        previous
            .filter(col(Links.PERSON_ID).isNotNull())
            .select(
                col(Links.SOURCE),
                col(Links.ROLE),
                col(Links.RECORD_KEY),
                col(Links.PERSON_ID).as(CARRIED));
    Column mostThenSmallest =
        min(when(col(CARRIED).isNotNull(), struct(negate(col(CARRYING)), col(CARRIED))));
    return mentions
        .filter(col(COMPONENT).isNotNull())
        .join(carried, new String[] {Links.SOURCE, Links.ROLE, Links.RECORD_KEY}, "left")
        .groupBy(col(COMPONENT), col(CARRIED))
        .agg(count(lit(1)).as(CARRYING))
        .withColumn(CARRYING, when(col(CARRIED).isNotNull(), col(CARRYING)).otherwise(0))
        .groupBy(col(COMPONENT))
        .agg(mostThenSmallest.as(BEST), max(col(CARRYING)).as(CARRYING))
        .select(
            col(COMPONENT),
            col(CARRYING),
            coalesce(col(BEST + "." + CARRIED), minted(col(COMPONENT))).as(CLAIMED));
  }

  /** One row a component whose id is not the token of its founding key. */
  private Dataset<Row> settled(Dataset<Row> claims) {
    WindowSpec claimants =
        Window.partitionBy(col(CLAIMED)).orderBy(col(CARRYING).desc(), col(COMPONENT).asc());
    Column anew = Token.of(run, PREFIX, col(COMPONENT), col(CLAIMED), lit(run.asOf().toString()));
    return claims
        .withColumn(PLACE, row_number().over(claimants))
        .select(
            col(COMPONENT).as(SETTLED),
            when(col(PLACE).equalTo(1), col(CLAIMED)).otherwise(anew).as(Links.PERSON_ID))
        .filter(col(Links.PERSON_ID).notEqual(minted(col(SETTLED))));
  }

  private Column minted(Column foundingKey) {
    return Token.of(run, PREFIX, foundingKey);
  }
}
