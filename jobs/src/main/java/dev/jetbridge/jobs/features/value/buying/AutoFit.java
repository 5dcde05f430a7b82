package dev.jetbridge.jobs.features.value.buying;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits several models and says how much each is to be believed, by what each would have forecast at
 * earlier days of the same data; nothing after the last day goes in.
 *
 * <p>The models are BG and MBG with a clock of age, then those that buy more regularly while their
 * likelihood rises; each is a {@link Mixture}.
 */
public final class AutoFit {
  private static final int MOST_STAGES = 4;
  private static final long LEAST_CUSTOMERS = 200;
  private static final double LEAST_LATER = 100;
  private static final double LEAST_PROBABILITY = 1e-10;

  private AutoFit() {}

  /**
   * Fits on what is known now.
   *
   * @param now its outcomes are not looked at
   * @param origins what was known at earlier days, and what was bought from then until now
   */
  public static AutoModel fit(Window now, List<Window> origins) {
    Map<ErlangShape, Fitted<ErlangModel>> candidates = candidates(now);
    List<ErlangShape> shapes = List.copyOf(candidates.keySet());
    List<Window> usable = origins.stream().filter(AutoFit::isUsable).toList();
    List<double[]> probabilities = new ArrayList<>();
    List<Long> customers = new ArrayList<>();
    List<double[]> expectations = new ArrayList<>();
    for (Window origin : usable) {
      judge(origin, shapes, probabilities, expectations);
      for (int o = 0; o < origin.outcomes().size(); o++) {
        customers.add(origin.outcomes().customers(o));
      }
    }
    double[] weights = Stacking.weights(probabilities, customers, shapes.size());
    return new AutoModel(
        now,
        shapes.stream().map(candidates::get).toList(),
        weights,
        trend(usable, expectations, weights),
        usable.size());
  }

  private static Map<ErlangShape, Fitted<ErlangModel>> candidates(Window now) {
    Map<ErlangShape, Fitted<ErlangModel>> all = new LinkedHashMap<>();
    double best = Double.NEGATIVE_INFINITY;
    for (int stages = 1; stages <= MOST_STAGES; stages++) {
      List<ErlangShape> shapes = new ArrayList<>();
      for (boolean aging : stages == 1 ? new boolean[] {true} : new boolean[] {false, true}) {
        shapes.add(new ErlangShape(stages, false, aging, true));
        shapes.add(new ErlangShape(stages, true, aging, true));
      }
      List<Fitted<ErlangModel>> fitted =
          shapes.parallelStream()
              .map(shape -> ErlangFit.fit(now.histories(), now.gaps(), shape))
              .toList();
      double likeliest =
          fitted.stream().map(Fitted::logLikelihood).max(Comparator.naturalOrder()).orElseThrow();
      if (likeliest <= best) {
        break;
      }
      best = likeliest;
      for (int i = 0; i < shapes.size(); i++) {
        all.put(shapes.get(i), fitted.get(i));
      }
    }
    return all;
  }

  private static boolean isUsable(Window origin) {
    return origin.histories().customers() >= LEAST_CUSTOMERS
        && origin.outcomes().laterPurchases() >= LEAST_LATER;
  }

  private static void judge(
      Window origin,
      List<ErlangShape> shapes,
      List<double[]> probabilities,
      List<double[]> expectations) {
    List<double[][]> tails =
        shapes.parallelStream()
            .map(shape -> ErlangFit.fit(origin.histories(), origin.gaps(), shape).model())
            .map(model -> Mixture.fit(model, origin.histories()).counts(origin.horizonDays()).tails)
            .toList();
    Window.Outcomes outcomes = origin.outcomes();
    for (int i = 0; i < outcomes.size(); i++) {
      double[] probability = new double[shapes.size()];
      double[] expectation = new double[shapes.size()];
      for (int m = 0; m < shapes.size(); m++) {
        double[] tail = tails.get(m)[outcomes.history(i)];
        probability[m] = Math.max(LEAST_PROBABILITY, exactly(tail, outcomes.later(i)));
        expectation[m] = java.util.stream.DoubleStream.of(tail).sum();
      }
      probabilities.add(probability);
      expectations.add(expectation);
    }
  }

  private static double exactly(double[] tail, int n) {
    double atLeast = n == 0 ? 1 : n <= tail.length ? tail[n - 1] : 0;
    return atLeast - (n < tail.length ? tail[n] : 0);
  }

  private static Trend trend(List<Window> origins, List<double[]> expectations, double[] weights) {
    if (origins.isEmpty()) {
      return Trend.NONE;
    }
    int size = expectations.size();
    double[] forecast = new double[size];
    double[] z = new double[size];
    double[] later = new double[size];
    double[] customers = new double[size];
    int i = 0;
    for (Window origin : origins) {
      Window.Outcomes outcomes = origin.outcomes();
      for (int o = 0; o < outcomes.size(); o++, i++) {
        for (int m = 0; m < weights.length; m++) {
          forecast[i] += weights[m] * expectations.get(i)[m];
        }
        // Who was silent for very long is expected to buy nothing that can be counted.
        forecast[i] = Math.max(forecast[i], LEAST_PROBABILITY);
        z[i] = Trend.of(origin.histories().repeats(outcomes.history(o)), outcomes.recent(o));
        later[i] = outcomes.later(o);
        customers[i] = outcomes.customers(o);
      }
    }
    double all = 0;
    double spread = 0;
    for (int o = 0; o < size; o++) {
      all += customers[o];
      spread += customers[o] * (later[o] - forecast[o]) * (later[o] - forecast[o]) / forecast[o];
    }
    double dispersion = Math.max(1, spread / all);
    for (int o = 0; o < size; o++) {
      customers[o] /= dispersion * origins.size();
    }
    return Trend.fit(forecast, z, later, customers);
  }
}
