package dev.jetbridge.jobs.features.value.buying;

import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.digamma;
import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.logBeta;
import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.logGamma;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import java.util.stream.IntStream;

/**
 * The mean negative log-likelihood of an {@link ErlangModel} and its gradient, over the logarithms
 * of r, alpha / scale, a and b, then, where the shape asks for them, those of c and tau, and beta.
 * What knows only x, or only a day, is computed once for all histories. Chunks of histories are
 * fixed and added in their order: the result does not depend on the cores.
 */
final class ErlangLikelihood implements Bfgs.Objective {
  private static final int CHUNK = 1 << 12;
  private static final double SHORTEST = 1e-12;
  private static final double SHORTEST_GAP = 1e-9;

  /** Standard deviations of the priors of ln c and beta. */
  private static final double PACE_SPREAD = 1.5;

  private static final double BETA_SPREAD = 0.5;

  private final Histories histories;
  private final Gaps gaps;
  private final ErlangShape shape;
  private final double scale;
  private final long customers;
  private final int dimensions;
  private final double[] logFactorials;

  /**
   * For histories.
   *
   * @param scale about the mean time between purchases, in units
   */
  ErlangLikelihood(Histories histories, Gaps gaps, ErlangShape shape, double scale) {
    this.histories = histories;
    this.gaps = gaps;
    this.shape = shape;
    this.scale = scale;
    this.customers = histories.customers();
    this.dimensions = shape.dimensions();
    this.logFactorials = new double[shape.stages()];
    for (int j = 2; j < shape.stages(); j++) {
      logFactorials[j] = logFactorials[j - 1] + Math.log(j);
    }
  }

  ErlangModel model(double[] point) {
    ErlangModel.Rates rates =
        new ErlangModel.Rates(
            Math.exp(point[0]), scale * Math.exp(point[1]), Math.exp(point[2]), Math.exp(point[3]));
    AgeClock clock =
        shape.aging() ? new AgeClock(Math.exp(point[4]), Math.exp(point[5])) : AgeClock.EVEN;
    Histories.Cohort cohort = histories.cohorts();
    ErlangModel.Cohorts cohorts =
        shape.cohorts()
            ? new ErlangModel.Cohorts(point[dimensions - 1], cohort.mean(), cohort.deviation())
            : ErlangModel.Cohorts.ALIKE;
    return new ErlangModel(
        shape.stages(), shape.modified(), rates, clock, cohorts, histories.unitDays());
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    ErlangModel model = model(point);
    Pass pass = new Pass(model);
    double[] sums = pass.sums();
    double[] inner = {
      model.rates().r(), model.rates().alpha(), model.rates().a(), model.rates().b(),
    };
    for (int i = 0; i < inner.length; i++) {
      gradient[i] = -inner[i] * sums[1 + i] / customers;
    }
    double value = sums[0];
    if (shape.aging()) {
      double pace = point[4] / PACE_SPREAD;
      value -= 0.5 * pace * pace;
      gradient[4] = -(model.clock().pace() * sums[5] - pace / PACE_SPREAD) / customers;
      gradient[5] = -model.clock().decay() * sums[6] / customers;
    }
    if (shape.cohorts()) {
      double beta = point[dimensions - 1] / BETA_SPREAD;
      value -= 0.5 * beta * beta;
      gradient[dimensions - 1] = -(sums[7] - beta / BETA_SPREAD) / customers;
    }
    return -value / customers;
  }

  /** ln L of all customers without the priors. */
  double logLikelihood(double[] point) {
    return new Pass(model(point)).sums()[0];
  }

  /** One evaluation. Sums are ln L and its slopes by r, alpha, a, b, c, tau and beta. */
  private final class Pass {
    final ErlangModel model;
    final int stages = shape.stages();
    final double alpha;
    final ByDay days;
    final ByRepeats repeats;

    Pass(ErlangModel model) {
      this.model = model;
      this.alpha = model.rates().alpha();
      this.days = new ByDay(model, histories.mostDays());
      this.repeats = new ByRepeats(model, histories.mostRepeats());
    }

