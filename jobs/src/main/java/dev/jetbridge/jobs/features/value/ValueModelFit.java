package dev.jetbridge.jobs.features.value;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.jetbridge.jobs.features.ModelRecord;
import dev.jetbridge.jobs.features.purchases.RepeatPurchases;
import dev.jetbridge.jobs.features.value.numeric.FitLimit;
import dev.jetbridge.jobs.features.value.spend.GammaGamma;
import dev.jetbridge.jobs.features.value.spend.GammaGammaFit;
import dev.jetbridge.jobs.features.value.spend.PooledMean;
import dev.jetbridge.jobs.features.value.spend.ValueCells;
import dev.jetbridge.jobs.features.value.spend.ValueModel;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits what a purchase is worth: Gamma-Gamma on the customers whose repeat purchases have a
 * positive value, or the mean over all purchase days, where these customers are fewer than 30,
 * their values so uneven that the fitted population has hardly a mean, or so alike that what the
 * fit predicts depends on where its search stops. The model says which.
 */
final class ValueModelFit {
  private static final String KIND = "gamma-gamma";

  /** As q nears 1 the mean of the population runs away from what was seen. */
  private static final double LARGEST_MEAN_RATIO = 3;

  private final CellCountsFit counts;

  ValueModelFit(int maximumCells) {
    this.counts = new CellCountsFit(maximumCells);
  }

  /** On one row a person with the columns of {@link RepeatPurchases}. */
  FittedModel<ValueModel> fit(Dataset<Row> repeats) {
    CellCountsFit.Counts counted =
        counts.count(
            repeats.filter(
                col(RepeatPurchases.X).gt(0).and(col(RepeatPurchases.REPEAT_VALUE).gt(0))),
            col(RepeatPurchases.X),
            col(RepeatPurchases.REPEAT_VALUE).multiply(lit(100)).cast("long"));
    ValueCells cells = ValueCells.of(counted.rows());
    Map<String, Object> provenance = new TreeMap<>();
    provenance.put("sample", counted.sample());
    provenance.put(FittedModel.CUSTOMERS, cells.customers());
    provenance.put("cells", cells.size());
    if (cells.customers() < GammaGammaFit.SMALLEST_CUSTOMERS) {
      provenance.put(
          ModelRecord.NOT_FITTED,
          "not fitted: "
              + cells.customers()
              + " customers with a repeat purchase of positive value, at least "
              + GammaGammaFit.SMALLEST_CUSTOMERS
              + " needed");
      return pooled(repeats, provenance);
    }
    provenance.put("correlation_of_repeats_and_value", cells.correlation());
    GammaGammaFit.Fitted fitted = GammaGammaFit.fit(cells);
    if (fitted.model().populationMean() > LARGEST_MEAN_RATIO * cells.meanValue()) {
      provenance.put(
          ModelRecord.NOT_FITTED,
          "not fitted: the values are so uneven that the fitted mean is "
              + Math.round(fitted.model().populationMean() / cells.meanValue())
              + " times the observed one");
      return pooled(repeats, provenance);
    }
    if (fitted.doubt() > FitLimit.TOLERANCE) {
      provenance.put(
          ModelRecord.NOT_FITTED,
          "not fitted: the values do not tell the parameters apart ("
              + String.join("; ", fitted.limits())
              + ")");
      return pooled(repeats, provenance);
    }
    return gammaGamma(fitted, provenance);
  }

  private static FittedModel<ValueModel> gammaGamma(
      GammaGammaFit.Fitted fitted, Map<String, Object> provenance) {
    GammaGamma model = fitted.model();
    FittedModel.note(
        provenance, fitted.logLikelihood(), fitted.rounds(), fitted.slope(), fitted.limits());
    return new FittedModel<>(
        KIND,
        model,
        Map.of("fitted", true, "p", model.p(), "q", model.q(), "v", model.v()),
        provenance);
  }

  private static FittedModel<ValueModel> pooled(
      Dataset<Row> repeats, Map<String, Object> provenance) {
    Row totals =
        repeats
            .agg(sum(RepeatPurchases.TOTAL_VALUE), sum(RepeatPurchases.PURCHASE_DAYS))
            .collectAsList()
            .get(0);
    BigDecimal value = totals.getDecimal(0);
    double mean = value == null ? 0 : Math.max(0, value.doubleValue() / totals.getLong(1));
    provenance.put("method", "mean of all purchase days");
    return new FittedModel<>(
        KIND, new PooledMean(mean), Map.of("fitted", false, "mean_value", mean), provenance);
  }
}
