package dev.jetbridge.jobs.features.training;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a training set takes from one feature group.
 *
 * @param name of the product; prefix of the columns it gives
 * @param records rows of an offline store: the record identifier, the event time as ISO 8601 text,
 *     the features, api_invocation_time, write_time, is_deleted
 * @param labelKey the column of the labels that holds the record identifier, of the same type
 * @param features those asked for
 */
public record FeatureTable(
    String name,
    Dataset<Row> records,
    String recordIdentifier,
    String eventTime,
    String labelKey,
    List<String> features) {
  private static final String SEPARATOR = "__";

  public FeatureTable {
    features = List.copyOf(features);
  }

  /** The column of a training set that holds a feature. */
  public String column(String feature) {
    return name + SEPARATOR + feature;
  }
}
