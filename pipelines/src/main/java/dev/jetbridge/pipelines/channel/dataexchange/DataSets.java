package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.AwsSettings;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The data sets that products come from: those of AWS Data Exchange in the configured region, else
 * the sample airline's, from an embedded server.
 */
public final class DataSets {
  private final Workspace workspace;

  public DataSets(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Pulls every new revision for those products that come from data sets.
   *
   * @throws JetbridgeException CONFIG when there are such products and no region is configured
   */
  public Pulled pull(Collection<Contract> products, Instant asOf) {
    List<Contract> contracts = fromDataSets(products);
    return contracts.isEmpty()
        ? new Pulled(0, 0)
        : connected(contracts, pull -> pull.pull(contracts, asOf));
  }

  /**
   * Pulls the revisions that an event names.
   *
   * @throws JetbridgeException CONFIG when no product comes from its data set or no region is
   *     configured
   */
  public Pulled pull(RevisionPublished event, Instant asOf) {
    List<Contract> contracts = of(event);
    return connected(contracts, pull -> pull.pull(contracts, asOf, event));
  }

  /**
   * The contracts that an event speaks of.
   *
   * @throws JetbridgeException CONFIG when no product comes from its data set
   */
  public List<Contract> of(RevisionPublished event) {
    Map<String, List<Contract>> known =
        fromDataSets(workspace.contracts().all()).stream()
            .collect(Collectors.groupingBy(DataSets::id, TreeMap::new, Collectors.toList()));
    if (!known.containsKey(event.dataSet())) {
      String all =
          known.entrySet().stream()
              .map(e -> e.getKey() + " of " + products(e.getValue()))
              .collect(Collectors.joining(", "));
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot pull data set "
              + event.dataSet()
              + ": no product comes from it"
              + NearestName.of(event.dataSet(), known.keySet())
                  .map(n -> "; did you mean " + n + "?")
                  .orElse("")
              + " (known: "
              + all
              + ")");
    }
    return known.get(event.dataSet());
  }

  private Pulled connected(List<Contract> contracts, Function<DataExchangePull, Pulled> work) {
    Optional<AwsSettings> settings = workspace.config().aws().dataExchangeSettings();
    if (settings.isPresent()) {
      try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
          DataExchangePull pull =
              DataExchangePull.connect(settings.get(), credentials, workspace.landing())) {
        return work.apply(pull);
      }
    }
    if (!workspace.config().sampleAirline()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot pull the files of "
              + products(contracts)
              + ": they come from AWS Data Exchange and aws.dataexchange-region is not configured");
    }
    try (DataExchangeServer server = DataExchangeServer.serve(offered());
        DataExchangePull pull =
            DataExchangePull.connect(
                server.settings(), DataExchangeServer.credentials(), workspace.landing())) {
      return work.apply(pull);
    }
  }

  private List<OfferedDataSet> offered() {
    Map<String, OfferedDataSet> offered = new LinkedHashMap<>();
    for (Contract contract : fromDataSets(workspace.contracts().all())) {
      offered.putIfAbsent(
          id(contract),
          new OfferedDataSet(
              id(contract),
              contract.id().name(),
              contract.about().purpose(),
              workspace.home().dataSet(id(contract))));
    }
    return List.copyOf(offered.values());
  }

  private static List<Contract> fromDataSets(Collection<Contract> contracts) {
    return contracts.stream()
        .filter(c -> c.source().flatMap(SourceFormat::dataSet).isPresent())
        .toList();
  }

  private static String id(Contract contract) {
    return contract.source().flatMap(SourceFormat::dataSet).orElseThrow();
  }

  private static String products(List<Contract> contracts) {
    return contracts.stream().map(c -> c.id().toString()).collect(Collectors.joining(" and "));
  }
}
