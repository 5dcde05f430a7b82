package dev.jetbridge.pipelines.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the discounted values of the customers are spread at an as-of instant.
 *
 * @param horizonWeeks weeks from the as-of instant in which purchases count
 * @param active expected number of customers who still buy
 * @param classes customers by their value cut to two significant digits, ascending
 */
record ValueDistribution(
    Instant asOf, String currency, int horizonWeeks, double active, List<ValueClass> classes) {
  private static final int MOST_BINS = 20;

  /** In tenths. They have two significant digits, so that no class lies across a bound. */
  private static final int[] FINE_STEPS = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80};

  private static final int[] COARSE_STEPS = {10, 20, 50};

  ValueDistribution {
    classes = classes.stream().sorted(Comparator.comparing(ValueClass::from)).toList();
  }

  /** Customers whose values share their first two digits; from is the least such value. */
  record ValueClass(BigDecimal from, long customers, BigDecimal value) {}

  /** A bar: customers worth at least from and less than until. */
  record Bin(long from, long until, long customers) {}

  long customers() {
    return classes.stream().mapToLong(ValueClass::customers).sum();
  }

  BigDecimal value() {
    return classes.stream().map(ValueClass::value).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  double meanValue() {
    return customers() == 0 ? 0 : value().doubleValue() / customers();
  }

  /**
   * The share of the total value that the most valuable tenth of the customers holds. Of the class
   * in which the tenth ends its mean is counted, which moves the share by less than a tenth of that
   * class's part.
   */
  double shareOfTopTenth() {
    double wanted = customers() / 10.0;
    double held = 0;
    for (int i = classes.size() - 1; i >= 0 && wanted > 0; i--) {
      ValueClass top = classes.get(i);
      double taken = Math.min(wanted, (double) top.customers());
      held += top.value().doubleValue() * taken / top.customers();
      wanted -= taken;
    }
    double total = value().doubleValue();
    return total > 0 ? held / total : 0;
  }

  /**
   * At most 20 bars of about equal width on a logarithmic scale, ten to a power of ten where the
   * values lie close enough together, else three. The lowest ones that together hold no more than a
   * hundredth of the customers are one bar, so that the others have room.
   */
  List<Bin> bins() {
    if (classes.isEmpty()) {
      return List.of();
    }
    List<Bin> fine = bins(FINE_STEPS, 10);
    return fine.get(0).customers() <= customers() / 100 ? fine : bins(COARSE_STEPS, 1);
  }

  private List<Bin> bins(int[] tenths, long power) {
    BigDecimal most = classes.get(classes.size() - 1).from();
    List<Bin> bins = new ArrayList<>();
    long from = 0;
    for (int i = 0; most.compareTo(BigDecimal.valueOf(from)) >= 0; i++) {
      long scale = BigInteger.TEN.pow(i / tenths.length).longValueExact() * power;
      long until = tenths[i % tenths.length] * scale / 10;
      bins.add(new Bin(from, until, within(from, until)));
      from = until;
    }
    return folded(bins);
  }

  private long within(long from, long until) {
    return classes.stream()
        .filter(c -> c.from().compareTo(BigDecimal.valueOf(from)) >= 0)
        .filter(c -> c.from().compareTo(BigDecimal.valueOf(until)) < 0)
        .mapToLong(ValueClass::customers)
        .sum();
  }

  private List<Bin> folded(List<Bin> bins) {
    long few = customers() / 100;
    long low = bins.get(0).customers();
    int first = 1;
    while (first < bins.size()
        && (low + bins.get(first).customers() <= few || bins.size() - first >= MOST_BINS)) {
      low += bins.get(first).customers();
      first++;
    }
    List<Bin> fewer = new ArrayList<>();
    fewer.add(new Bin(0, bins.get(first - 1).until(), low));
    fewer.addAll(bins.subList(first, bins.size()));
    return List.copyOf(fewer);
  }
}
