package dev.jetbridge.jobs.features.segments;

import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Model;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.Parameters;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.features.ModelRecord;
import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes features.customer_segments: recency, frequency, monetary value, tenure, their scores, and
 * segments found by k-means. The model holds the profile of each segment. Without any purchase
 * there are no rows and no model.
 */
public final class CustomerSegmentsJob implements Job {
  private static final String KIND = "k-means-segments";

  private final Params params;

  private CustomerSegmentsJob(Params params) {
    this.params = params;
  }

  /**
   * What the contract chooses.
   *
   * @param segments how many segments; fewer where customers do not differ as much
   * @param maximumRounds after which k-means stops if it has not settled
   */
  private record Params(int segments, int maximumRounds) {}

  /** The job with the parameters of a contract. */
  public static Job create(Parameters parameters) {
    return new CustomerSegmentsJob(
        new Params(parameters.integer("segments", 1), parameters.integer("maximumRounds", 1)));
  }

  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    Dataset<Row> histories =
        inputs
            .table(Purchases.TABLE)
            .transform(new PurchaseHistories(run)::transform)
            .transform(run.checkpoint()::apply);
    RfmScores scores = RfmScoresFit.fit(histories);
    SegmentsFit.Fitted fitted =
        new SegmentsFit(params.segments(), params.maximumRounds(), run.checkpoint()).fit(histories);
    Model model = model(scores, fitted, run.asOf());
    return new Outputs(
        histories.transform(
            new SegmentedCustomers(scores, fitted.segments(), run.asOf(), model.id())::transform),
        fitted.customers() == 0 ? List.of() : List.of(model));
  }

  private static Model model(RfmScores scores, SegmentsFit.Fitted fitted, Instant asOf) {
    Segments segments = fitted.segments();
    return ModelRecord.of(
        KIND,
        Map.of(
            "axes", Grid.AXES,
            "grid_halvings", segments.grid().halvings(),
            "weights", segments.weights(),
            "means", segments.means(),
            "segments", segments.segments().stream().map(CustomerSegmentsJob::profile).toList(),
            "score_starts",
                Map.of(
                    "recency_days", scores.recency().stream().map(days -> -days).toList(),
                    "frequency", scores.frequency(),
                    "monetary_cents", scores.monetary())),
        Map.of(
            "as_of", asOf.toString(),
            "customers", fitted.customers(),
            "points", fitted.points(),
            "rounds", fitted.rounds(),
            "settled", fitted.settled(),
            "explained_spread", fitted.explained()));
  }

  private static Map<String, Object> profile(Segments.Segment segment) {
    return Map.of(
        "id", segment.id(),
        "name", segment.name(),
        "description", segment.description(),
        "centre", segment.centre(),
        "customers", segment.customers(),
        "mean_recency_days", segment.meanRecencyDays(),
        "mean_frequency", segment.meanFrequency(),
        "mean_monetary_value", segment.meanValue(),
        "mean_tenure_days", segment.meanTenureDays());
  }
}
