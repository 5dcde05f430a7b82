package dev.jetbridge.jobs.features.value;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import java.util.stream.IntStream;

/**
 * The mean negative log-likelihood of BG/NBD and its gradient over the logarithms of r, alpha /
 * scale, a and b. Quotients of gamma functions are sums of logarithms over x, shared by all cells
 * of that x, and ln(alpha + day) is read from a table, so that a cell costs one exponential and one
 * logarithm. Chunks of cells are fixed and added in their order: the result does not depend on the
 * cores.
 */
final class BgNbdLikelihood implements Bfgs.Objective {
  private static final int CHUNK = 1 << 14;
  private static final double DAYS_A_WEEK = 7;

  private final PurchaseCells cells;
  private final double scale;
  private final int firstRepeat;
  private final long customers;
  private final long[] customersByRepeats;
  private final int days;

  BgNbdLikelihood(PurchaseCells cells, double scale) {
    this.cells = cells;
    this.scale = scale;
    this.customers = cells.customers();
    this.firstRepeat =
        (int) IntStream.range(0, cells.size()).filter(i -> cells.repeats(i) == 0).count();
    this.customersByRepeats = new long[1 + maximum(cells::repeats)];
    for (int i = 0; i < cells.size(); i++) {
      customersByRepeats[cells.repeats(i)] += cells.customers(i);
    }
    this.days = maximum(cells::observedDays);
  }

  private int maximum(java.util.function.IntUnaryOperator measure) {
    return IntStream.range(0, cells.size()).map(measure).max().orElse(0);
  }

  BgNbd model(double[] point) {
    return new BgNbd(
        Math.exp(point[0]), scale * Math.exp(point[1]), Math.exp(point[2]), Math.exp(point[3]));
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    Pass pass = new Pass(model(point));
    double[] sums = pass.sums();
    double mean = -1.0 / customers;
    gradient[0] = mean * pass.model.r() * sums[1];
    gradient[1] = mean * pass.model.alpha() * sums[2];
    gradient[2] = mean * pass.model.a() * sums[3];
    gradient[3] = mean * pass.model.b() * sums[4];
    return mean * sums[0];
  }

  /** One evaluation: the tables of a parameter set. Sums are ln L and its slopes by parameter. */
  private final class Pass {
    final BgNbd model;
    final double[] logByDay = new double[days + 1];
    final double[] inverseByDay = new double[days + 1];

    Pass(BgNbd model) {
      this.model = model;
      for (int day = 0; day <= days; day++) {
        double weeks = model.alpha() + day / DAYS_A_WEEK;
        logByDay[day] = Math.log(weeks);
        inverseByDay[day] = 1 / weeks;
      }
    }

    double[] sums() {
      int chunks = (cells.size() + CHUNK - 1) / CHUNK;
      double[][] parts = new double[chunks][];
      IntStream.range(0, chunks)
          .parallel()
          .forEach(c -> parts[c] = chunk(c * CHUNK, Math.min(cells.size(), (c + 1) * CHUNK)));
      double[] sums = byRepeats();
      for (double[] part : parts) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += part[i];
        }
      }
      return sums;
    }

    /** Γ(r+x)/Γ(r) · alpha^r and Γ(a+b)Γ(b+x)/(Γ(b)Γ(a+b+x)): the factors that know only x. */
    private double[] byRepeats() {
      double r = model.r();
      double a = model.a();
      double b = model.b();
      double logAlpha = Math.log(model.alpha());
      double[] sums = {customers * r * logAlpha, customers * logAlpha, 0, 0, 0};
      sums[2] = customers * r / model.alpha();
      double value = 0;
      double slopeR = 0;
      double slopeA = 0;
      double slopeB = 0;
      for (int x = 1; x < customersByRepeats.length; x++) {
        int i = x - 1;
        value += Math.log(r + i) + Math.log((b + i) / (a + b + i));
        slopeR += 1 / (r + i);
        slopeA -= 1 / (a + b + i);
        slopeB += a / ((b + i) * (a + b + i));
        sums[0] += customersByRepeats[x] * value;
        sums[1] += customersByRepeats[x] * slopeR;
        sums[3] += customersByRepeats[x] * slopeA;
        sums[4] += customersByRepeats[x] * slopeB;
      }
      return sums;
    }

    private double[] chunk(int from, int to) {
      double[] sums = new double[5];
      for (int i = from; i < Math.min(to, firstRepeat); i++) {
        long n = cells.customers(i);
        int day = cells.observedDays(i);
        sums[0] -= n * model.r() * logByDay[day];
        sums[1] -= n * logByDay[day];
        sums[2] -= n * model.r() * inverseByDay[day];
      }
      for (int i = Math.max(from, firstRepeat); i < to; i++) {
        addRepeatBuyers(i, sums);
      }
      return sums;
    }

    /**
     * ln(e^A3 + e^A4) = A3 + ln(1 + e^(A4−A3)): either still active at T or inactive since t_x, and
     * inactive is the probability of the second.
     */
    private void addRepeatBuyers(int i, double[] sums) {
      long n = cells.customers(i);
      int x = cells.repeats(i);
      double shape = model.r() + x;
      double others = model.b() + x - 1;
      double logObserved = logByDay[cells.observedDays(i)];
      double logLast = logByDay[cells.lastDays(i)];
      double odds = shape * (logObserved - logLast) + Math.log(model.a() / others);
      double small = Math.exp(-Math.abs(odds));
      double inactive = odds > 0 ? 1 / (1 + small) : small / (1 + small);
      double either = Math.max(0, odds) + Math.log(1 + small);
      double inverse =
          inverseByDay[cells.observedDays(i)]
              + inactive * (inverseByDay[cells.lastDays(i)] - inverseByDay[cells.observedDays(i)]);
      sums[0] += n * (either - shape * logObserved);
      sums[1] += n * (inactive * (logObserved - logLast) - logObserved);
      sums[2] -= n * shape * inverse;
      sums[3] += n * inactive / model.a();
      sums[4] -= n * inactive / others;
    }
  }
}
