package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log10;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.jobs.features.value.spend.GammaGammaFit;
import dev.jetbridge.jobs.features.value.spend.LogNormalFit;
import dev.jetbridge.jobs.features.value.spend.SpendBlend;
import dev.jetbridge.jobs.features.value.spend.ValueCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits what a purchase is worth: Gamma-Gamma and log-normal, blended by how well each would have
 * forecast the spend of those who bought again after earlier days.
 */
public final class SpendFit {
  /** Columns of {@link #histories}: purchases, their value together, and of its logarithm. */
  static final String PURCHASES = "spend_purchases";

  static final String VALUE = "spend_value";
  static final String MEAN_LOG = "spend_mean_log";
  static final String WITHIN = "spend_within";

  /** Mean value of the purchases to come; null without one. */
  static final String LATER_MEAN = "spend_later_mean";

  private static final int LEAST_BUYERS = 100;
  private static final double PENALTY = 0.02;
  private static final int STEPS = 20;

  /** Significant digits that are left of a value where there are too many. */
  private static final int DIGITS = 4;

  private static final String KNOWN = "spend_known";
  private static final String CENTS = "spend_cents";

  private final int maximumCells;

  /**
   * How to fit.
   *
   * @param maximumCells most distinct pairs of purchases and value that the driver takes; beyond it
   *     values are rounded to four significant digits
   */
  public SpendFit(int maximumCells) {
    this.maximumCells = maximumCells;
  }

  /**
   * A blend and how it was found.
   *
   * @param rounded whether values were rounded
   * @param origins earlier days at which the shares were judged; 0 for even ones
   */
  public record Fitted(
      SpendBlend blend,
      GammaGammaFit.Fitted gammaGamma,
      double customers,
      boolean rounded,
      int origins) {}

  /**
   * Fits on what is known at a cut.
   *
   * @param customers rows of {@link PurchaseArrays}
   * @return empty with too few customers
   */
  public Optional<Fitted> fit(Dataset<Row> customers, Cut now, List<Cut> origins) {
    Optional<Fitted> even = models(histories(customers, now));
    if (even.isEmpty()) {
      return even;
    }
    List<Moments> moments = new ArrayList<>();
    for (Cut origin : origins) {
      Dataset<Row> histories = histories(customers, origin);
      models(histories)
          .map(models -> moments(histories, models.blend()))
          .filter(m -> m.buyers() >= LEAST_BUYERS)
          .ifPresent(moments::add);
    }
    Fitted fitted = even.orElseThrow();
    SpendBlend blend = fitted.blend();
    return Optional.of(
        new Fitted(
            new SpendBlend(blend.gammaGamma(), blend.logNormal(), share(moments)),
            fitted.gammaGamma(),
            fitted.customers(),
            fitted.rounded(),
            moments.size()));
  }

  /** One row a customer who has bought by then: what was paid for it, free purchases apart. */
  static Dataset<Row> histories(Dataset<Row> customers, Cut cut) {
    Column purchases = col(PurchaseArrays.PURCHASES);
    Column known = cut.known(purchases);
    Column paid = filter(known, p -> PurchaseArrays.amount(p).gt(0));
    Column later = cut.later(purchases);
    Column n = size(col(KNOWN));
    Column logs = total(col(KNOWN), p -> log(PurchaseArrays.amount(p)));
    return customers
        .filter(size(known).gt(0))
        .withColumn(KNOWN, paid)
        .withColumn(PURCHASES, n)
        .withColumn(VALUE, total(col(KNOWN), PurchaseArrays::amount))
        .withColumn(MEAN_LOG, when(n.gt(0), logs.divide(n)).otherwise(lit(0.0)))
        .withColumn(WITHIN, total(col(KNOWN), SpendFit::squaredDeviation))
        .withColumn(LATER_MEAN, total(later, PurchaseArrays::amount).divide(nullIfZero(later)))
        .drop(KNOWN);
  }

  private static Column nullIfZero(Column purchases) {
    return when(size(purchases).gt(0), size(purchases));
  }

  private static Column squaredDeviation(Column purchase) {
    return pow(log(PurchaseArrays.amount(purchase)).minus(col(MEAN_LOG)), 2);
  }

  private static Column total(Column purchases, UnaryOperator<Column> measure) {
    return aggregate(purchases, lit(0.0), (sum, p) -> sum.plus(measure.apply(p)));
  }

