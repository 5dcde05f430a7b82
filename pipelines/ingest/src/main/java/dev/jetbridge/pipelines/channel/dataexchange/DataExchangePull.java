package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.SourceFiles;
import dev.jetbridge.registry.AwsSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.dataexchange.model.AssetType;
import software.amazon.awssdk.services.dataexchange.model.DataSetEntry;

/**
 * Pulls revisions of entitled data sets into landing: those that are finalised, created up to the
 * as-of instant, not withdrawn and not taken before. The assets whose names fit the contract are
 * exported, checked and land together; the revision is then noted in landing, once and for all.
 *
 * <p>A revision that cannot be taken does not keep the others from landing: everything else is
 * pulled, then the failure is thrown. A failed call, or the third failed revision, ends the pull of
 * its data set.
 */
public final class DataExchangePull implements AutoCloseable {
  private final ExchangeCalls calls;
  private final RevisionLanding revisions;
  private final Landing landing;

  /** Those of revisions wait for those of their assets, so each have their own. */
  private final ExecutorService threads = threads();

  private final ExecutorService jobs = threads();

  private DataExchangePull(ExchangeCalls calls, Patience patience, Landing landing) {
    this.calls = calls;
    this.revisions = new RevisionLanding(calls, new ExportJob(calls, patience), landing, jobs);
    this.landing = landing;
  }

  private static ExecutorService threads() {
    return Executors.newFixedThreadPool(
        RevisionQueue.MOST_JOBS,
        task -> {
          Thread thread = new Thread(task, "data-exchange");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Connects to the service, or to what stands in for it by the endpoint in the settings. */
  public static DataExchangePull connect(
      AwsSettings settings, AwsCredentialsProvider credentials, Landing landing) {
    return connect(settings, credentials, landing, Patience.USUAL);
  }

  static DataExchangePull connect(
      AwsSettings settings,
      AwsCredentialsProvider credentials,
      Landing landing,
      Patience patience) {
    return new DataExchangePull(
        ExchangeCalls.connect(settings, credentials, patience), patience, landing);
  }

  /**
   * Pulls every revision that was not taken yet.
   *
   * @param contracts contracts whose source is a data set
   * @throws JetbridgeException CONFIG when a data set is not entitled or access is denied, CONTRACT
   *     when the service found malware, EXTERNAL when a revision is withdrawn meanwhile, an asset
   *     is not as stated, or the service fails or throttles beyond the limit
   */
  public Pulled pull(List<Contract> contracts, Instant asOf) {
    return pull(contracts, asOf, calls::revisions);
  }

  /**
   * Pulls the revisions that an event names, unless they were taken already.
   *
   * @param contracts the contracts whose source is the data set of the event
   * @throws JetbridgeException as the pull of everything; CONFIG when the event is of another
   *     region
   */
  public Pulled pull(List<Contract> contracts, Instant asOf, RevisionPublished event) {
    if (!event.region().equals(calls.region())) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot pull data set "
              + event.dataSet()
              + ": its event is of region "
              + event.region()
              + ", the configuration says "
              + calls.region());
    }
    return pull(
        contracts,
        asOf,
        dataSet -> event.revisions().stream().map(id -> calls.revision(dataSet, id)).toList());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    jobs.shutdownNow();
    calls.close();
  }

  /** The revisions of a data set that a pull looks at. */
  @FunctionalInterface
  private interface Choice {
    List<Revision> of(String dataSet);
  }

  private Pulled pull(List<Contract> contracts, Instant asOf, Choice choice) {
    Pulled pulled = new Pulled(0, 0);
    if (contracts.isEmpty()) {
      return pulled;
    }
    Map<String, DataSetEntry> entitled = new TreeMap<>();
    calls.entitledDataSets().forEach(d -> entitled.put(d.id(), d));
    List<JetbridgeException> failures = new ArrayList<>();
    Map<Source, List<Contract>> sources =
        contracts.stream()
            .collect(Collectors.groupingBy(this::source, LinkedHashMap::new, Collectors.toList()));
    for (Map.Entry<Source, List<Contract>> of : sources.entrySet()) {
      RevisionQueue queue = new RevisionQueue(revisions, threads);
      String dataSet = of.getKey().dataSet();
      List<Contract> takers = of.getValue();
      try {
        requireEntitled(takers, dataSet, entitled);
        SourceFiles source = landing.source(takers.get(0).id(), "data-exchange://" + dataSet);
        pulled = pulled.plus(queue.land(due(takers, choice.of(dataSet), asOf), source));
      } catch (JetbridgeException e) {
        failures.add(e);
      }
      failures.addAll(queue.failures());
    }
    if (!failures.isEmpty()) {
      throw together(failures);
    }
    return pulled;
  }

  /** A data set of which the files go into one landing. */
  private record Source(String dataSet, String landing) {}

  private Source source(Contract contract) {
    return new Source(
        contract.source().map(SourceFormat::folder).orElseThrow(), landing.root(contract.id()));
  }

  private static void requireEntitled(
      List<Contract> contracts, String id, Map<String, DataSetEntry> entitled) {
    DataSetEntry dataSet = entitled.get(id);
    if (dataSet == null) {
      throw refused(
          contracts,
          id,
          "this account is not entitled to it"
              + NearestName.hint(id, entitled.keySet())
              + "; subscribe to its product or correct dataset in the contract");
    }
    if (dataSet.assetType() != AssetType.S3_SNAPSHOT) {
      throw refused(
          contracts,
          id,
          "its assets are " + dataSet.assetTypeAsString() + ", only files (S3_SNAPSHOT) can land");
    }
  }

  private static JetbridgeException refused(
      List<Contract> contracts, String dataSet, String reason) {
    return new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot pull data set "
            + dataSet
            + " for "
            + RevisionLanding.products(contracts)
            + ": "
            + reason);
  }

  /** The revisions that hold and that some of the contracts have not taken, the oldest first. */
  private List<RevisionQueue.Due> due(
      List<Contract> contracts, List<Revision> revisions, Instant asOf) {
    Map<Contract, Set<String>> taken = new HashMap<>();
    contracts.forEach(c -> taken.put(c, landing.shipments(c.id())));
    return revisions.stream()
        .filter(r -> r.isFinal() && r.withdrawn().isEmpty())
        .filter(r -> !r.createdAt().isAfter(asOf))
        .sorted(Comparator.comparing(Revision::createdAt).thenComparing(Revision::id))
        .map(r -> new RevisionQueue.Due(r, without(r, contracts, taken)))
        .filter(due -> !due.contracts().isEmpty())
        .toList();
  }

  private static List<Contract> without(
      Revision revision, List<Contract> contracts, Map<Contract, Set<String>> taken) {
    return contracts.stream()
        .filter(c -> !taken.get(c).contains(RevisionLanding.id(c, revision)))
        .toList();
  }

  private static JetbridgeException together(List<JetbridgeException> failures) {
    return failures.size() == 1
        ? failures.get(0)
        : new JetbridgeException(
            failures.get(0).kind(),
            failures.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")),
            failures.get(0));
  }
}
