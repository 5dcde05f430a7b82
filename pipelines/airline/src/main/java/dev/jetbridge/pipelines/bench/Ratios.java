package dev.jetbridge.pipelines.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times pairs and prints their ratio, the median over the rounds that count. */
final class Ratios {
  private final PrintWriter out;
  private final List<Double> ratios = new ArrayList<>();
  private final String name;

  Ratios(String name, PrintWriter out) {
    this.name = name;
    this.out = out;
  }

  static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  void round(int number, double ours, double bare) {
    boolean counts = number > 1;
    if (counts) {
      ratios.add(ours / bare);
    }
    out.printf(
        Locale.ROOT,
        "  round %d: %s %.2f s, other %.2f s, ratio %.2f%s%n",
        number,
        name,
        ours,
        bare,
        ours / bare,
        counts ? "" : " (warm-up)");
    out.flush();
  }

  void conclude(double bar) {
    conclude("bare", bar);
  }

  void conclude(String other, double bar) {
    if (ratios.isEmpty()) {
      out.printf("%s ÷ %s: no round counts, the first warms up; more by --rounds%n", name, other);
      out.flush();
      return;
    }
    List<Double> sorted = ratios.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    out.printf(
        Locale.ROOT,
        "%s ÷ %s: median %.2f over %d rounds (bar %.2f)%n",
        name,
        other,
        median,
        ratios.size(),
        bar);
    out.flush();
  }
}
