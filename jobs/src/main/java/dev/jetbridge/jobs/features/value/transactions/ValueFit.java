package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.value.buying.AutoFit;
import dev.jetbridge.jobs.features.value.buying.AutoModel;
import dev.jetbridge.jobs.features.value.buying.BuyingModel;
import dev.jetbridge.jobs.features.value.buying.Fitted;
import dev.jetbridge.jobs.features.value.buying.Forecast;
import dev.jetbridge.jobs.features.value.buying.PlainFit;
import dev.jetbridge.jobs.features.value.buying.Window;
import dev.jetbridge.jobs.features.value.spend.SpendBlend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits how customers go on buying and what their purchases are worth, forecasts each of them, and
 * compares with what happened where the data say it.
 */
public final class ValueFit {
  /** The name that lets several models be judged on earlier days and combined. */
  public static final String AUTO = "auto";

  private static final double[] ORIGINS = {.45, .55, .65, .75, .85};
  private static final double[] SPEND_ORIGINS = {.5, .65, .8};
  private static final long LEAST_REPEAT_CUSTOMERS = 30;

  private final Request request;
  private final UnaryOperator<Dataset<Row>> keep;

  /**
   * What to fit.
   *
   * @param calibrationEnd the last day that goes into the fit
   * @param horizonDays days after it to forecast
   * @param model auto, or one of {@link PlainFit#NAMES}
   * @param unitDays days of the unit in which parameters of time are given
   * @param amounts whether amounts are known
   * @param maximumCells most distinct histories that the driver takes
   */
  public record Request(
      LocalDate calibrationEnd,
      int horizonDays,
      String model,
      int unitDays,
      boolean amounts,
      int maximumCells) {}

  /**
   * What the data are.
   *
   * @param customers who bought until the calibration end
   * @param purchases of them until then
   * @param later customers who first bought after it; they are not forecast
   */
  public record Data(
      LocalDate firstDay, LocalDate lastDay, long customers, long purchases, long later) {}

  /**
   * What came out.
   *
   * @param models fitted, with the weight of each; one of weight 1 unless the model is auto
   * @param trend of the model auto; 0 otherwise
   * @param origins earlier days at which weights were judged
   * @param repeatsByDay repeat purchases by day since 1970-01-01, as far as the holdout goes; by
   *     period where the model counts in them
   * @param cut of the calibration, in steps
   * @param step in which histories count
   * @param forecasts rows of {@link CustomerForecasts}
   * @param holdout empty where the data end with the calibration
   */
  public record Result(
      Data data,
      Window window,
      List<Weighted> models,
      double trend,
      int origins,
      Forecast forecast,
      Optional<SpendFit.Fitted> spend,
      NavigableMap<Integer, Long> repeatsByDay,
      Cut cut,
      Step step,
      Dataset<Row> forecasts,
      Optional<Holdout> holdout) {}

  /** A fitted model and how much it is believed. */
  public record Weighted(Fitted<? extends BuyingModel> fitted, double weight) {}

  /**
   * What happened after the calibration.
   *
   * @param steps of how many days or periods
   * @param forecast for just the days that the data have
   * @param median of the number of purchases, against the median forecast
   * @param meanValue of a purchase, of those who bought again after having bought again before
   * @param value of all purchases of a customer
   */
  public record Holdout(
      int steps,
      Forecast forecast,
      Accuracy purchases,
      Accuracy median,
      Optional<Accuracy> meanValue,
      Optional<Accuracy> value) {}

  /**
   * A fit.
   *
   * @param keep computes rows once for several uses
   */
  public ValueFit(Request request, UnaryOperator<Dataset<Row>> keep) {
    this.request = request;
    this.keep = keep;
  }

  /**
   * Fits, forecasts and compares.
   *
   * @param transactions as {@link PurchaseArrays} takes them
   * @throws JetbridgeException CONFIG when there is nothing to fit on, or too little
   */
  public Result fit(Dataset<Row> transactions) {
    Dataset<Row> customers = keep.apply(transactions.transform(PurchaseArrays::transform));
    Data data = data(customers);
    int seen = (int) (data.lastDay().toEpochDay() - request.calibrationEnd().toEpochDay());
    int holdoutDays = Math.max(0, Math.min(seen, request.horizonDays()));
    return request.model().equals(PlainFit.BG_BB)
        ? fitPeriods(customers, data, holdoutDays)
        : fitDays(customers, data, holdoutDays);
  }