    double[] sums() {
      int chunks = (histories.size() + CHUNK - 1) / CHUNK;
      double[][] parts = new double[chunks][];
      IntStream range = IntStream.range(0, chunks);
      (chunks > 1 ? range.parallel() : range).forEach(c -> parts[c] = chunk(c * CHUNK));
      double[] sums = new double[8];
      for (double[] part : parts) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += part[i];
        }
      }
      if (shape.aging() || stages > 1) {
        addGaps(sums);
      }
      return sums;
    }

    private double[] chunk(int from) {
      double[] sums = new double[8];
      double[] logs = new double[stages];
      int to = Math.min(histories.size(), from + CHUNK);
      for (int i = from; i < to; i++) {
        add(i, logs, sums);
      }
      return sums;
    }

    private void add(int i, double[] logs, double[] sums) {
      int x = histories.repeats(i);
      int lastDay = histories.lastDays(i);
      int nowDay = histories.observedDays(i);
      long n = histories.customers(i);
      double factor = days.factor[nowDay];
      double last = factor * days.time[lastDay];
      double now = factor * days.time[nowDay];
      double since = Math.max(now - last, SHORTEST);
      double logNow = Math.log(alpha + now);
      double logSince = stages > 1 ? Math.log(since) : 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < stages; j++) {
        double own = repeats.shape[x] + j;
        logs[j] =
            repeats.alive[x]
                + repeats.logGamma[x][j]
                - own * logNow
                + (j == 0 ? 0 : j * logSince)
                - logFactorials[j];
        most = Math.max(most, logs[j]);
      }
      double logLast = Math.log(alpha + last);
      double stopped = repeats.stopped[x] - repeats.shape[x] * logLast;
      most = Math.max(most, stopped);
      double all = Math.exp(stopped - most);
      double stoppedWeight = all;
      for (int j = 0; j < stages; j++) {
        logs[j] = Math.exp(logs[j] - most);
        all += logs[j];
      }
      stoppedWeight /= all;

      double byR = stoppedWeight * (repeats.digamma[x][0] - logLast);
      double byAlpha = -stoppedWeight * repeats.shape[x] / (alpha + last);
      double byLast = byAlpha;
      double byNow = 0;
      for (int j = 0; j < stages; j++) {
        double weight = logs[j] / all;
        double slope = -weight * (repeats.shape[x] + j) / (alpha + now);
        byR += weight * (repeats.digamma[x][j] - logNow);
        byAlpha += slope;
        byNow += slope + weight * j / since;
        byLast -= weight * j / since;
      }
      double aliveWeight = 1 - stoppedWeight;
      sums[0] += n * (repeats.common + most + Math.log(all) + stages * x * days.logFactor[nowDay]);
      sums[1] += n * (repeats.commonByR + byR);
      sums[2] += n * (repeats.commonByAlpha + byAlpha);
      sums[3] += n * (aliveWeight * repeats.aliveByA[x] + stoppedWeight * repeats.stoppedByA[x]);
      sums[4] += n * (aliveWeight * repeats.aliveByB[x] + stoppedWeight * repeats.stoppedByB[x]);
      if (shape.aging()) {
        sums[5] += n * factor * (byNow * days.byPace[nowDay] + byLast * days.byPace[lastDay]);
        sums[6] += n * factor * (byNow * days.byDecay[nowDay] + byLast * days.byDecay[lastDay]);
      }
      if (shape.cohorts()) {
        sums[7] += n * days.z[nowDay] * (byNow * now + byLast * last + stages * x);
      }
    }

    /** Σ ln g(t) + (k−1)·ln(L(t) − L(t before)) − ln Γ(k) over the repeat purchases. */
    private void addGaps(double[] sums) {
      AgeClock clock = model.clock();
      double constant = -logGamma(stages);
      for (int i = 0; i < gaps.size(); i++) {
        int from = gaps.from(i);
        int to = gaps.to(i);
        double n = gaps.times(i);
        double gap = Math.max(days.time[to] - days.time[from], SHORTEST_GAP);
        double age = (to - 0.5) / model.unitDays();
        double pace = clock.paceAt(age);
        sums[0] +=
            n * (Math.log(pace) + constant + (stages > 1 ? (stages - 1) * Math.log(gap) : 0));
        if (shape.aging()) {
          double left = Math.exp(-age / clock.decay());
          sums[5] += n * (left / pace + (stages - 1) * (days.byPace[to] - days.byPace[from]) / gap);
          sums[6] +=
              n
                  * ((clock.pace() - 1) * left * age / (clock.decay() * clock.decay() * pace)
                      + (stages - 1) * (days.byDecay[to] - days.byDecay[from]) / gap);
        }
      }
    }
  }

  /** What knows only a day. */
  private static final class ByDay {
    final double[] time;
    final double[] byPace;
    final double[] byDecay;
    final double[] z;
    final double[] factor;
    final double[] logFactor;

    ByDay(ErlangModel model, int most) {
      time = new double[most + 1];
      byPace = new double[most + 1];
      byDecay = new double[most + 1];
      z = new double[most + 1];
      factor = new double[most + 1];
      logFactor = new double[most + 1];
      Histories.Cohort cohort =
          new Histories.Cohort(model.cohorts().mean(), model.cohorts().deviation());
      boolean aging = model.clock().pace() != 1;
      for (int day = 0; day <= most; day++) {
        double age = day / model.unitDays();
        time[day] = aging ? model.clock().time(age) : age;
        byPace[day] = model.clock().timeByPace(age);
        byDecay[day] = model.clock().timeByDecay(age);
        z[day] = cohort.of(day);
        logFactor[day] = model.cohorts().beta() * z[day];
        factor[day] = logFactor[day] == 0 ? 1 : Math.exp(logFactor[day]);
      }
    }
  }

  /** What knows only x. */
  private static final class ByRepeats {
    final double common;
    final double commonByR;
    final double commonByAlpha;
    final double[] shape;
    final double[][] logGamma;
    final double[][] digamma;
    final double[] alive;
    final double[] aliveByA;
    final double[] aliveByB;
    final double[] stopped;
    final double[] stoppedByA;
    final double[] stoppedByB;

    ByRepeats(ErlangModel model, int most) {
      ErlangModel.Rates rates = model.rates();
      int stages = model.stages();
      int first = model.modified() ? 1 : 0;
      double a = rates.a();
      double b = rates.b();
      common = rates.r() * Math.log(rates.alpha()) - logGamma(rates.r());
      commonByR = Math.log(rates.alpha()) - digamma(rates.r());
      commonByAlpha = rates.r() / rates.alpha();
      shape = new double[most + 1];
      logGamma = new double[most + 1][stages];
      digamma = new double[most + 1][stages];
      alive = new double[most + 1];
      aliveByA = new double[most + 1];
      aliveByB = new double[most + 1];
      stopped = new double[most + 1];
      stoppedByA = new double[most + 1];
      stoppedByB = new double[most + 1];
      double whole = logBeta(a, b);
      double digammaAB = digamma(a + b);
      double digammaB = digamma(b);
      for (int x = 0; x <= most; x++) {
        shape[x] = rates.r() + (double) stages * x;
        for (int j = 0; j < stages; j++) {
          logGamma[x][j] = logGamma(shape[x] + j);
          digamma[x][j] = digamma(shape[x] + j);
        }
        double stays = b + x + first;
        double digammaAll = digamma(a + stays);
        alive[x] = logBeta(a, stays) - whole;
        aliveByA[x] = digammaAB - digammaAll;
        aliveByB[x] = digamma(stays) - digammaAll - digammaB + digammaAB;
        stopped[x] = Double.NEGATIVE_INFINITY;
        if (x + first > 0) {
          stopped[x] = logBeta(a + 1, stays - 1) - whole + logGamma[x][0];
          stoppedByA[x] = 1 / a - digammaAll + digammaAB;
          stoppedByB[x] = digamma(stays - 1) - digammaAll - digammaB + digammaAB;
        }
      }
    }
  }
}
