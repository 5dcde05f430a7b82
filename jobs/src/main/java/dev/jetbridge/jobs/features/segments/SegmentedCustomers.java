package dev.jetbridge.jobs.features.segments;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.columns.CustomerSegments;
import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row a person with a purchase: the columns of features.customer_segments. Scores 5 are the
 * most recent, the most frequent and the highest value; rfm_cell is their three digits.
 */
record SegmentedCustomers(RfmScores scores, Segments segments, Instant asOf, String modelId) {
  Dataset<Row> transform(Dataset<Row> histories) {
    return histories
        .withColumn(CustomerSegments.RECENCY_SCORE, scores.recencyScore())
        .withColumn(CustomerSegments.FREQUENCY_SCORE, scores.frequencyScore())
        .withColumn(CustomerSegments.MONETARY_SCORE, scores.monetaryScore())
        .withColumn(CustomerSegments.SEGMENT_ID, segments.segmentId())
        .select(
            col(PurchaseHistories.PERSON_ID).as(CustomerSegments.PERSON_ID),
            lit(asOf).as(CustomerSegments.AS_OF),
            col(PurchaseHistories.RECENCY_DAYS).as(CustomerSegments.RECENCY_DAYS),
            col(PurchaseHistories.PURCHASE_DAYS).as(CustomerSegments.FREQUENCY),
            col(PurchaseHistories.TOTAL_VALUE).as(CustomerSegments.MONETARY_VALUE),
            col(PurchaseHistories.TENURE_DAYS).as(CustomerSegments.TENURE_DAYS),
            col(CustomerSegments.RECENCY_SCORE),
            col(CustomerSegments.FREQUENCY_SCORE),
            col(CustomerSegments.MONETARY_SCORE),
            col(CustomerSegments.RECENCY_SCORE)
                .multiply(100)
                .plus(col(CustomerSegments.FREQUENCY_SCORE).multiply(10))
                .plus(col(CustomerSegments.MONETARY_SCORE))
                .as(CustomerSegments.RFM_CELL),
            col(CustomerSegments.SEGMENT_ID),
            segments
                .segmentName(col(CustomerSegments.SEGMENT_ID))
                .as(CustomerSegments.SEGMENT_NAME),
            lit(modelId).as(CustomerSegments.MODEL_ID));
  }
}
