package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_date;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.features.value.buying.Fitted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On open data, against figures of plain models and those of the procedure's specification. */
class ValueFitTest extends SparkTest {
  /** Plain BG/NBD as published: bias −12.2 %, MAE .7855, RMSE 1.6080, correlation .6256. */
  @Test
  void comparesBgNbdWithWhatCustomersOfCdnowBought() {
    ValueFit.Result result = fit(cdnow(), "1997-09-30", 273, "bg-nbd");

    Fitted<?> fitted = result.models().get(0).fitted();
    assertThat(fitted.logLikelihood()).isCloseTo(-9582.43, within(0.01));
    assertThat(fitted.standardErrors().get("r")).isBetween(0.005, 0.03);
    assertThat(result.data().customers()).isEqualTo(2357);
    ValueFit.Holdout holdout = result.holdout().orElseThrow();
    assertThat(holdout.purchases().bias()).isCloseTo(-0.122, within(0.001));
    assertThat(holdout.purchases().meanAbsoluteError()).isCloseTo(0.7855, within(0.0001));
    assertThat(holdout.purchases().rootMeanSquareError()).isCloseTo(1.6080, within(0.0001));
    assertThat(holdout.purchases().correlation()).isCloseTo(0.6256, within(0.0001));
    // Gamma-Gamma on repeat purchases alone: 16.37 a day.
    assertThat(holdout.meanValue().orElseThrow().meanAbsoluteError()).isLessThanOrEqualTo(15.55);
    Row row =
        result
            .forecasts()
            .agg(
                org.apache.spark.sql.functions.count(lit(1)),
                org.apache.spark.sql.functions.sum(CustomerForecasts.ACTUAL_PURCHASES),
                org.apache.spark.sql.functions.sum(CustomerForecasts.EXPECTED))
            .first();
    assertThat(row.getLong(0)).isEqualTo(2357);
    assertThat(row.getLong(1)).isEqualTo((long) holdout.purchases().actual());
    assertThat(row.getDouble(2)).isCloseTo(holdout.purchases().expected(), within(1e-6));
  }

  /** 11,104 donors who first gave in 1995, by years until 2001: as published. */
  @Test
  void countsYearsInWhichDonorsGaveOrNot() {
    Dataset<Row> gifts =
        spark
            .read()
            .option("header", "true")
            .csv(data("donations-rf/donations_rf.csv"))
            .select(
                col("x").cast("int").as("x"),
                col("`t.x`").cast("int").as("last"),
                explode(sequence(lit(1), col("custs").cast("int"))).as("donor"))
            .select(
                concat_ws("-", col("x"), col("last"), col("donor")).as("customer"),
                col("x"),
                col("last"))
            .select(
                col("customer"),
                explode(
                        when(col("x").equalTo(0), array(lit(0)))
                            .when(col("x").equalTo(1), array(lit(0), col("last")))
                            .otherwise(
                                concat(
                                    array(lit(0)),
                                    sequence(lit(1), col("x").minus(1)),
                                    array(col("last")))))
                    .as("year"))
            .select(
                col("customer"),
                make_date(col("year").plus(1995), lit(3), lit(1)).as("day"),
                lit("10").cast("decimal(18,4)").as("amount"));

    ValueFit.Result result =
        new ValueFit(
                new ValueFit.Request(
                    LocalDate.parse("2001-12-31"), 5 * 365 + 2, "bg-bb", 365, false, 1000),
                Dataset::localCheckpoint)
            .fit(gifts);

    Fitted<?> fitted = result.models().get(0).fitted();
    assertThat(fitted.logLikelihood()).isCloseTo(-33225.58, within(0.01));
    assertThat(fitted.known().get("alpha")).isCloseTo(1.2035, Percentage.withPercentage(0.1));
    assertThat(result.holdout()).isEmpty();
    Row most = result.forecasts().filter(col("customer").equalTo("6-6-1")).first();
    assertThat(most.<Integer>getAs(CustomerForecasts.OBSERVED_DAYS)).isEqualTo(6 * 365);
    // Of donors who gave each year, 3.75 gifts in the five years to come were published.
    assertThat(most.<Double>getAs(CustomerForecasts.EXPECTED)).isCloseTo(3.75, within(0.01));
  }

