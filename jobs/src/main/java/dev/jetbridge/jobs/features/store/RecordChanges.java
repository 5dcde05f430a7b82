package dev.jetbridge.jobs.features.store;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import dev.jetbridge.contracts.FeatureStoreColumns;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What a store lacks to say the same as a publication. A record that is new or has another value is
 * a row of its own; a record that the store has and the publication has not is withdrawn by a row
 * with is_deleted, its features null. A record that stayed as it was is not repeated, so its
 * write_time keeps telling since when it could be read; one in which nothing differs but how it was
 * made, such as the id of a model that was fitted again, stayed as it was.
 */
public final class RecordChanges {
  private static final String PUBLISHED = "published";
  private static final String STORED = "stored";
  private static final String NEWEST = "newest";
  private static final String PRESENT = "present";

  private final List<String> keys;
  private final List<String> features;
  private final Set<String> provenance;

  /**
   * Changes of the records of a feature group.
   *
   * @param features all of them, record identifier and event time included
   * @param provenance those of them that only say how a record was made
   */
  public RecordChanges(
      String recordIdentifier, String eventTime, List<String> features, Set<String> provenance) {
    this.keys = List.of(recordIdentifier, eventTime);
    this.features = List.copyOf(features);
    this.provenance = Set.copyOf(provenance);
  }

  /**
   * The rows to append: the features in their order, then is_deleted.
   *
   * @param published records, one a record identifier and event time
   * @param stored rows of the store with the same event times, any number a key; the one with the
   *     latest api_invocation_time, then write_time, counts
   */
  public Dataset<Row> transform(Dataset<Row> published, Dataset<Row> stored) {
    return published
        .select(with(keys(), values().as(PUBLISHED)))
        .join(newest(stored), keys.toArray(String[]::new), "full_outer")
        .filter(not(said(PUBLISHED).eqNullSafe(said(STORED))))
        .select(
            with(
                features.stream().map(this::published),
                col(PUBLISHED).isNull().as(FeatureStoreColumns.IS_DELETED)));
  }

  private Dataset<Row> newest(Dataset<Row> stored) {
    Column version =
        struct(
            col(FeatureStoreColumns.API_INVOCATION_TIME),
            col(FeatureStoreColumns.WRITE_TIME),
            coalesce(col(FeatureStoreColumns.IS_DELETED), lit(false))
                .as(FeatureStoreColumns.IS_DELETED),
            values().as(STORED));
    return stored
        .groupBy(keys().toArray(Column[]::new))
        .agg(max(version).as(NEWEST))
        .filter(not(col(NEWEST).getField(FeatureStoreColumns.IS_DELETED)))
        .select(with(keys(), col(NEWEST).getField(STORED).as(STORED)));
  }

  /** All features but the key; never null itself, so that its absence tells of an absent record. */
  private Column values() {
    return struct(
        Stream.concat(
                Stream.of(lit(true).as(PRESENT)),
                features.stream().filter(f -> !keys.contains(f)).map(functions::col))
            .toArray(Column[]::new));
  }

  /** What a record says, whoever made it; of an absent record all is null. */
  private Column said(String record) {
    return struct(
        Stream.concat(Stream.of(PRESENT), features.stream())
            .filter(f -> !keys.contains(f) && !provenance.contains(f))
            .map(f -> col(record).getField(f).as(f))
            .toArray(Column[]::new));
  }

  private Column published(String feature) {
    return keys.contains(feature) ? col(feature) : col(PUBLISHED).getField(feature).as(feature);
  }

  private Stream<Column> keys() {
    return keys.stream().map(functions::col);
  }

  private static Column[] with(Stream<Column> columns, Column last) {
    return Stream.concat(columns, Stream.of(last)).toArray(Column[]::new);
  }
}
