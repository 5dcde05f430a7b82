package dev.jetbridge.jobs.features.value;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.CustomerLifetimeValue;
import dev.jetbridge.jobs.features.purchases.RepeatPurchases;
import dev.jetbridge.jobs.features.value.spend.ValueModel;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * One row a person with a purchase: the columns of features.customer_lifetime_value.
 *
 * <p>probability_alive at the as-of instant. expected_purchases within the horizon.
 * expected_mean_value of a purchase day; discounted_value: sum over the weeks t of the horizon of
 * expected_mean_value · (E[Y(t)] − E[Y(t−1)]) / (1 + d)^t, d the discount of one of 52 weeks of a
 * year; both in the base currency. mean_repeat_value is null without a repeat purchase.
 *
 * <p>The hypergeometric function in E[Y(t)] is not Spark expression, but the part of it that needs
 * one knows only x and T, not t_x. It is therefore evaluated once for each distinct (x, T), which
 * are bounded by days times purchases whatever the number of customers, and joined back; the rest
 * is expressions.
 */
record LifetimeValue(
    PurchaseModel purchaseModel,
    ValueModel valueModel,
    CustomerLifetimeValueJob.Params params,
    Instant asOf,
    String modelId) {
  private static final int WEEKS_A_YEAR = 52;
  private static final String WHILE_ACTIVE = "while_active";
  private static final String PURCHASES = "purchases";
  private static final String DISCOUNTED = "discounted";
  private static final String MONEY = "decimal(18,2)";

  Dataset<Row> transform(Dataset<Row> repeats) {
    return repeats.transform(this::withPurchasesWhileActive).transform(this::valued);
  }

  private Dataset<Row> withPurchasesWhileActive(Dataset<Row> repeats) {
    String[] key = {RepeatPurchases.X, RepeatPurchases.OBSERVED_DAYS};
    Dataset<Row> distinct =
        repeats
            .select(col(key[0]), col(key[1]))
            .distinct()
            .withColumn(
                WHILE_ACTIVE, whileActive(purchaseModel, params).apply(col(key[0]), col(key[1])));
    return repeats.join(distinct, key);
  }

  private Dataset<Row> valued(Dataset<Row> repeats) {
    Column x = col(RepeatPurchases.X);
    Column alive =
        purchaseModel.probabilityAlive(
            x, col(RepeatPurchases.LAST_DAYS), col(RepeatPurchases.OBSERVED_DAYS));
    Column meanValue = valueModel.expectedMeanValue(x, col(RepeatPurchases.REPEAT_VALUE));
    return repeats.select(
        col(RepeatPurchases.PERSON_ID).as(CustomerLifetimeValue.PERSON_ID),
        lit(asOf).as(CustomerLifetimeValue.AS_OF),
        x,
        col(RepeatPurchases.LAST_DAYS),
        col(RepeatPurchases.OBSERVED_DAYS),
        when(x.gt(0), col(RepeatPurchases.REPEAT_VALUE).divide(x))
            .cast(MONEY)
            .as(CustomerLifetimeValue.MEAN_REPEAT_VALUE),
        alive.as(CustomerLifetimeValue.PROBABILITY_ALIVE),
        alive
            .multiply(col(WHILE_ACTIVE).getField(PURCHASES))
            .as(CustomerLifetimeValue.EXPECTED_PURCHASES),
        meanValue.cast(MONEY).as(CustomerLifetimeValue.EXPECTED_MEAN_VALUE),
        meanValue
            .multiply(alive)
            .multiply(col(WHILE_ACTIVE).getField(DISCOUNTED))
            .cast(MONEY)
            .as(CustomerLifetimeValue.DISCOUNTED_VALUE),
        lit(params.horizonWeeks()).as(CustomerLifetimeValue.HORIZON_WEEKS),
        lit(modelId).as(CustomerLifetimeValue.MODEL_ID));
  }

  /** Purchases of an active customer within the horizon, as they are and discounted by the week. */
  private static UserDefinedFunction whileActive(
      PurchaseModel model, CustomerLifetimeValueJob.Params params) {
    int weeks = params.horizonWeeks();
    double discount = Math.pow(1 + params.annualDiscountRate(), -1.0 / WEEKS_A_YEAR);
    UDF2<Integer, Integer, Row> function =
        (x, observedDays) -> {
          double before = 0;
          double discounted = 0;
          for (int week = 1; week <= weeks; week++) {
            double purchases = model.whileActive(x, observedDays, week);
            discounted += (purchases - before) * Math.pow(discount, week);
            before = purchases;
          }
          return RowFactory.create(before, discounted);
        };
    return udf(
        function,
        new StructType()
            .add(PURCHASES, DataTypes.DoubleType, false)
            .add(DISCOUNTED, DataTypes.DoubleType, false));
  }
}
