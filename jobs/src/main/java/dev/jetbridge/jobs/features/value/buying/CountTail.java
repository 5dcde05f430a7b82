package dev.jetbridge.jobs.features.value.buying;

/**
 * P(N ≥ i), i = 0, 1, …, of events that come at a rate which differs as a gamma distribution: N is
 * negative binomial of that shape, and z the horizon over horizon plus the distribution's rate.
 */
final class CountTail {
  private static final double SMALLEST_LOG = -600;

  private final double shape;
  private final double logZ;
  private double logMass;
  private double below;
  private int events;

  CountTail(double shape, double z) {
    this.shape = shape;
    this.logZ = Math.log(z);
    this.logMass = shape * Math.log1p(-z);
  }

  /** P(N ≥ i); i must not go back. */
  double atLeast(int i) {
    while (events < i) {
      below += logMass < SMALLEST_LOG ? 0 : Math.exp(logMass);
      logMass += Math.log((shape + events) / (events + 1)) + logZ;
      events++;
    }
    return Math.max(0, 1 - below);
  }
}
