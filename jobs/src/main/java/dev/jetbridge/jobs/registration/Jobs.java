package dev.jetbridge.jobs.registration;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Parameters;
import dev.jetbridge.jobs.analytics.CustomerValueMonthlyJob;
import dev.jetbridge.jobs.analytics.LoyaltyProgrammeJob;
import dev.jetbridge.jobs.analytics.RouteDisruptionJob;
import dev.jetbridge.jobs.customer360.InteractionsJob;
import dev.jetbridge.jobs.customer360.PurchasesJob;
import dev.jetbridge.jobs.features.segments.CustomerSegmentsJob;
import dev.jetbridge.jobs.features.value.CustomerLifetimeValueJob;
import dev.jetbridge.jobs.identity.LinksJob;
import dev.jetbridge.jobs.identity.PersonsJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The transformations a contract may name. */
public final class Jobs {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private static final Map<String, Function<Parameters, Job>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "identity.links", p -> new LinksJob(p.integer("sharedEmailPersons", 1)),
              "identity.persons", p -> new PersonsJob(),
              "customer360.purchases",
                  p ->
                      new PurchasesJob(
                          p.text("baseCurrency", CURRENCY, "an ISO 4217 code such as AED")),
              "customer360.interactions",
                  p -> new InteractionsJob(p.integer("delayedFromMinutes", 1)),
              "features.customer_segments", CustomerSegmentsJob::create,
              "features.customer_lifetime_value", CustomerLifetimeValueJob::create,
              "analytics.customer_value_monthly", p -> new CustomerValueMonthlyJob(),
              "analytics.route_disruption",
                  p ->
                      new RouteDisruptionJob(
                          p.integer("delayedFromMinutes", 1), p.integer("longDelayFromMinutes", 1)),
              "analytics.loyalty_programme", p -> new LoyaltyProgrammeJob()));

  private Jobs() {}

  /**
   * The job of that name with the parameters of a contract.
   *
   * @throws JetbridgeException CONFIG for an unknown name or faulty parameters
   */
  public static Job create(String transformation, Map<String, Object> values) {
    Function<Parameters, Job> factory = BY_NAME.get(transformation);
    if (factory == null) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot find transformation "
              + transformation
              + NearestName.hint(transformation, BY_NAME.keySet()));
    }
    Parameters parameters = new Parameters(transformation, values);
    Job job = factory.apply(parameters);
    parameters.check();
    return job;
  }

  /**
   * What is wrong in how a contract says that its product is made; nothing when a run can make it.
   *
   * @param bundled contracts that name each job with the inputs that it reads
   */
  public static List<String> faults(Contract contract, Contracts bundled) {
    Optional<String> transformation = contract.derivation().transformation();
    if (transformation.isEmpty()) {
      return List.of();
    }
    try {
      create(transformation.get(), contract.derivation().parameters());
    } catch (JetbridgeException e) {
      return List.of(e.getMessage());
    }
    List<String> faults = new ArrayList<>();
    for (Contract known : bundled.all()) {
      if (known.derivation().transformation().equals(transformation)) {
        known.derivation().inputs().stream()
            .filter(input -> !contract.derivation().inputs().contains(input))
            .forEach(
                input ->
                    faults.add(
                        "the transformation "
                            + transformation.get()
                            + " reads "
                            + input
                            + ", which is not among the inputs"));
        if (known.derivation().readsPrevious() && !contract.derivation().readsPrevious()) {
          faults.add("the transformation " + transformation.get() + " needs readsPrevious: true");
        }
      }
    }
    return faults;
  }
}
