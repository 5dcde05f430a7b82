package dev.jetbridge.pipelines.simulator.world;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of random draws that belongs to one purpose and subject, so that what happens to one
 * customer never depends on another, nor on the order of work. StrictMath makes every machine draw
 * the same.
 */
public final class Draws {
  /** What a stream is for; the name is part of the seed. */
  public enum Purpose {
    HOUSEHOLD,
    PERSON,
    PURCHASES,
    BOOKING,
    MEMBERSHIP,
    PARTNERS,
    LEG,
    WEATHER,
    RATES,
    COUPON,
    SALE,
    LATE_RECORD;

    private final long salt = name().hashCode();
  }

  private final SplittableRandom random;

  private Draws(long state) {
    random = new SplittableRandom(state);
  }

  public static Draws of(long seed, Purpose purpose, long subject) {
    return new Draws(mixed(seed, purpose, subject, 0));
  }

  public static Draws of(long seed, Purpose purpose, long subject, long part) {
    return new Draws(mixed(seed, purpose, subject, part));
  }

  /** A number below the bound that depends on the subject alone. */
  public static int once(long seed, Purpose purpose, long subject, int bound) {
    return (int) Long.remainderUnsigned(mixed(seed, purpose, subject, 1), bound);
  }

  private static long mixed(long seed, Purpose purpose, long subject, long part) {
    return mix(mix(mix(seed + 0x9E3779B97F4A7C15L * purpose.salt) + subject) ^ mix(part));
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  public boolean chance(double probability) {
    return unit() < probability;
  }

  /** Uniform in 0 to bound - 1. */
  public int below(int bound) {
    return (int) (unit() * bound);
  }

  /** Uniform in low to high, both included. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** One of the first choices most of the time: the share falls with the rank. */
  public <T> T pickSkewed(List<T> choices) {
    double u = unit();
    return choices.get((int) (u * u * u * choices.size()));
  }

  /** Exponential with mean 1. */
  public double exponential() {
    return -StrictMath.log(1 - unit());
  }

  /** Standard normal, by the polar method of Marsaglia. */
  double normal() {
    double x;
    double square;
    do {
      x = 2 * unit() - 1;
      double y = 2 * unit() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
  }

  /** Gamma with rate 1, by Marsaglia and Tsang 2000. */
  double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * StrictMath.pow(1 - unit(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = normal();
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        if (StrictMath.log(1 - unit()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
          return d * v;
        }
      }
    }
  }

  double beta(double a, double b) {
    double x = gamma(a);
    return x / (x + gamma(b));
  }
}
