package dev.jetbridge.jobs.features.value;

import dev.jetbridge.jobs.Model;
import dev.jetbridge.jobs.features.ModelRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model and how it came about. */
record FittedModel<M>(
    String kind, M model, Map<String, Object> parameters, Map<String, Object> provenance) {
  static final String CUSTOMERS = "customers";

  /** How many customers it was fitted on. */
  long customers() {
    return (long) provenance.get(CUSTOMERS);
  }

  /** With what else belongs to the provenance. */
  Model with(Map<String, Object> context) {
    Map<String, Object> all = new TreeMap<>(provenance);
    all.putAll(context);
    return ModelRecord.of(kind, parameters, all);
  }

  /** Notes how a maximum of the likelihood was found. */
  static void note(
      Map<String, Object> provenance,
      double logLikelihood,
      int rounds,
      double slope,
      List<String> limits) {
    provenance.put("method", "maximum likelihood");
    provenance.put("log_likelihood", logLikelihood);
    provenance.put("rounds", rounds);
    provenance.put("slope", slope);
    if (!limits.isEmpty()) {
      provenance.put(ModelRecord.LIMIT, String.join("; ", limits));
    }
  }
}
