package dev.jetbridge.pipelines.features.online;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.store.FeatureRecords;
import dev.jetbridge.jobs.features.store.NewestRecords;
import dev.jetbridge.jobs.features.store.OnlineChanges;
import dev.jetbridge.jobs.features.store.OnlineRecords;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.OnlineRecordColumns;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Hands the newest record of each record identifier to the online store of a feature group, as far
 * as it differs from what the store was given. operations.online_records remembers that: what is
 * about to be sent is noted first, and what became of it last. So a hand-over that was cut is made
 * up for by the next, and neither sends what the store is known to have.
 *
 * @param contract of a product with an online store
 */
public record OnlineStore(Lake lake, Operations operations, Contract contract, FeatureGroup group) {
  /** How long a record is tried that is throttled or gets no answer. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String COUNT = "records";

  /**
   * Counts what would be sent.
   *
   * @param snapshot of the product
   */
  public OnlinePlan plan(long snapshot, Instant now) {
    return plan(counts(changes(snapshot, remembered(), now), OnlineChanges.ACTION));
  }

  private OnlinePlan plan(Map<String, Long> counts) {
    return new OnlinePlan(
        contract.id(),
        group.name(),
        counts.getOrDefault(OnlineChanges.PUT, 0L),
        counts.getOrDefault(OnlineChanges.REPLACE, 0L),
        counts.getOrDefault(OnlineChanges.DELETE, 0L),
        counts.getOrDefault(OnlineChanges.KEEP, 0L));
  }

  /**
   * Sends what differs. A record that the service refuses stops no other one.
   *
   * @param publication whose snapshot is handed over
   * @param patience how long one record is tried
   * @throws JetbridgeException EXTERNAL when another process hands the product over meanwhile
   */
  public HandOver handOver(
      AwsSettings settings, RunKey publication, Duration patience, Instant now) {
    Optional<Long> seen = lake.mainSnapshot(OperationsTable.ONLINE_RECORDS.id());
    // Counted, noted and sent: three times the same, made once.
    Dataset<Row> changes =
        changes(publication.snapshot(), remembered(), now).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> counts = counts(changes, OnlineChanges.ACTION);
      OnlinePlan plan = plan(counts);
      if (plan.calls() > 0) {
        Sender sender =
            new Sender(
                OnlineGroup.of(settings, group, patience),
                new OnlineRow(group.name(), now),
                publication);
        return handOver(changes, plan, sender, seen);
      }
      if (counts.containsKey(OnlineChanges.FORGET)) {
        remember(kept(changes), seen);
      }
      return HandOver.NOTHING;
    } finally {
      changes.unpersist();
    }
  }

  private HandOver handOver(
      Dataset<Row> changes, OnlinePlan plan, Sender sender, Optional<Long> seen) {
    Dataset<Row> kept = kept(changes);
    Dataset<Row> todo =
        changes.filter(
            col(OnlineChanges.ACTION)
                .isin(OnlineChanges.PUT, OnlineChanges.REPLACE, OnlineChanges.DELETE));
    remember(kept.unionByName(sender.begun(todo)), seen);
    Optional<Long> begun = lake.mainSnapshot(OperationsTable.ONLINE_RECORDS.id());
    CollectionAccumulator<JetbridgeException> failures =
        lake.spark().sparkContext().collectionAccumulator("failures of the online store");
    remember(kept.unionByName(sender.ended(todo, failures)), begun);
    return handedOver(plan, failures.value().stream().findFirst());
  }

  private HandOver handedOver(OnlinePlan plan, Optional<JetbridgeException> failure) {
    Map<String, Long> ended = counts(remembered(), OnlineRecords.STATUS);
    long refused = ended.getOrDefault(OnlineRecords.REFUSED, 0L);
    long putting = ended.getOrDefault(OnlineRecords.PUTTING, 0L);
    long replacing = ended.getOrDefault(OnlineRecords.REPLACING, 0L);
    long deleting = ended.getOrDefault(OnlineRecords.DELETING, 0L);
    return new HandOver(
        ended.getOrDefault(OnlineRecords.SENT, 0L) - plan.unchanged(),
        plan.deleted() - deleting,
        refused,
        putting + replacing + deleting,
        failure);
  }

  private Dataset<Row> changes(long snapshot, Dataset<Row> remembered, Instant now) {
    StructType features = new StructType();
    for (FeatureGroup.Feature feature : group.features()) {
      features = features.add(feature.name(), feature.type().dataType());
    }
    Optional<Duration> timeToLive = group.online().flatMap(Contract.OnlineStore::timeToLive);
    FeatureRecords records =
        new FeatureRecords(features, group.recordIdentifier(), group.eventTime());
    Dataset<Row> newest =
        lake.read(contract.id(), snapshot)
            .select(
                contract.columns().stream()
                    .map(Column::name)
                    .map(functions::col)
                    .toArray(org.apache.spark.sql.Column[]::new))
            .transform(new NewestRecords(records, timeToLive, now)::transform);
    return new OnlineChanges(
            group.recordIdentifier(),
            group.eventTime(),
            contract.serving().provenance(),
            timeToLive,
            now)
        .transform(newest, remembered);
  }

  /** What is remembered of the product, as it is now, whatever is written later. */
  private Dataset<Row> remembered() {
    Dataset<Row> all =
        lake.mainSnapshot(OperationsTable.ONLINE_RECORDS.id())
            .map(snapshot -> lake.read(OperationsTable.ONLINE_RECORDS.id(), snapshot))
            .orElseGet(() -> operations.read(OperationsTable.ONLINE_RECORDS));
    return all.filter(RunKey.PRODUCT.is(contract.id()));
  }

  /** Rows of what is as the product says, also where the service refused something in between. */
  private static Dataset<Row> kept(Dataset<Row> changes) {
    return changes
        .filter(col(OnlineChanges.ACTION).equalTo(OnlineChanges.KEEP))
        .select(col(OnlineChanges.STORED + ".*"))
        .withColumn(OnlineRecordColumns.STATUS.name(), lit(OnlineRecords.SENT))
        .withColumn(OnlineRecordColumns.REASON.name(), lit(null).cast("string"));
  }

  private void remember(Dataset<Row> rows, Optional<Long> seen) {
    operations.replace(OperationsTable.ONLINE_RECORDS, contract.id(), rows, seen);
  }

  /** A handful of words each. */
  private static Map<String, Long> counts(Dataset<Row> rows, String word) {
    Map<String, Long> counts = new HashMap<>();
    List<Row> counted = rows.groupBy(word).agg(functions.count(lit(1)).as(COUNT)).collectAsList();
    counted.forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }
}
