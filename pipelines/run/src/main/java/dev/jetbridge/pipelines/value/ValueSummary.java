package dev.jetbridge.pipelines.value;

import dev.jetbridge.jobs.features.value.transactions.ValueFit;
import dev.jetbridge.pipelines.report.Wording;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Totals of a fit.
 *
 * @param active expected number of customers who still buy
 * @param expectedPurchases of all within the horizon
 * @param expectedValue of them; 0 where amounts are not known
 */
record ValueSummary(
    long customers,
    long repeatCustomers,
    double active,
    double expectedPurchases,
    double expectedValue) {
  static ValueSummary of(ValueFit.Result result, double expectedValue) {
    double active = 0;
    double purchases = 0;
    var outcomes = result.window().outcomes();
    for (int o = 0; o < outcomes.size(); o++) {
      int i = outcomes.history(o);
      active += outcomes.customers(o) * result.forecast().alive(i);
      purchases += outcomes.customers(o) * result.forecast().expected(i, outcomes.recent(o));
    }
    return new ValueSummary(
        result.data().customers(),
        result.window().histories().repeatCustomers(),
        active,
        purchases,
        expectedValue);
  }

  /** By name, as people read them. */
  Map<String, String> figures() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Customers", Wording.measure((double) customers));
    all.put("Bought again", Wording.measure((double) repeatCustomers));
    all.put("Still active, expected", String.format(java.util.Locale.ROOT, "%,.0f", active));
    all.put(
        "Purchases, expected", String.format(java.util.Locale.ROOT, "%,.0f", expectedPurchases));
    if (expectedValue > 0) {
      all.put("Value, expected", String.format(java.util.Locale.ROOT, "%,.0f", expectedValue));
    }
    return all;
  }
}
