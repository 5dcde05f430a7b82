package dev.jetbridge.jobs.features.value.buying;

import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.digamma;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import java.util.List;
import java.util.stream.IntStream;

/** Fits {@link ParetoNbd} by maximum likelihood. */
public final class ParetoNbdFit {
  private static final double TOLERANCE = 1e-7;
  private static final int CHUNK = 1 << 10;

  private ParetoNbdFit() {}

  /** The model under which the histories are most likely. */
  public static Fitted<ParetoNbd> fit(Histories histories) {
    double scale = histories.observed() / Math.max(histories.repeatPurchases(), 1);
    Likelihood likelihood = new Likelihood(histories, scale);
    Bfgs.Minimum best = null;
    for (double[] start : new double[][] {{-0.7, -0.7, -0.7, 0}, {0, 0, -2, 0}}) {
      Bfgs.Minimum found = Bfgs.minimise("pareto-nbd", likelihood, start, Limits.BOUND, TOLERANCE);
      best = best == null || found.value < best.value ? found : best;
    }
    return Fitted.of(
        likelihood,
        best,
        likelihood.model(best.point),
        List.of("r", "alpha", "s", "beta"),
        -best.value * histories.customers(),
        histories.customers(),
        List.of());
  }

  /** The mean negative log-likelihood over ln r, ln alpha/scale, ln s and ln beta/scale. */
  private static final class Likelihood implements Bfgs.Objective {
    private final Histories histories;
    private final double scale;
    private final long customers;

    Likelihood(Histories histories, double scale) {
      this.histories = histories;
      this.scale = scale;
      this.customers = histories.customers();
    }

    ParetoNbd model(double[] point) {
      return new ParetoNbd(
          Math.exp(point[0]),
          scale * Math.exp(point[1]),
          Math.exp(point[2]),
          scale * Math.exp(point[3]),
          histories.unitDays());
    }

    @Override
    public double evaluate(double[] point, double[] gradient) {
      ParetoNbd model = model(point);
      int chunks = (histories.size() + CHUNK - 1) / CHUNK;
      double[][] parts = new double[chunks][];
      IntStream.range(0, chunks).parallel().forEach(c -> parts[c] = chunk(model, c * CHUNK));
      double[] sums = byRepeats(model);
      for (double[] part : parts) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += part[i];
        }
      }
      double[] inner = {model.r(), model.alpha(), model.s(), model.beta()};
      for (int i = 0; i < inner.length; i++) {
        gradient[i] = -inner[i] * sums[1 + i] / customers;
      }
      return -sums[0] / customers;
    }

    private double[] byRepeats(ParetoNbd m) {
      long[] byRepeats = new long[histories.mostRepeats() + 1];
      for (int i = 0; i < histories.size(); i++) {
        byRepeats[histories.repeats(i)] += histories.customers(i);
      }
      double[] sums = new double[5];
      for (int x = 0; x < byRepeats.length; x++) {
        if (byRepeats[x] > 0) {
          sums[0] += byRepeats[x] * m.common(x);
          sums[1] += byRepeats[x] * (digamma(m.r() + x) - digamma(m.r()) + Math.log(m.alpha()));
        }
      }
      sums[2] = customers * m.r() / m.alpha();
      sums[3] = customers * Math.log(m.beta());
      sums[4] = customers * m.s() / m.beta();
      return sums;
    }

    private double[] chunk(ParetoNbd m, int from) {
      double[] sums = new double[5];
      StoppedIntegral integral = new StoppedIntegral();
      for (int i = from; i < Math.min(histories.size(), from + CHUNK); i++) {
        add(m, i, integral, sums);
      }
      return sums;
    }

    private void add(ParetoNbd m, int i, StoppedIntegral integral, double[] sums) {
      int x = histories.repeats(i);
      long n = histories.customers(i);
      double last = histories.lastDays(i) / histories.unitDays();
      double now = histories.observedDays(i) / histories.unitDays();
      double power = m.r() + x;
      double logAlpha = Math.log(m.alpha() + now);
      double logBeta = Math.log(m.beta() + now);
      double alive = -power * logAlpha - m.s() * logBeta;
      double stopped = integral.evaluate(m, x, last, now);
      double most = Math.max(alive, stopped);
      double all = Math.exp(alive - most) + Math.exp(stopped - most);
      double weight = Math.exp(alive - most) / all;
      sums[0] += n * (most + Math.log(all));
      sums[1] += n * (-weight * logAlpha + (1 - weight) * integral.slopes[0]);
      sums[2] += n * (-weight * power / (m.alpha() + now) + (1 - weight) * integral.slopes[1]);
      sums[3] += n * (-weight * logBeta + (1 - weight) * integral.slopes[2]);
      sums[4] += n * (-weight * m.s() / (m.beta() + now) + (1 - weight) * integral.slopes[3]);
    }
  }
}
