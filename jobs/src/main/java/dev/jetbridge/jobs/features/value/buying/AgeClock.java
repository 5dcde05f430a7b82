package dev.jetbridge.jobs.features.value.buying;

/**
 * A clock that runs at the pace c when a customer is new and at the pace 1 later: L(t) = t +
 * (c−1)·τ·(1−e^(−t/τ)), the pace is 1+(c−1)·e^(−t/τ). With it an early burst of purchases is not
 * taken for a later stop.
 *
 * @param pace c, above 0; 1 for a clock that runs evenly
 * @param decay τ in units, above 0
 */
record AgeClock(double pace, double decay) {
  static final AgeClock EVEN = new AgeClock(1, 1);

  double time(double age) {
    return age + (pace - 1) * decay * -Math.expm1(-age / decay);
  }

  double paceAt(double age) {
    return 1 + (pace - 1) * Math.exp(-age / decay);
  }

  /** The slope of the time by c. */
  double timeByPace(double age) {
    return decay * -Math.expm1(-age / decay);
  }

  /** The slope of the time by τ. */
  double timeByDecay(double age) {
    double left = Math.exp(-age / decay);
    return (pace - 1) * (-Math.expm1(-age / decay) - age / decay * left);
  }
}
