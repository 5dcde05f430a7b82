package dev.jetbridge.jobs.features.value.spend;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import dev.jetbridge.jobs.features.value.numeric.GammaFunction;
import java.util.stream.IntStream;

/**
 * The mean negative log-likelihood of Gamma-Gamma and its gradient over ln p, ln(q − 1) and ln(v /
 * scale). Gamma functions are evaluated once for each distinct x; a cell costs one logarithm.
 * Chunks of cells are fixed and added in their order.
 */
final class GammaGammaLikelihood implements Bfgs.Objective {
  private static final int CHUNK = 1 << 14;

  private final ValueCells cells;
  private final double scale;
  private final long customers;
  private final long[] customersByRepeats;
  private final double[] logValue;
  private final double meanLogMean;

  GammaGammaLikelihood(ValueCells cells, double scale) {
    this.cells = cells;
    this.scale = scale;
    this.customers = cells.customers();
    int most = IntStream.range(0, cells.size()).map(cells::repeats).max().orElse(0);
    this.customersByRepeats = new long[most + 1];
    this.logValue = new double[cells.size()];
    double sum = 0;
    for (int i = 0; i < cells.size(); i++) {
      customersByRepeats[cells.repeats(i)] += cells.customers(i);
      logValue[i] = Math.log(cells.value(i));
      sum += cells.customers(i) * (logValue[i] - Math.log(cells.repeats(i)));
    }
    this.meanLogMean = sum / customers;
  }

  static GammaGamma model(double[] point, double scale) {
    return new GammaGamma(Math.exp(point[0]), 1 + Math.exp(point[1]), scale * Math.exp(point[2]));
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    GammaGamma model = model(point, scale);
    double[] sums = byRepeats(model);
    int chunks = (cells.size() + CHUNK - 1) / CHUNK;
    double[][] parts = new double[chunks][];
    IntStream.range(0, chunks).parallel().forEach(c -> parts[c] = chunk(model, c));
    for (double[] part : parts) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += part[i];
      }
    }
    gradient[0] = -model.p() * sums[1] / customers;
    gradient[1] = -(model.q() - 1) * sums[2] / customers;
    gradient[2] = -model.v() * sums[3] / customers;
    return meanLogMean - sums[0] / customers;
  }

  /** Γ(px+q) / (Γ(px) Γ(q)) · v^q: the factors that know only x. */
  private double[] byRepeats(GammaGamma m) {
    double logGammaQ = GammaFunction.logGamma(m.q());
    double digammaQ = GammaFunction.digamma(m.q());
    double logV = Math.log(m.v());
    double[] sums = new double[4];
    for (int x = 1; x < customersByRepeats.length; x++) {
      long n = customersByRepeats[x];
      if (n == 0) {
        continue;
      }
      double shape = m.p() * x;
      double digamma = GammaFunction.digamma(shape + m.q());
      sums[0] +=
          n
              * (GammaFunction.logGamma(shape + m.q())
                  - GammaFunction.logGamma(shape)
                  - logGammaQ
                  + m.q() * logV);
      sums[1] += n * x * (digamma - GammaFunction.digamma(shape));
      sums[2] += n * (digamma - digammaQ + logV);
      sums[3] += n * m.q() / m.v();
    }
    return sums;
  }

  /** (x·m)^(px) / (v + x·m)^(px+q); the remaining factor 1/m knows no parameter. */
  private double[] chunk(GammaGamma m, int chunk) {
    double[] sums = new double[4];
    for (int i = chunk * CHUNK; i < Math.min(cells.size(), (chunk + 1) * CHUNK); i++) {
      long n = cells.customers(i);
      double shape = m.p() * cells.repeats(i);
      double log = Math.log(m.v() + cells.value(i));
      sums[0] += n * (shape * logValue[i] - (shape + m.q()) * log);
      sums[1] += n * cells.repeats(i) * (logValue[i] - log);
      sums[2] -= n * log;
      sums[3] -= n * (shape + m.q()) / (m.v() + cells.value(i));
    }
    return sums;
  }
}
