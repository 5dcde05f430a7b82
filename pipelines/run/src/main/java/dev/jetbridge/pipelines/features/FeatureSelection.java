package dev.jetbridge.pipelines.features;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The features that a training set takes from one group, in the order asked for.
 *
 * @param contract of the product
 */
record FeatureSelection(Contract contract, FeatureGroup group, List<String> features) {
  private static final String ALL = "*";

  FeatureSelection {
    features = List.copyOf(features);
  }

  /**
   * Reads names such as {@code customer_segments.frequency}, {@code
   * features.customer_segments.frequency} or {@code customer_segments.*}, which is every feature
   * but the record identifier and the event time. A feature that is named twice is taken once.
   *
   * @throws JetbridgeException CONFIG for a product that is not a feature group, a feature that it
   *     has not, with the nearest names; all faults at once
   */
  static List<FeatureSelection> parse(List<String> names, Contracts contracts) {
    Map<Contract, Set<String>> chosen = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (String name : names) {
      try {
        choose(name.strip(), contracts, chosen);
      } catch (JetbridgeException e) {
        faults.add(e.getMessage());
      }
    }
    if (names.isEmpty()) {
      faults.add("no feature is named");
    }
    if (!faults.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot choose features: " + String.join("; ", faults));
    }
    return chosen.entrySet().stream()
        .map(
            e ->
                new FeatureSelection(
                    e.getKey(), FeatureGroup.of(e.getKey()), List.copyOf(e.getValue())))
        .toList();
  }

  private static void choose(String name, Contracts contracts, Map<Contract, Set<String>> chosen) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      throw fault(name + " is not of the form product.feature or product.*");
    }
    Contract contract = product(name.substring(0, dot), contracts);
    FeatureGroup group = FeatureGroup.of(contract);
    String feature = name.substring(dot + 1);
    List<String> known = group.features().stream().map(FeatureGroup.Feature::name).toList();
    Set<String> features = chosen.computeIfAbsent(contract, c -> new LinkedHashSet<>());
    if (feature.equals(ALL)) {
      known.stream()
          .filter(f -> !f.equals(group.recordIdentifier()) && !f.equals(group.eventTime()))
          .forEach(features::add);
    } else if (!known.contains(feature)) {
      throw fault(contract.id() + " has no feature " + feature + NearestName.hint(feature, known));
    } else {
      features.add(feature);
    }
  }

  private static Contract product(String name, Contracts contracts) {
    List<Contract> groups =
        contracts.all().stream().filter(c -> c.ports().contains(OutputPort.FEATURE_GROUP)).toList();
    List<Contract> named =
        groups.stream()
            .filter(c -> c.id().toString().equals(name) || c.id().name().equals(name))
            .toList();
    if (named.size() == 1) {
      return named.get(0);
    }
    if (named.size() > 1) {
      throw fault(
          name
              + " may be "
              + String.join(" or ", named.stream().map(c -> c.id().toString()).toList())
              + ": name the domain too");
    }
    if (contracts.all().stream().anyMatch(c -> c.id().toString().equals(name))) {
      throw fault(
          "product "
              + name
              + " is not a feature group: its contract does not name the port feature-group");
    }
    boolean qualified = name.contains(".");
    throw fault(
        "no feature group is named "
            + name
            + NearestName.hint(
                name,
                groups.stream().map(c -> qualified ? c.id().toString() : c.id().name()).toList()));
  }

  private static JetbridgeException fault(String text) {
    return new JetbridgeException(FailureKind.CONFIG, text);
  }
}
