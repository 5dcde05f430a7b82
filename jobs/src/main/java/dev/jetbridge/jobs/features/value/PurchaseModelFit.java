package dev.jetbridge.jobs.features.value;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.jobs.features.ModelRecord;
import dev.jetbridge.jobs.features.purchases.RepeatPurchases;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits how customers go on buying: BG/NBD, or, with fewer than 30 repeat customers, the one rate
 * that needs no more than a total. The model says which, so that the first weeks of a small airline
 * have values, and nobody takes them for more than they are.
 */
final class PurchaseModelFit {
  private static final String KIND = "bg-nbd";
  private static final double DAYS_A_WEEK = 7;

  private final CellCountsFit counts;

  PurchaseModelFit(int maximumCells) {
    this.counts = new CellCountsFit(maximumCells);
  }

  /** On one row a person with the columns of {@link RepeatPurchases}. */
  FittedModel<PurchaseModel> fit(Dataset<Row> repeats) {
    CellCountsFit.Counts counted =
        counts.count(
            repeats,
            col(RepeatPurchases.X),
            col(RepeatPurchases.LAST_DAYS),
            col(RepeatPurchases.OBSERVED_DAYS));
    PurchaseCells cells = PurchaseCells.of(counted.rows());
    Map<String, Object> provenance = new TreeMap<>();
    provenance.put("sample", counted.sample());
    provenance.put(FittedModel.CUSTOMERS, cells.customers());
    provenance.put("repeat_customers", cells.repeatCustomers());
    provenance.put("cells", cells.size());
    return cells.repeatCustomers() < BgNbdFit.SMALLEST_REPEAT_CUSTOMERS
        ? pooled(cells, provenance)
        : bgNbd(cells, provenance);
  }

  private static FittedModel<PurchaseModel> bgNbd(
      PurchaseCells cells, Map<String, Object> provenance) {
    BgNbdFit.Fitted fitted = BgNbdFit.fit(cells);
    BgNbd model = fitted.model();
    FittedModel.note(
        provenance, fitted.logLikelihood(), fitted.rounds(), fitted.slope(), fitted.limits());
    return new FittedModel<>(
        KIND,
        model,
        Map.of(
            "fitted", true,
            "r", model.r(),
            "alpha", model.alpha(),
            "a", model.a(),
            "b", model.b()),
        provenance);
  }

  private static FittedModel<PurchaseModel> pooled(
      PurchaseCells cells, Map<String, Object> provenance) {
    long days = cells.observedCustomerDays();
    PooledRate model = new PooledRate(days == 0 ? 0 : DAYS_A_WEEK * cells.repeatPurchases() / days);
    provenance.put("method", "pooled rate");
    provenance.put(
        ModelRecord.NOT_FITTED,
        "not fitted: "
            + cells.repeatCustomers()
            + " customers with a repeat purchase, at least "
            + BgNbdFit.SMALLEST_REPEAT_CUSTOMERS
            + " needed");
    return new FittedModel<>(
        KIND,
        model,
        Map.of("fitted", false, "purchases_a_week", model.purchasesAWeek()),
        provenance);
  }
}
