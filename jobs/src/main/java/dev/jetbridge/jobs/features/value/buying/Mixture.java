package dev.jetbridge.jobs.features.value.buying;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An {@link ErlangModel} whose rates and probabilities of stopping are distributed over a grid as
 * the histories say, half drawn to the fitted gamma and beta distributions: w ← (Σ n·posterior +
 * N·w₀) / 2N until ln L is at rest.
 *
 * <p>The likelihood of a history at a rate and a probability is A(rate)·B(probability) +
 * C(rate)·E(probability), where B and E know only x. So a history costs a few operations a rate,
 * and the grid is passed through once for each distinct x.
 */
final class Mixture {
  private static final int ROUNDS = 100;
  private static final int LEAST_ROUNDS = 6;
  private static final double AT_REST = 1e-6;
  private static final double SHORTEST = 1e-12;
  private static final double NOTHING = 1e-10;

  private final ErlangModel model;
  private final Histories histories;
  private final MixingGrid grid;
  private final int rates;
  private final double[] logRates;

  /** By history and rate: alive, and stopped after the last purchase, to one scale. */
  private final double[][] alive;

  private final double[][] stopped;
  private final double[][] masses;

  private Mixture(ErlangModel model, Histories histories) {
    this.model = model;
    this.histories = histories;
    this.grid = MixingGrid.of(model.rates());
    this.rates = grid.rates().length;
    this.logRates = Arrays.stream(grid.rates()).map(Math::log).toArray();
    this.alive = new double[histories.size()][];
    this.stopped = new double[histories.size()][];
    this.masses = new double[rates][];
    Arrays.setAll(masses, i -> grid.masses()[i].clone());
    IntStream.range(0, histories.size()).parallel().forEach(this::likelihood);
  }

  /** The masses that the histories give. */
  static Mixture fit(ErlangModel model, Histories histories) {
    Mixture mixture = new Mixture(model, histories);
    mixture.search();
    return mixture;
  }

  private boolean mayStop(int x) {
    return x > 0 || model.modified();
  }

  private double since(int i) {
    return Math.max(now(i) - last(i), SHORTEST);
  }

  private double last(int i) {
    return model.time(histories.lastDays(i), histories.observedDays(i));
  }

  private double now(int i) {
    return model.time(histories.observedDays(i), histories.observedDays(i));
  }

  private void likelihood(int i) {
    double now = now(i);
    double last = last(i);
    double since = since(i);
    int x = histories.repeats(i);
    double[] a = new double[rates];
    double[] c = new double[rates];
    double most = Double.NEGATIVE_INFINITY;
    for (int g = 0; g < rates; g++) {
      double rate = grid.rates()[g];
      double common = (double) model.stages() * x * logRates[g];
      a[g] = common - rate * now + Math.log(stages(rate * since));
      c[g] = mayStop(x) ? common - rate * last : Double.NEGATIVE_INFINITY;
      most = Math.max(most, Math.max(a[g], c[g]));
    }
    for (int g = 0; g < rates; g++) {
      a[g] = Math.exp(a[g] - most);
      c[g] = Math.exp(c[g] - most);
    }
    alive[i] = a;
    stopped[i] = c;
  }

  /** Σ_j z^j/j! for j below k. */
  private double stages(double z) {
    double sum = 1;
    double term = 1;
    for (int j = 1; j < model.stages(); j++) {
      term *= z / j;
      sum += term;
    }
    return sum;
  }

