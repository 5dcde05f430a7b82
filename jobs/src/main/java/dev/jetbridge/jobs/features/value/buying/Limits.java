package dev.jetbridge.jobs.features.value.buying;

import dev.jetbridge.jobs.features.value.numeric.FitLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Parameters that ran as far as the search lets them: there the likelihood has no maximum, their
 * values say only where the search stopped, and what it means is said in words.
 */
final class Limits {
  /** How far the logarithm of a parameter, over its scale, is searched. */
  static final double BOUND = 7;

  private static final double NOBODY = 0.01;

  private final Map<String, Double> coordinates;
  private final Map<String, Double> parameters;
  private final TreeSet<String> reached = new TreeSet<>();
  private final List<String> words = new ArrayList<>();

  private Limits(Map<String, Double> coordinates, Map<String, Double> parameters) {
    this.coordinates = coordinates;
    this.parameters = parameters;
  }

  /**
   * Of a fit.
   *
   * @param coordinates logarithms of the parameters over their scale
   */
  static Limits of(Map<String, Double> coordinates, Map<String, Double> parameters) {
    Limits limits = new Limits(coordinates, parameters);
    if (parameters.containsKey("gamma")) {
      limits.share("alpha", "beta", "buy in a period");
      limits.share("gamma", "delta", "stop before a period");
      return limits;
    }
    limits.buying();
    limits.stopping();
    limits.stoppingInTime();
    return limits;
  }

  /** Names of the parameters without a value. */
  List<String> reached() {
    return List.copyOf(reached);
  }

  /** What it means. */
  List<String> words() {
    return List.copyOf(words);
  }

  private boolean isReached(String name) {
    return coordinates.containsKey(name) && FitLimit.isReached(coordinates.get(name), BOUND);
  }

  private boolean ranHigh(String name) {
    return isReached(name) && isHigh(name);
  }

  private boolean isHigh(String name) {
    return coordinates.get(name) > 0;
  }

  private void say(String what, String... names) {
    reached.addAll(List.of(names));
    words.add(String.join(" and ", names) + " ran to a limit: " + what);
  }

  private void buying() {
    if (isReached("r")) {
      say(
          isHigh("r")
              ? String.format(
                  Locale.ROOT,
                  "customers do not differ in how often they buy, r/alpha is %.4g",
                  parameters.get("r") / parameters.get("alpha"))
              : "almost all repeat purchases are those of a few customers",
          "r",
          "alpha");
    } else if (isReached("alpha")) {
      say("how often customers buy cannot be told from how they differ in it", "alpha");
    }
  }

  private void stopping() {
    if (!isReached("a") && !isReached("b")) {
      return;
    }
    double share = parameters.get("a") / (parameters.get("a") + parameters.get("b"));
    String what =
        share < NOBODY
            ? "nobody seems to stop buying"
            : share > 1 - NOBODY
                ? "everybody stops at the first occasion"
                : isHigh("a")
                    ? String.format(
                        Locale.ROOT,
                        "customers do not differ in how likely they stop, which is %.0f %% after"
                            + " each purchase",
                        100 * share)
                    : "customers stop at the first occasion or never";
    say(what, "a", "b");
  }

  /** A beta distribution of a probability. */
  private void share(String one, String other, String what) {
    if (!isReached(one) && !isReached(other)) {
      return;
    }
    double mean = parameters.get(one) / (parameters.get(one) + parameters.get(other));
    say(
        ranHigh(one) || ranHigh(other)
            ? String.format(
                Locale.ROOT,
                "customers hardly differ in how likely they %s, which is %.3g %%",
                what,
                100 * mean)
            : "customers either always or never " + what,
        one,
        other);
  }

  private void stoppingInTime() {
    if (isReached("s")) {
      say(
          isHigh("s")
              ? String.format(
                  Locale.ROOT,
                  "customers do not differ in when they stop, s/beta is %.4g",
                  parameters.get("s") / parameters.get("beta"))
              : "almost nobody stops buying",
          "s",
          "beta");
    } else if (parameters.containsKey("s") && isReached("beta")) {
      say("when customers stop cannot be told from how they differ in it", "beta");
    }
  }
}
