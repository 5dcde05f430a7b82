package dev.jetbridge.pipelines.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.CustomerLifetimeValue;
import dev.jetbridge.contracts.columns.CustomerSegments;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.report.ReportedProduct.RunFigures;
import dev.jetbridge.pipelines.report.Segmentation.Segment;
import dev.jetbridge.pipelines.report.ValueDistribution.ValueClass;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Segments and values of the customers, one aggregation each over one as-of partition. At most a
 * few hundred groups reach the driver, whatever the number of customers.
 */
record FeatureFigures(Lake lake, String currency, List<FittedModel> models) {
  private static final String SEGMENTS_KIND = "k-means-segments";

  Optional<Segmentation> segmentation(RunFigures run) {
    return partition(
            CustomerSegments.TABLE,
            run,
            List.of(
                CustomerSegments.SEGMENT_ID,
                CustomerSegments.SEGMENT_NAME,
                CustomerSegments.RECENCY_DAYS,
                CustomerSegments.FREQUENCY,
                CustomerSegments.MONETARY_VALUE,
                CustomerSegments.TENURE_DAYS))
        .map(
            customers ->
                customers
                    .groupBy(CustomerSegments.SEGMENT_ID, CustomerSegments.SEGMENT_NAME)
                    .agg(
                        count(lit(1)),
                        coalesce(
                            sum(CustomerSegments.MONETARY_VALUE), lit(0).cast("decimal(28,2)")),
                        avg(CustomerSegments.RECENCY_DAYS),
                        avg(CustomerSegments.FREQUENCY),
                        avg(CustomerSegments.TENURE_DAYS)))
        .map(groups -> groups.collectAsList().stream().map(this::segment))
        .map(all -> all.sorted(Comparator.comparingInt(Segment::number)).toList())
        .filter(all -> !all.isEmpty())
        .map(all -> new Segmentation(run.asOf(), currency, all));
  }

  private Segment segment(Row row) {
    return new Segment(
        row.getInt(0),
        row.getString(1),
        description(row.getInt(0), row.getString(1)),
        row.getLong(2),
        row.getDecimal(3),
        row.getDouble(4),
        row.getDouble(5),
        row.getDouble(6));
  }

  /** What the model says of a segment, found by its number or else its name. */
  private String description(int number, String name) {
    for (FittedModel model : models) {
      if (model.kind().equals(SEGMENTS_KIND)) {
        for (JsonNode segment : model.parameters().path("segments")) {
          if (segment.path("id").asInt() == number || segment.path("name").asText().equals(name)) {
            return segment.path("description").asText();
          }
        }
      }
    }
    return "";
  }

  /**
   * A value times ten and cut to a whole number has at least two digits from 1 on: these and their
   * number are the class, exactly and without a logarithm.
   */
  Optional<ValueDistribution> values(RunFigures run) {
    Column value = col(CustomerLifetimeValue.DISCOUNTED_VALUE);
    Column digits = floor(greatest(value, lit(0)).multiply(lit(10))).cast("string");
    Optional<List<Row>> groups =
        partition(
                CustomerLifetimeValue.TABLE,
                run,
                List.of(
                    CustomerLifetimeValue.DISCOUNTED_VALUE,
                    CustomerLifetimeValue.PROBABILITY_ALIVE,
                    CustomerLifetimeValue.HORIZON_WEEKS))
            .map(
                customers ->
                    customers
                        .filter(value.isNotNull())
                        .groupBy(substring(digits, 1, 2), length(digits))
                        .agg(
                            count(lit(1)),
                            sum(value),
                            sum(CustomerLifetimeValue.PROBABILITY_ALIVE),
                            max(CustomerLifetimeValue.HORIZON_WEEKS))
                        .collectAsList());
    return groups
        .filter(all -> !all.isEmpty())
        .map(
            all ->
                new ValueDistribution(
                    run.asOf(),
                    currency,
                    all.stream().mapToInt(r -> r.getInt(5)).max().orElse(0),
                    all.stream().mapToDouble(r -> r.getDouble(4)).sum(),
                    all.stream().map(FeatureFigures::valueClass).toList()));
  }

  private static ValueClass valueClass(Row row) {
    String leading = row.getString(0);
    int zeros = row.getInt(1) - leading.length();
    BigDecimal tenths = new BigDecimal(leading).scaleByPowerOfTen(zeros);
    return new ValueClass(tenths.movePointLeft(1), row.getLong(2), row.getDecimal(3));
  }

  /** The rows that a run published for its as-of; empty when the table has not these columns. */
  private Optional<Dataset<Row>> partition(
      ProductId product, RunFigures run, List<String> columns) {
    Optional<Long> main = lake.mainSnapshot(product);
    if (main.isEmpty()) {
      return Optional.empty();
    }
    // A later run for another as-of leaves the partition alone, and this run's snapshot may expire.
    Dataset<Row> rows = lake.read(product, main.get());
    List<String> present = List.of(rows.columns());
    return present.containsAll(columns) && present.contains(CustomerSegments.AS_OF)
        ? Optional.of(
            rows.filter(col(CustomerSegments.AS_OF).equalTo(lit(Timestamp.from(run.asOf())))))
        : Optional.empty();
  }
}
