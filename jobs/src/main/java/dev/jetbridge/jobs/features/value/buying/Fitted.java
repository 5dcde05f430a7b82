package dev.jetbridge.jobs.features.value.buying;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import dev.jetbridge.jobs.features.value.numeric.Curvature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model and how it was found.
 *
 * @param logLikelihood ln L of all customers, of the data in the unit
 * @param parameters how many were estimated
 * @param customers how many it was fitted on
 * @param standardErrors of the parameters by name; empty where the likelihood is flat
 * @param unknown names of the parameters that the likelihood does not tell
 * @param converged whether the search came to rest
 * @param limits in what respects the likelihood has no maximum, in words; none for most
 */
public record Fitted<M extends BuyingModel>(
    M model,
    double logLikelihood,
    int parameters,
    long customers,
    Map<String, Double> standardErrors,
    List<String> unknown,
    boolean converged,
    List<String> limits) {
  /** The parameter that may be negative. */
  static final String COHORT = "cohort";

  public Fitted {
    standardErrors = Map.copyOf(standardErrors);
    unknown = List.copyOf(unknown);
    limits = List.copyOf(limits);
  }

  /**
   * A fit whose search went over the logarithms of the parameters, of {@link #COHORT} apart.
   *
   * @param names of the parameters in the order of the search
   */
  static <M extends BuyingModel> Fitted<M> of(
      Bfgs.Objective objective,
      Bfgs.Minimum minimum,
      M model,
      List<String> names,
      double logLikelihood,
      long customers,
      List<String> limits) {
    Map<String, Double> coordinates = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      coordinates.put(names.get(i), minimum.point[i]);
    }
    Limits found = Limits.of(coordinates, model.parameters());
    List<String> words = new ArrayList<>(found.words());
    words.addAll(limits);
    if (!minimum.converged) {
      words.add("the search did not come to rest");
    }
    Map<String, Double> errors = new TreeMap<>();
    Curvature.covariance(objective, minimum.point, (double) customers)
        .ifPresent(
            covariance -> {
              for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                double scale = name.equals(COHORT) ? 1 : model.parameters().get(name);
                errors.put(name, scale * Math.sqrt(covariance[i][i]));
              }
            });
    return new Fitted<>(
        model,
        logLikelihood,
        minimum.point.length,
        customers,
        errors,
        found.reached(),
        minimum.converged,
        words);
  }

  /** The parameters by name, of those that the likelihood tells. */
  public Map<String, Double> known() {
    Map<String, Double> known = new TreeMap<>(model.parameters());
    known.keySet().removeAll(unknown);
    return known;
  }

  /** Akaike's criterion: 2·parameters − 2·ln L. */
  public double aic() {
    return 2.0 * parameters - 2 * logLikelihood;
  }

  /** Schwarz's criterion: parameters·ln customers − 2·ln L. */
  public double bic() {
    return parameters * Math.log((double) customers) - 2 * logLikelihood;
  }
}
