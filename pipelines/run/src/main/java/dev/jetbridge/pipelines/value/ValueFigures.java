package dev.jetbridge.pipelines.value;

import dev.jetbridge.jobs.features.value.buying.Forecast;
import dev.jetbridge.jobs.features.value.buying.Histories;
import dev.jetbridge.jobs.features.value.buying.Window;
import dev.jetbridge.jobs.features.value.transactions.ValueFit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the pictures of a fit show, from its counts. */
record ValueFigures(ValueFit.Result result) {
  private static final int[] REPEATS = {0, 1, 2, 3, 4, 6, 10};
  private static final int RECENCY_BINS = 8;
  private static final int MOST_POINTS = 120;
  private static final int DECILES = 10;
  private static final double[] LEVELS = {0.5, 0.8, 0.9, 0.95};

  /** Customers of a group: how many, and what each was expected to buy and bought, on average. */
  record Group(String name, double customers, double expected, double actual) {}

  /**
   * Customers by repeat purchases and days since the last purchase.
   *
   * @param columns of days since the last purchase, in words
   * @param rows by number of repeat purchases
   */
  record Matrix(List<String> columns, List<List<Group>> rows, List<String> names) {}

  /** Repeat purchases of all customers until a day. */
  record Point(LocalDate day, double expected, double actual) {}

  /** The share of customers whose purchases were within an interval meant for so many. */
  record Coverage(double nominal, double actual) {}

  /** Sums of a group. */
  private static final class Sums {
    double customers;
    double expected;
    double actual;

    void add(double n, double forecast, double happened) {
      customers += n;
      expected += n * forecast;
      actual += n * happened;
    }

    Group group(String name) {
      double n = Math.max(customers, 1e-300);
      return new Group(name, customers, expected / n, actual / n);
    }
  }

  private static int bin(int repeats) {
    int bin = REPEATS.length - 1;
    while (REPEATS[bin] > repeats) {
      bin--;
    }
    return bin;
  }

  private static String binName(int bin) {
    int from = REPEATS[bin];
    return bin == REPEATS.length - 1
        ? from + " or more"
        : REPEATS[bin + 1] - 1 == from ? "" + from : from + " to " + (REPEATS[bin + 1] - 1);
  }

