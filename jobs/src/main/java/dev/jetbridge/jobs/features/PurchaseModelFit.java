package dev.jetbridge.jobs.features;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.jobs.Model;
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

  /** A model and how it came about. */
  record Fitted(
      PurchaseModel model,
      long customers,
      Map<String, Object> parameters,
      Map<String, Object> provenance) {
    /** With what else belongs to the provenance. */
    Model with(Map<String, Object> context) {
      Map<String, Object> all = new TreeMap<>(provenance);
      all.putAll(context);
      return ModelRecord.of(KIND, parameters, all);
    }
  }

  /** On one row a person with the columns of {@link RepeatPurchases}. */
  Fitted fit(Dataset<Row> repeats) {
    CellCountsFit.Counts counted =
        counts.count(
            repeats,
            col(RepeatPurchases.X),
            col(RepeatPurchases.LAST_DAYS),
            col(RepeatPurchases.OBSERVED_DAYS));
    PurchaseCells cells = PurchaseCells.of(counted.rows());
    Map<String, Object> provenance = new TreeMap<>();
    provenance.put("sample", counted.sample());
    provenance.put("customers", cells.customers());
    provenance.put("repeat_customers", cells.repeatCustomers());
    provenance.put("cells", cells.size());
    return cells.repeatCustomers() < BgNbdFit.SMALLEST_REPEAT_CUSTOMERS
        ? pooled(cells, provenance)
        : bgNbd(cells, provenance);
  }

  private static Fitted bgNbd(PurchaseCells cells, Map<String, Object> provenance) {
    BgNbdFit.Fitted fitted = BgNbdFit.fit(cells);
    BgNbd model = fitted.model();
    provenance.put("method", "maximum likelihood");
    provenance.put("log_likelihood", fitted.logLikelihood());
    provenance.put("rounds", fitted.rounds());
    provenance.put("slope", fitted.slope());
    if (!fitted.limits().isEmpty()) {
      provenance.put(ModelRecord.LIMIT, String.join("; ", fitted.limits()));
    }
    return new Fitted(
        model,
        cells.customers(),
        Map.of(
            "fitted", true,
            "r", model.r(),
            "alpha", model.alpha(),
            "a", model.a(),
            "b", model.b()),
        provenance);
  }

  private static Fitted pooled(PurchaseCells cells, Map<String, Object> provenance) {
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
    return new Fitted(
        model,
        cells.customers(),
        Map.of("fitted", false, "purchases_a_week", model.purchasesAWeek()),
        provenance);
  }
}