  private void search() {
    int most = histories.mostRepeats();
    double customers = histories.customers();
    double before = Double.NEGATIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      double[][] staying = byRepeats(most, true);
      double[][] leaving = byRepeats(most, false);
      double[][] aliveSums = new double[most + 1][rates];
      double[][] stoppedSums = new double[most + 1][rates];
      double value = 0;
      for (int i = 0; i < histories.size(); i++) {
        int x = histories.repeats(i);
        double f = dot(alive[i], staying[x]) + dot(stopped[i], leaving[x]);
        double share = histories.customers(i) / f;
        value += histories.customers(i) * Math.log(f);
        for (int g = 0; g < rates; g++) {
          aliveSums[x][g] += share * alive[i][g];
          stoppedSums[x][g] += share * stopped[i][g];
        }
      }
      reweigh(aliveSums, stoppedSums, customers);
      if (round >= LEAST_ROUNDS && value - before < AT_REST * customers) {
        return;
      }
      before = value;
    }
  }

  private void reweigh(double[][] aliveSums, double[][] stoppedSums, double customers) {
    int stops = grid.stops().length;
    double[][] sums = new double[rates][stops];
    for (int x = 0; x < aliveSums.length; x++) {
      for (int p = 0; p < stops; p++) {
        double stays = stays(x, p);
        double leaves = leaves(x, p);
        for (int g = 0; g < rates; g++) {
          sums[g][p] += stays * aliveSums[x][g] + leaves * stoppedSums[x][g];
        }
      }
    }
    for (int g = 0; g < rates; g++) {
      for (int p = 0; p < stops; p++) {
        masses[g][p] =
            (masses[g][p] * sums[g][p] + customers * grid.masses()[g][p]) / (2 * customers);
      }
    }
  }

  /** (1−p)^(x+m). */
  private double stays(int x, int p) {
    return Math.pow(1 - grid.stops()[p], x + (model.modified() ? 1 : 0));
  }

  /** p·(1−p)^(x+m−1). */
  private double leaves(int x, int p) {
    double stop = grid.stops()[p];
    return mayStop(x) ? stop * Math.pow(1 - stop, x + (model.modified() ? 1 : 0) - 1) : 0;
  }

  /** Σ_p mass · stays or leaves, by x and rate. */
  private double[][] byRepeats(int most, boolean staying) {
    double[][] sums = new double[most + 1][rates];
    for (int x = 0; x <= most; x++) {
      for (int p = 0; p < grid.stops().length; p++) {
        double factor = staying ? stays(x, p) : leaves(x, p);
        for (int g = 0; g < rates; g++) {
          sums[x][g] += factor * masses[g][p];
        }
      }
    }
    return sums;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  /** By history: P(alive), and P(Y ≥ n), n = 1, 2, …, as far as it is worth counting. */
  static final class Counts {
    final double[] alive;
    final double[][] tails;

    private Counts(double[] alive, double[][] tails) {
      this.alive = alive;
      this.tails = tails;
    }
  }

  /** What each history leads to. */
  Counts counts(int horizonDays) {
    int most = histories.mostRepeats();
    double[][] staying = byRepeats(most, true);
    double[][] leaving = byRepeats(most, false);
    EventTails events = new EventTails(model, grid.rates(), horizonDays);
    double[][] tails = new double[histories.size()][];
    double[] probabilities = new double[histories.size()];
    Kept[] kept = new Kept[most + 1];
    Arrays.setAll(kept, Kept::new);
    IntStream.range(0, histories.size())
        .parallel()
        .forEach(
            i -> {
              int x = histories.repeats(i);
              double isAlive = dot(alive[i], staying[x]);
              double f = isAlive + dot(stopped[i], leaving[x]);
              probabilities[i] = isAlive / f;
              tails[i] = tail(i, f, kept[x], events.of(histories.observedDays(i)));
            });
    return new Counts(probabilities, tails);
  }

  /** Σ_p mass · (1−p)^(x+m) · (1−p)^(n−1), by n and rate, as far as somebody asked. */
  private final class Kept {
    private final double[] factors;
    private final List<double[]> sums = new ArrayList<>();

    Kept(int x) {
      factors = new double[grid.stops().length];
      Arrays.setAll(factors, p -> stays(x, p));
    }

    synchronized double[] of(int n) {
      while (sums.size() < n) {
        double[] next = new double[rates];
        for (int p = 0; p < factors.length; p++) {
          for (int g = 0; g < rates; g++) {
            next[g] += factors[p] * masses[g][p];
          }
          factors[p] *= 1 - grid.stops()[p];
        }
        sums.add(next);
      }
      return sums.get(n - 1);
    }
  }

  private double[] tail(int i, double f, Kept kept, double[][] events) {
    double since = since(i);
    double[][] weights = new double[model.stages()][rates];
    for (int g = 0; g < rates; g++) {
      double z = grid.rates()[g] * since;
      double term = alive[i][g] / f / stages(z);
      for (int j = 0; j < model.stages(); j++) {
        weights[j][g] = term;
        term *= z / (j + 1);
      }
    }
    return Tail.until(
        NOTHING,
        events[0].length / model.stages(),
        n -> {
          double[] stays = kept.of(n);
          double sum = 0;
          for (int j = 0; j < model.stages(); j++) {
            int needed = n * model.stages() - j;
            for (int g = 0; g < rates; g++) {
              sum += weights[j][g] * stays[g] * events[g][needed - 1];
            }
          }
          return sum;
        });
  }
}