  /** What customers are expected to buy within the horizon. */
  Matrix matrix() {
    Histories histories = result.window().histories();
    Window.Outcomes outcomes = result.window().outcomes();
    int longest =
        IntStream.range(0, histories.size()).map(i -> since(histories, i)).max().orElse(0);
    int width = Math.max(1, (longest + RECENCY_BINS) / RECENCY_BINS);
    Sums[][] sums = new Sums[REPEATS.length][RECENCY_BINS];
    for (Sums[] row : sums) {
      java.util.Arrays.setAll(row, i -> new Sums());
    }
    for (int o = 0; o < outcomes.size(); o++) {
      int i = outcomes.history(o);
      sums[bin(histories.repeats(i))][since(histories, i) / width].add(
          (double) outcomes.customers(o), result.forecast().expected(i, outcomes.recent(o)), 0);
    }
    List<String> columns =
        IntStream.range(0, RECENCY_BINS)
            .mapToObj(b -> days(b * width) + "–" + (days((b + 1) * width) - 1))
            .toList();
    List<List<Group>> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int b = 0; b < REPEATS.length; b++) {
      List<Group> row = new ArrayList<>();
      for (int c = 0; c < RECENCY_BINS; c++) {
        row.add(sums[b][c].group(columns.get(c)));
      }
      rows.add(row);
      names.add(binName(b));
    }
    return new Matrix(columns, rows, names);
  }

  private int days(int steps) {
    return steps * result.step().days();
  }

  private static int since(Histories histories, int i) {
    return histories.observedDays(i) - histories.lastDays(i);
  }

  /** Of the holdout, by the number of repeat purchases before it. */
  List<Group> byRepeats(ValueFit.Holdout holdout) {
    Map<Integer, Sums> sums = new TreeMap<>();
    each(
        holdout.forecast(),
        (i, n, expected, actual) ->
            sums.computeIfAbsent(bin(result.window().histories().repeats(i)), b -> new Sums())
                .add(n, expected, actual));
    return sums.entrySet().stream().map(e -> e.getValue().group(binName(e.getKey()))).toList();
  }

  /** Of the holdout, by what was expected: the tenth that was to buy least comes first. */
  List<Group> deciles(ValueFit.Holdout holdout) {
    List<double[]> customers = new ArrayList<>();
    each(
        holdout.forecast(),
        (i, n, expected, actual) -> customers.add(new double[] {expected, n, actual}));
    customers.sort(Comparator.comparingDouble(c -> c[0]));
    double all = customers.stream().mapToDouble(c -> c[1]).sum();
    Sums[] sums = new Sums[DECILES];
    java.util.Arrays.setAll(sums, i -> new Sums());
    double before = 0;
    for (double[] c : customers) {
      // Customers alike may belong to two tenths.
      double from = before;
      double to = before + c[1];
      for (int d = (int) Math.min(DECILES - 1, from / all * DECILES); d < DECILES; d++) {
        double inside = Math.min(to, all * (d + 1) / DECILES) - Math.max(from, all * d / DECILES);
        if (inside > 0) {
          sums[d].add(inside, c[0], c[2]);
        }
      }
      before = to;
    }
    return IntStream.range(0, DECILES).mapToObj(d -> sums[d].group("" + (d + 1))).toList();
  }

  /** How often intervals held. */
  List<Coverage> coverage(ValueFit.Holdout holdout) {
    Window.Outcomes outcomes = result.window().outcomes();
    List<Coverage> all = new ArrayList<>();
    for (double level : LEVELS) {
      double held = 0;
      double customers = 0;
      for (int o = 0; o < outcomes.size(); o++) {
        int i = outcomes.history(o);
        int later = outcomes.later(o);
        boolean isWithin =
            later >= holdout.forecast().quantile(i, (1 - level) / 2)
                && later <= holdout.forecast().quantile(i, (1 + level) / 2);
        customers += outcomes.customers(o);
        held += isWithin ? outcomes.customers(o) : 0;
      }
      all.add(new Coverage(level, held / customers));
    }
    return all;
  }

  @FunctionalInterface
  private interface Each {
    void customers(int history, double customers, double expected, double actual);
  }

  private void each(Forecast forecast, Each each) {
    Window.Outcomes outcomes = result.window().outcomes();
    for (int o = 0; o < outcomes.size(); o++) {
      int i = outcomes.history(o);
      each.customers(
          i,
          (double) outcomes.customers(o),
          forecast.expected(i, outcomes.recent(o)),
          outcomes.later(o));
    }
  }

  /**
   * Repeat purchases of all customers from the first on, as they were and as the models expect them
   * of customers who begin on the days on which these did.
   */
  List<Point> tracking() {
    Histories histories = result.window().histories();
    TreeMap<Integer, Long> beginners = new TreeMap<>();
    for (int i = 0; i < histories.size(); i++) {
      beginners.merge(histories.observedDays(i), histories.customers(i), Long::sum);
    }
    int end = result.cut().day();
    int first = end - beginners.lastKey();
    int last = result.cut().end();
    int step = Math.max(1, (last - first + MOST_POINTS - 1) / MOST_POINTS);
    List<Point> points = new ArrayList<>();
    for (int day = first + step; day <= last; day += step) {
      double expected = 0;
      for (Map.Entry<Integer, Long> begun : beginners.entrySet()) {
        int age = day - (end - begun.getKey());
        expected += age > 0 ? begun.getValue() * expectedOfNew(age, begun.getKey()) : 0;
      }
      long actual =
          result.repeatsByDay().headMap(day, true).values().stream().mapToLong(n -> n).sum();
      points.add(new Point(result.step().date().apply(day), expected, actual));
    }
    return points;
  }

  private double expectedOfNew(int days, int observedDays) {
    double sum = 0;
    for (ValueFit.Weighted model : result.models()) {
      sum += model.weight() * model.fitted().model().expectedOfNew(days, observedDays);
    }
    return sum;
  }
}
