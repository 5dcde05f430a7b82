package dev.jetbridge.jobs.customer360;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;

import dev.jetbridge.contracts.columns.ExchangeRates;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The rate of every day. One row a currency and day, from the currency's first rate to the as-of
 * day: that day's rate into the base currency, or the latest before it when the day has none. Rates
 * into another base do not count. A few hundred rows a currency and year, so that sales join by
 * equality and without a shuffle.
 */
record DailyRates(String baseCurrency, LocalDate asOf) {
  static final String DAY = "day";

  Dataset<Row> transform(Dataset<Row> rates) {
    WindowSpec byDay =
        Window.partitionBy(col(ExchangeRates.CURRENCY)).orderBy(col(ExchangeRates.RATE_DATE));
    Column lastDay =
        coalesce(date_sub(lead(col(ExchangeRates.RATE_DATE), 1).over(byDay), 1), lit(asOf));
    return rates
        .filter(col(ExchangeRates.BASE_CURRENCY).equalTo(baseCurrency))
        .filter(col(ExchangeRates.RATE_DATE).leq(lit(asOf)))
        .select(
            col(ExchangeRates.CURRENCY),
            col(ExchangeRates.RATE),
            col(ExchangeRates.RATE_DATE),
            lastDay.as(DAY))
        .withColumn(DAY, explode(sequence(col(ExchangeRates.RATE_DATE), col(DAY))))
        .drop(ExchangeRates.RATE_DATE);
  }
}
