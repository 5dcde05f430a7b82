package dev.jetbridge.jobs.features.value;

import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Model;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.Parameters;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import dev.jetbridge.jobs.features.purchases.RepeatPurchases;
import dev.jetbridge.jobs.features.value.spend.ValueModel;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes features.customer_lifetime_value. model_id of a row is the id of the purchase model, whose
 * provenance names the value model. Without any purchase there are no rows and no models.
 */
public final class CustomerLifetimeValueJob implements Job {
  private final Params params;

  private CustomerLifetimeValueJob(Params params) {
    this.params = params;
  }

  /**
   * What the contract chooses.
   *
   * @param horizonWeeks weeks from the as-of instant in which purchases count
   * @param annualDiscountRate 0.1 makes a purchase a year from now worth 1/1.1 of one today
   * @param maximumCells most distinct purchase histories that the driver fits on; beyond it the
   *     fits read a sample of the customers
   */
  record Params(int horizonWeeks, double annualDiscountRate, int maximumCells) {}

  /** The job with the parameters of a contract. */
  public static Job create(Parameters parameters) {
    return new CustomerLifetimeValueJob(
        new Params(
            parameters.integer("horizonWeeks", 1),
            parameters.number("annualDiscountRate", 0),
            parameters.integer("maximumCells", 1000)));
  }

  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    Dataset<Row> repeats =
        inputs
            .table(Purchases.TABLE)
            .transform(new PurchaseHistories(run)::transform)
            .transform(RepeatPurchases::transform)
            .transform(run.checkpoint()::apply);
    FittedModel<PurchaseModel> purchases = new PurchaseModelFit(params.maximumCells()).fit(repeats);
    FittedModel<ValueModel> values = new ValueModelFit(params.maximumCells()).fit(repeats);
    Model valueModel = values.with(Map.of("as_of", run.asOf().toString()));
    Model purchaseModel =
        purchases.with(Map.of("as_of", run.asOf().toString(), "value_model", valueModel.id()));
    LifetimeValue lifetimeValue =
        new LifetimeValue(
            purchases.model(), values.model(), params, run.asOf(), purchaseModel.id());
    return new Outputs(
        repeats.transform(lifetimeValue::transform),
        purchases.customers() == 0 ? List.of() : List.of(purchaseModel, valueModel));
  }
}