  private Result fitDays(Dataset<Row> customers, Data data, int holdoutDays) {
    Cut cut = Cut.of(request.calibrationEnd(), request.calibrationEnd().plusDays(holdoutDays));
    return fit(customers, data, cut, request.unitDays(), request.horizonDays(), Step.DAY);
  }

  /** What others count in days is counted in periods, in each of which a customer buys or not. */
  private Result fitPeriods(Dataset<Row> customers, Data data, int holdoutDays) {
    Periods periods = new Periods(request.calibrationEnd(), request.unitDays());
    int horizon = periods.within(request.horizonDays());
    if (horizon == 0) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot forecast "
              + request.horizonDays()
              + " days by periods of "
              + request.unitDays()
              + ": there is none in it; let --horizon-days be longer, or --unit shorter");
    }
    return fit(
        keep.apply(customers.transform(periods::transform)),
        data,
        new Cut(0, periods.within(holdoutDays)),
        1,
        horizon,
        new Step(request.unitDays(), periods::lastDay));
  }

  private Result fit(Dataset<Row> customers, Data data, Cut cut, int unit, int horizon, Step step) {
    boolean auto = request.model().equals(AUTO);
    List<Cut> cuts = new ArrayList<>(auto ? origins(data.firstDay(), ORIGINS) : List.of());
    cuts.add(cut);
    List<Window> windows = new WindowsFit(unit, request.maximumCells()).fit(customers, cuts);
    Window now = windows.get(windows.size() - 1);
    requireEnough(now);
    Fit fit = auto ? auto(now, windows.subList(0, windows.size() - 1)) : plain(now);
    Forecast forecast = fit.forecaster().forecast(horizon);
    Optional<SpendFit.Fitted> spend =
        request.amounts()
            ? new SpendFit(request.maximumCells()).fit(customers, cut, spendOrigins(data, step))
            : Optional.empty();
    Optional<SpendBlend> blend = spend.map(SpendFit.Fitted::blend);
    Dataset<Row> rows =
        rows(customers, new CustomerForecasts(forecast, now, blend, cut, step.days()));
    Optional<Holdout> holdout = Optional.empty();
    if (cut.horizonDays() == horizon) {
      holdout = Optional.of(holdout(forecast, now, cut, blend.map(b -> rows)));
    } else if (cut.horizonDays() > 0) {
      Forecast seen = fit.forecaster().forecast(cut.horizonDays());
      CustomerForecasts compared = new CustomerForecasts(seen, now, blend, cut, step.days());
      holdout = Optional.of(holdout(seen, now, cut, blend.map(b -> rows(customers, compared))));
    }
    return new Result(
        data,
        now,
        fit.models(),
        fit.trend(),
        fit.origins(),
        forecast,
        spend,
        RepeatsByDayFit.fit(customers, cut),
        cut,
        step,
        rows,
        holdout);
  }

  private Dataset<Row> rows(Dataset<Row> customers, CustomerForecasts forecasts) {
    return keep.apply(customers.transform(forecasts::transform));
  }

  /**
   * What histories count in: days, or the periods of a model that has them.
   *
   * @param days of a step, about
   * @param date the last day of a step by its number
   */
  public record Step(int days, IntFunction<LocalDate> date) {
    static final Step DAY = new Step(1, LocalDate::ofEpochDay);

    /** Days or periods. */
    public String word() {
      return equals(DAY) ? "days" : "periods";
    }
  }

  @FunctionalInterface
  private interface Forecaster {
    Forecast forecast(int horizonDays);
  }

  private record Fit(List<Weighted> models, double trend, int origins, Forecaster forecaster) {}

  private Fit auto(Window now, List<Window> origins) {
    AutoModel model = AutoFit.fit(now, origins);
    List<Weighted> models = new ArrayList<>();
    for (int i = 0; i < model.candidates().size(); i++) {
      models.add(new Weighted(model.candidates().get(i), model.weight(i)));
    }
    return new Fit(models, model.trendCoefficient(), model.origins(), model::forecast);
  }

  private Fit plain(Window now) {
    Fitted<? extends BuyingModel> fitted = PlainFit.fit(request.model(), now);
    return new Fit(
        List.of(new Weighted(fitted, 1)), 0, 0, days -> Forecast.of(fitted.model(), now, days));
  }

  /** Parts of the time from the first purchase to the calibration end, until which it goes on. */
  private List<Cut> origins(LocalDate firstDay, double[] parts) {
    int first = (int) firstDay.toEpochDay();
    int end = (int) request.calibrationEnd().toEpochDay();
    return DoubleStream.of(parts)
        .mapToObj(part -> new Cut(first + (int) ((end - first) * part), end))
        .toList();
  }

  private List<Cut> spendOrigins(Data data, Step step) {
    return step.equals(Step.DAY) ? origins(data.firstDay(), SPEND_ORIGINS) : List.of();
  }

  private Data data(Dataset<Row> customers) {
    Column purchases = col(PurchaseArrays.PURCHASES);
    Column first = PurchaseArrays.day(element_at(purchases, 1));
    Cut end = Cut.of(request.calibrationEnd(), request.calibrationEnd());
    Column known = size(end.known(purchases));
    Row row =
        customers
            .agg(
                min(first),
                max(PurchaseArrays.day(element_at(purchases, -1))),
                count(lit(1)),
                sum(known.gt(0).cast("long")),
                sum(known).cast("long"))
            .collectAsList()
            .get(0);
    if (row.getLong(2) == 0) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot fit: there is no purchase (a day on which nothing was paid in the end is none)");
    }
    LocalDate firstDay = LocalDate.ofEpochDay(row.getInt(0));
    LocalDate lastDay = LocalDate.ofEpochDay(row.getInt(1));
    if (row.getLong(3) == 0) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot fit until "
              + request.calibrationEnd()
              + ": the first purchase is of "
              + firstDay
              + "; let --calibration-end be later");
    }
    return new Data(
        firstDay, lastDay, row.getLong(3), row.getLong(4), row.getLong(2) - row.getLong(3));
  }

  private static void requireEnough(Window now) {
    long repeat = now.histories().repeatCustomers();
    if (repeat < LEAST_REPEAT_CUSTOMERS) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot fit how customers go on buying: "
              + repeat
              + " of "
              + now.histories().customers()
              + " bought on a second day, at least "
              + LEAST_REPEAT_CUSTOMERS
              + " must have; let --calibration-end be later, or take more customers");
    }
  }

  /** What was forecast for just the days that were seen; rows where amounts are known. */
  private static Holdout holdout(
      Forecast forecast, Window now, Cut cut, Optional<Dataset<Row>> rows) {
    Window.Outcomes outcomes = now.outcomes();
    Accuracy.Sums expected = new Accuracy.Sums();
    Accuracy.Sums median = new Accuracy.Sums();
    for (int i = 0; i < outcomes.size(); i++) {
      int history = outcomes.history(i);
      double n = outcomes.customers(i);
      int later = outcomes.later(i);
      expected.add(n, forecast.expected(history, outcomes.recent(i)), later);
      median.add(n, forecast.quantile(history, 0.5), later);
    }
    return new Holdout(
        cut.horizonDays(),
        forecast,
        expected.accuracy(),
        median.accuracy(),
        rows.flatMap(ValueFit::meanValue),
        rows.flatMap(
            r -> AccuracyFit.fit(r, CustomerForecasts.VALUE, CustomerForecasts.ACTUAL_VALUE)));
  }

  private static Optional<Accuracy> meanValue(Dataset<Row> rows) {
    String actualMean = "actual_mean_value";
    return AccuracyFit.fit(
        rows.filter(
                col(CustomerForecasts.PURCHASES)
                    .gt(1)
                    .and(col(CustomerForecasts.ACTUAL_PURCHASES).gt(0)))
            .withColumn(
                actualMean,
                col(CustomerForecasts.ACTUAL_VALUE)
                    .divide(col(CustomerForecasts.ACTUAL_PURCHASES))),
        CustomerForecasts.MEAN_VALUE,
        actualMean);
  }

  /** The names that a request may give. */
  public static List<String> models() {
    return Stream.concat(Stream.of(AUTO), PlainFit.NAMES.stream()).toList();
  }
}