  private Optional<Fitted> models(Dataset<Row> all) {
    Dataset<Row> histories = all.filter(col(PURCHASES).gt(0));
    List<LogNormalFit.Group> groups = groups(histories);
    double customers = groups.stream().mapToDouble(LogNormalFit.Group::customers).sum();
    if (customers < GammaGammaFit.SMALLEST_CUSTOMERS) {
      return Optional.empty();
    }
    Column cents = round(col(VALUE).multiply(lit(100))).cast("long");
    List<Row> cells = cells(histories, cents);
    boolean rounded = cells.size() > maximumCells;
    if (rounded) {
      Column unit = pow(lit(10.0), greatest(floor(log10(cents)).minus(DIGITS - 1), lit(0)));
      cells = cells(histories, round(cents.divide(unit)).multiply(unit).cast("long"));
    }
    GammaGammaFit.Fitted gammaGamma = GammaGammaFit.fit(ValueCells.of(cells));
    SpendBlend blend = new SpendBlend(gammaGamma.model(), LogNormalFit.fit(groups), 0.5);
    return Optional.of(new Fitted(blend, gammaGamma, customers, rounded, 0));
  }

  private List<Row> cells(Dataset<Row> histories, Column cents) {
    return histories
        .groupBy(col(PURCHASES), cents.as(CENTS))
        .count()
        .limit(maximumCells + 1)
        .collectAsList();
  }

  /** Sums are of decimals, so that they do not depend on the order of the rows. */
  private static List<LogNormalFit.Group> groups(Dataset<Row> histories) {
    return histories
        .groupBy(PURCHASES)
        .agg(
            count(lit(1)),
            exactSum(col(WITHIN)),
            exactSum(col(MEAN_LOG)),
            exactSum(col(MEAN_LOG).multiply(col(MEAN_LOG))))
        .orderBy(PURCHASES)
        .collectAsList()
        .stream()
        .map(
            r ->
                new LogNormalFit.Group(
                    r.getInt(0), r.getLong(1), r.getDouble(2), r.getDouble(3), r.getDouble(4)))
        .toList();
  }

  private static Column exactSum(Column value) {
    return sum(value.cast("decimal(26,12)")).cast("double");
  }

  /** Means over those who bought again, of errors of Gamma-Gamma and log-normal. */
  private record Moments(
      long buyers, double ofOne, double ofBoth, double ofOther, double mean, double square) {}

  private static Moments moments(Dataset<Row> histories, SpendBlend models) {
    Column purchases = col(PURCHASES);
    Column later = col(LATER_MEAN);
    Column one = models.gammaGamma().expectedMeanValue(purchases, col(VALUE)).minus(later);
    Column other = models.logNormal().expectedValue(purchases, col(MEAN_LOG)).minus(later);
    Row row =
        histories
            .filter(col(PURCHASES).gt(0).and(later.gt(0)))
            .agg(
                count(lit(1)),
                avg(one.multiply(one)),
                avg(one.multiply(other)),
                avg(other.multiply(other)),
                avg(later),
                avg(later.multiply(later)))
            .collectAsList()
            .get(0);
    return row.getLong(0) == 0
        ? new Moments(0, 0, 0, 0, 0, 0)
        : new Moments(
            row.getLong(0),
            row.getDouble(1),
            row.getDouble(2),
            row.getDouble(3),
            row.getDouble(4),
            row.getDouble(5));
  }

  /** Of Gamma-Gamma: the one with the least squares, drawn a little to one half. */
  private static double share(List<Moments> origins) {
    if (origins.isEmpty()) {
      return 0.5;
    }
    double mean = origins.stream().mapToDouble(Moments::mean).average().orElseThrow();
    double square = origins.stream().mapToDouble(Moments::square).average().orElseThrow();
    double spread = square - mean * mean;
    double best = 0.5;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= STEPS; step++) {
      double share = (double) step / STEPS;
      double rest = 1 - share;
      double error =
          origins.stream()
              .mapToDouble(
                  m ->
                      share * share * m.ofOne()
                          + 2 * share * rest * m.ofBoth()
                          + rest * rest * m.ofOther())
              .average()
              .orElseThrow();
      double value = error / spread + 2 * PENALTY * (share - 0.5) * (share - 0.5);
      if (value < least) {
        least = value;
        best = share;
      }
    }
    return best;
  }
}