  /** A refund takes the purchase of its day back; what was free is a purchase of no value. */
  @Test
  void daysWithoutAPurchaseAreNone() {
    Dataset<Row> purchases =
        lines(
                List.of(
                    "A,2023-01-01,10",
                    "A,2023-01-01,5",
                    "A,2023-01-05,20",
                    "A,2023-01-05,-20",
                    "A,2023-01-09,0",
                    "B,2023-01-02,7",
                    "B,2023-01-02,-9",
                    "B,2023-01-03,-1"))
            .transform(PurchaseArrays::transform);

    assertThat(purchases.collectAsList())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getString(0)).isEqualTo("A");
              assertThat(row.<Row>getList(1))
                  .extracting(p -> p.getInt(0) + " " + p.getDouble(1))
                  .containsExactly("19358 15.0", "19366 0.0");
            });
  }

  @Test
  void saysWhatIsMissing() {
    List<String> once = List.of("A,2023-01-01,10", "B,2023-02-01,10");

    assertThatThrownBy(() -> fit(lines(once), "2023-03-01", 30, "bg-nbd"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("0 of 2 bought on a second day, at least 30 must have");
    assertThatThrownBy(() -> fit(lines(once), "2022-03-01", 30, "bg-nbd"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("the first purchase is of 2023-01-01");
    assertThatThrownBy(() -> fit(lines(List.of("A,2023-01-01,-5")), "2023-03-01", 30, "auto"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("there is no purchase");
  }

  /** Purchases before 8 June, observed until its end: r .7415, alpha 8.937, LL −12971.96. */
  @Test
  @Tag("soak")
  void customersOfOnlineRetailNeverSeemToStop() {
    Dataset<Row> before = retail().filter(col("day").lt(lit("2011-06-08").cast("date")));

    Fitted<?> fitted = fit(before, "2011-06-08", 184, "bg-nbd").models().get(0).fitted();

    assertThat(fitted.model().kind()).isEqualTo("nbd");
    assertThat(fitted.known().get("r")).isCloseTo(0.7415, Percentage.withPercentage(0.1));
    assertThat(fitted.known().get("alpha")).isCloseTo(8.937, Percentage.withPercentage(0.1));
    assertThat(fitted.logLikelihood()).isCloseTo(-12971.96, within(0.01));
  }

  /** BG/NBD: MAE 1.512, RMSE 2.533, correlation .823; Gamma-Gamma: MAE 174.9. */
  @Test
  @Tag("soak")
  void forecastsOnlineRetailBetterThanThePlainModels() {
    ValueFit.Holdout holdout = fit(retail(), "2011-06-08", 184, "auto").holdout().orElseThrow();

    assertThat(holdout.purchases().rootMeanSquareError()).isLessThanOrEqualTo(2.36);
    assertThat(holdout.purchases().correlation()).isGreaterThanOrEqualTo(0.834);
    assertThat(holdout.purchases().meanAbsoluteError()).isLessThanOrEqualTo(1.44);
    assertThat(holdout.meanValue().orElseThrow().meanAbsoluteError()).isLessThanOrEqualTo(169);
  }

  /** The same whatever the partitions; BG/NBD: RMSE 1.6080. */
  @Test
  @Tag("soak")
  void forecastsCdnowAlikeHoweverItIsPartitioned() {
    ValueFit.Result one = fit(cdnow(), "1997-09-30", 273, "auto");
    ValueFit.Result other = fit(cdnow().repartition(37, col("amount")), "1997-09-30", 273, "auto");

    assertThat(one.holdout().orElseThrow().purchases().rootMeanSquareError())
        .isLessThanOrEqualTo(1.6);
    assertThat(one.forecasts().except(other.forecasts()).count()).isZero();
    assertThat(one.forecasts().count()).isEqualTo(other.forecasts().count());
  }

  private ValueFit.Result fit(Dataset<Row> transactions, String end, int days, String model) {
    return new ValueFit(
            new ValueFit.Request(LocalDate.parse(end), days, model, 7, true, 2_000_000),
            Dataset::localCheckpoint)
        .fit(transactions);
  }

  /** Of customer, day and amount. */
  private Dataset<Row> lines(List<String> lines) {
    Column fields = split(col("value"), ",");
    return spark
        .createDataset(lines, org.apache.spark.sql.Encoders.STRING())
        .select(
            fields.getItem(0).as("customer"),
            to_date(fields.getItem(1)).as("day"),
            fields.getItem(2).cast("decimal(18,4)").as("amount"));
  }

  private Dataset<Row> cdnow() {
    Column fields = split(trim(col("value")), "\\s+");
    return spark
        .read()
        .text(data("cdnow-sample/CDNOW_sample.txt"))
        .select(
            fields.getItem(1).as("customer"),
            to_date(fields.getItem(2), "yyyyMMdd").as("day"),
            fields.getItem(4).cast("decimal(18,4)").as("amount"));
  }

  private Dataset<Row> retail() {
    // Spark has no type for instants in nanoseconds.
    spark.conf().set("spark.sql.legacy.parquet.nanosAsLong", "true");
    return spark
        .read()
        .parquet(data("online-retail/online_retail.parquet"))
        .filter(
            col("CustomerID").isNotNull().and(col("Quantity").gt(0)).and(col("UnitPrice").gt(0)))
        .select(
            col("CustomerID").cast("long").as("customer"),
            timestamp_seconds(col("InvoiceDate").divide(1_000_000_000L)).cast("date").as("day"),
            col("Quantity").multiply(col("UnitPrice")).cast("decimal(18,4)").as("amount"));
  }

  private static String data(String file) {
    Path path = Path.of(System.getProperty("jetbridge.shared"), "data", file);
    assumeTrue(Files.exists(path), "the public data set is not on this machine: " + file);
    return path.toString();
  }
}
