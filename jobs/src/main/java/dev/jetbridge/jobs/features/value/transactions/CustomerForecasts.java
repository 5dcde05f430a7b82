package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.udf;

import dev.jetbridge.jobs.features.value.buying.Forecast;
import dev.jetbridge.jobs.features.value.buying.Histories;
import dev.jetbridge.jobs.features.value.buying.Window;
import dev.jetbridge.jobs.features.value.spend.SpendBlend;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * One row a customer who has bought by the cut: customer; purchases (days, x + 1),
 * last_purchase_days (t_x) and observed_days (T) after the first; probability_alive;
 * expected_purchases and median_purchases within the horizon, and the interval from
 * low_80_purchases to high_80_purchases, and of 95 %, in which the number falls with at least that
 * probability. With amounts: total_value until the cut, expected_mean_value of a purchase, and
 * expected_value of those expected. actual_purchases and actual_value are those between the cut and
 * its end, 0 without one.
 *
 * <p>What a history leads to has no Spark expression. It was computed once for each distinct one,
 * and a row looks it up.
 */
public final class CustomerForecasts {
  public static final String PURCHASES = "purchases";
  public static final String LAST_DAYS = "last_purchase_days";
  public static final String OBSERVED_DAYS = "observed_days";
  public static final String ALIVE = "probability_alive";
  public static final String EXPECTED = "expected_purchases";
  public static final String MEDIAN = "median_purchases";
  public static final String LOW_80 = "low_80_purchases";
  public static final String HIGH_80 = "high_80_purchases";
  public static final String LOW_95 = "low_95_purchases";
  public static final String HIGH_95 = "high_95_purchases";
  public static final String TOTAL_VALUE = "total_value";
  public static final String MEAN_VALUE = "expected_mean_value";
  public static final String VALUE = "expected_value";
  public static final String ACTUAL_PURCHASES = "actual_purchases";
  public static final String ACTUAL_VALUE = "actual_value";

  private static final String FORECAST = "forecast";
  private static final String RECENT = "recent";
  private static final List<String> QUANTILES = List.of(MEDIAN, LOW_80, HIGH_80, LOW_95, HIGH_95);
  private static final double[] LEVELS = {0.5, 0.1, 0.9, 0.025, 0.975};

  private final Forecast forecast;
  private final Window window;
  private final Optional<SpendBlend> spend;
  private final Cut cut;
  private final int stepDays;

  /**
   * Forecasts for the customers of a window.
   *
   * @param stepDays days of what histories count in
   * @param spend empty where amounts are not known
   */
  public CustomerForecasts(
      Forecast forecast, Window window, Optional<SpendBlend> spend, Cut cut, int stepDays) {
    this.forecast = forecast;
    this.window = window;
    this.spend = spend;
    this.cut = cut;
    this.stepDays = stepDays;
  }

  /** Of rows of {@link PurchaseArrays}. */
  public Dataset<Row> transform(Dataset<Row> customers) {
    Column all = col(PurchaseArrays.PURCHASES);
    Column known = cut.known(all);
    Column later = cut.later(all);
    Dataset<Row> histories =
        SpendFit.histories(customers, cut)
            .withColumn("x", Cut.repeats(known))
            .withColumn(LAST_DAYS, Cut.lastDays(known))
            .withColumn(OBSERVED_DAYS, cut.observedDays(known))
            .withColumn(RECENT, cut.recent(known))
            .withColumn(
                FORECAST,
                lookUp().apply(col("x"), col(LAST_DAYS), col(OBSERVED_DAYS), col(RECENT)));
    List<Column> columns =
        new java.util.ArrayList<>(
            List.of(
                col(PurchaseArrays.CUSTOMER),
                size(known).as(PURCHASES),
                col(LAST_DAYS).multiply(stepDays).as(LAST_DAYS),
                col(OBSERVED_DAYS).multiply(stepDays).as(OBSERVED_DAYS),
                of(ALIVE),
                of(EXPECTED)));
    QUANTILES.forEach(name -> columns.add(of(name)));
    spend.ifPresent(
        blend -> {
          Column mean =
              blend.expectedValue(
                  col(SpendFit.PURCHASES), col(SpendFit.VALUE), col(SpendFit.MEAN_LOG));
          columns.add(col(SpendFit.VALUE).as(TOTAL_VALUE));
          columns.add(mean.as(MEAN_VALUE));
          columns.add(mean.multiply(of(EXPECTED)).as(VALUE));
        });
    columns.add(size(later).as(ACTUAL_PURCHASES));
    spend.ifPresent(
        blend ->
            columns.add(
                coalesce(
                        aggregate(later, lit(0.0), (sum, p) -> sum.plus(PurchaseArrays.amount(p))),
                        lit(0.0))
                    .as(ACTUAL_VALUE)));
    return histories.select(columns.toArray(Column[]::new));
  }

  private static Column of(String name) {
    return col(FORECAST).getField(name).as(name);
  }

  private UserDefinedFunction lookUp() {
    Map<List<Integer>, Object[]> byHistory = new HashMap<>();
    Histories h = window.histories();
    Window.Outcomes outcomes = window.outcomes();
    for (int i = 0; i < outcomes.size(); i++) {
      int history = outcomes.history(i);
      int recent = outcomes.recent(i);
      byHistory.computeIfAbsent(
          List.of(h.repeats(history), h.lastDays(history), h.observedDays(history), recent),
          key -> values(history, recent));
    }
    UDF4<Integer, Integer, Integer, Integer, Row> function =
        (x, last, observed, recent) ->
            RowFactory.create(byHistory.get(List.of(x, last, observed, recent)));
    StructType type =
        new StructType()
            .add(ALIVE, DataTypes.DoubleType, false)
            .add(EXPECTED, DataTypes.DoubleType, false);
    for (String name : QUANTILES) {
      type = type.add(name, DataTypes.IntegerType, false);
    }
    return udf(function, type);
  }

  private Object[] values(int history, int recent) {
    Object[] values = new Object[2 + LEVELS.length];
    values[0] = forecast.alive(history);
    values[1] = forecast.expected(history, recent);
    Arrays.setAll(
        values, i -> i < 2 ? values[i] : (Object) forecast.quantile(history, LEVELS[i - 2]));
    return values;
  }
}
