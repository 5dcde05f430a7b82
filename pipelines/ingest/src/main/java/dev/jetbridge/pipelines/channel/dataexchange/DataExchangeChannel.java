package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.channel.Channel;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.workspace.Sample;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The data sets that products come from: those of AWS Data Exchange in the configured region, else
 * those of the sample airline.
 */
public record DataExchangeChannel(Workspace workspace) implements Channel {
  /** The serviceName of the server in a contract. */
  public static final String WORD = "data-exchange";

  /** What is wrong in what a contract says of a data set. */
  public static List<Finding> findings(Contract contract) {
    SourceFormat source = contract.source().orElseThrow();
    List<Finding> findings = new ArrayList<>();
    if (source.folder().isBlank() || source.folder().contains("/")) {
      findings.add(
          Finding.ofServer(
              "location",
              "a data-exchange server has the id of a data set under dataset and the glob of its"
                  + " assets, without a folder, under location"));
    }
    source.companions().control().ifPresent(c -> findings.add(idle("controlFile")));
    source.companions().checksum().ifPresent(c -> findings.add(idle("checksumFile")));
    return findings;
  }

  private static Finding idle(String property) {
    return Finding.ofProperty(
        property,
        property + " does nothing here: a revision of a data set is finalised as a whole");
  }

  @Override
  public String step() {
    return "Pulling revisions from Data Exchange";
  }

  @Override
  public Set<AwsService> calls() {
    return Set.of(AwsService.DATAEXCHANGE);
  }

  @Override
  public boolean serves(Contract contract) {
    return contract.source().filter(source -> source.channel().equals(WORD)).isPresent();
  }

  @Override
  public Optional<String> missing() {
    return workspace.config().aws().dataExchangeSettings().isPresent()
        ? Optional.empty()
        : Optional.of("from AWS Data Exchange and aws.dataexchange-region is not configured");
  }

  /**
   * {@inheritDoc}
   *
   * @throws JetbridgeException CONFIG when no region is configured
   */
  @Override
  public Pulled pull(List<Contract> contracts, Instant asOf) {
    return connected(contracts, pull -> pull.pull(contracts, asOf));
  }

  /**
   * {@inheritDoc}
   *
   * @throws JetbridgeException CONFIG when it cannot be read, no product comes from its data set or
   *     no region is configured
   */
  @Override
  public Optional<Announced> announced(Path file) {
    RevisionPublished event = RevisionPublished.read(file);
    List<Contract> contracts = of(event);
    return Optional.of(new Revisions(contracts, event));
  }

  private final class Revisions implements Announced {
    private final List<Contract> contracts;
    private final RevisionPublished event;

    Revisions(List<Contract> contracts, RevisionPublished event) {
      this.contracts = contracts;
      this.event = event;
    }

    @Override
    public List<Contract> contracts() {
      return contracts;
    }

    @Override
    public Pulled pull(Instant asOf) {
      return connected(contracts, pull -> pull.pull(contracts, asOf, event));
    }
  }

  /**
   * The contracts that an event speaks of.
   *
   * @throws JetbridgeException CONFIG when no product comes from its data set
   */
  private List<Contract> of(RevisionPublished event) {
    Map<String, List<Contract>> known =
        fromDataSets(workspace.contracts().all()).stream()
            .collect(
                Collectors.groupingBy(DataExchangeChannel::id, TreeMap::new, Collectors.toList()));
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
              + ": they come "
              + missing().orElseThrow());
    }
    try (SampleDataExchange.Served served =
            Sample.part(SampleDataExchange.class)
                .serve(workspace.home(), fromDataSets(workspace.contracts().all()));
        DataExchangePull pull =
            DataExchangePull.connect(
                served.settings(), served.credentials(), workspace.landing())) {
      return work.apply(pull);
    }
  }

  private List<Contract> fromDataSets(Collection<Contract> contracts) {
    return contracts.stream().filter(this::serves).toList();
  }

  private static String id(Contract contract) {
    return contract.source().map(SourceFormat::folder).orElseThrow();
  }

  private static String products(List<Contract> contracts) {
    return contracts.stream().map(c -> c.id().toString()).collect(Collectors.joining(" and "));
  }
}
