package dev.jetbridge.pipelines.bench;

import dev.jetbridge.jobs.features.value.BgNbd;
import dev.jetbridge.jobs.features.value.BgNbdFit;
import dev.jetbridge.jobs.features.value.PurchaseCells;
import dev.jetbridge.jobs.features.value.PurchaseSimulation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The BG/NBD fit on simulated customers, after counting; against a bar, there is no alternative.
 */
public final class LifetimeValueBenchmark {
  private static final int DAYS = 546;

  private LifetimeValueBenchmark() {}

  public static void run(int customers, int rounds, PrintWriter out) {
    BgNbd truth = new BgNbd(0.2426, 4.4135, 0.7929, 2.4258);
    PurchaseCells cells = PurchaseSimulation.cells(truth, customers, DAYS, 1);
    List<Double> seconds = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      long start = System.nanoTime();
      BgNbdFit.Fitted fitted = BgNbdFit.fit(cells);
      double took = (System.nanoTime() - start) / 1e9;
      if (round > 1) {
        seconds.add(took);
      }
      out.printf(
          Locale.ROOT,
          "  round %d: %.2f s, %d rounds, %s%s%n",
          round,
          took,
          fitted.rounds(),
          fitted.model(),
          round == 1 ? " (warm-up)" : "");
    }
    double median = seconds.stream().sorted().toList().get(seconds.size() / 2);
    out.printf(
        Locale.ROOT,
        "BG/NBD fit of %,d customers: median %.2f s over %d rounds (bar 2.00)%n",
        customers,
        median,
        seconds.size());
  }
}
