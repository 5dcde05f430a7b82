package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.FeatureStoreColumns;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.jobs.features.store.FeatureRecords;
import dev.jetbridge.jobs.features.store.RecordChanges;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import dev.jetbridge.registry.featurestore.OfflineStoreTable;
import dev.jetbridge.registry.retry.Retry;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Follows the publications of a product: each snapshot of its main branch becomes one commit of the
 * offline store, in their order, whose summary names the snapshot. So a store never has a
 * publication twice, and what a killed run left out is made up for by the next.
 *
 * <p>What is written depends on the publication only: api_invocation_time is when its rows were
 * made, write_time when they became readable, both as the product's table remembers them.
 *
 * @param store its table
 */
public record OfflineStore(Lake lake, Contract contract, FeatureGroup group, ProductId store) {
  /** The property of a commit that names the publication it brought. */
  static final String SOURCE = "jetbridge.source-snapshot";

  private static final int TRIES = 3;

  /**
   * Brings every publication that is missing.
   *
   * @return how many records were appended
   * @throws JetbridgeException EXTERNAL when other runs move the store meanwhile; CONTRACT when its
   *     table does not fit the contract
   */
  public long follow() {
    OfflineStoreTable.createOrExtend(lake.catalog(), store, group);
    long appended = 0;
    Retry.Tries tries = Retry.ofCommits(TRIES).begin();
    while (true) {
      Optional<Missing> next = nextMissing();
      if (next.isEmpty()) {
        return appended;
      }
      Optional<Long> records = bring(next.get());
      if (records.isPresent()) {
        appended += records.get();
      } else if (!tries.again()) {
        throw new JetbridgeException(
            FailureKind.EXTERNAL,
            "Cannot append to offline store "
                + store
                + ": other runs moved it "
                + TRIES
                + " times meanwhile; run again when they have ended");
      }
    }
  }

  /**
   * A publication that the store lacks.
   *
   * @param whole whether the one before it is missing too and cannot be brought any more, so that
   *     the table has to be compared whole
   */
  private record Missing(Snapshot snapshot, boolean whole) {}

  /** The oldest one after the newest that the store has. */
  private Optional<Missing> nextMissing() {
    Set<Long> present = present();
    Table table = lake.table(contract.id());
    Deque<Snapshot> missing = new ArrayDeque<>();
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (present.contains(Lake.contentId(snapshot))) {
        break;
      }
      // A compaction is not a publication; it stands only for one whose snapshot has expired.
      if (!missing.isEmpty() && Lake.contentId(missing.peek()) == snapshot.snapshotId()) {
        missing.pop();
      }
      missing.push(snapshot);
    }
    return Optional.ofNullable(missing.peek())
        .map(s -> new Missing(s, s.parentId() != null && !isPresent(table, s.parentId(), present)));
  }

  private static boolean isPresent(Table table, long parent, Set<Long> present) {
    Snapshot snapshot = table.snapshot(parent);
    return present.contains(snapshot == null ? parent : Lake.contentId(snapshot));
  }

  private Set<Long> present() {
    Set<Long> present = new HashSet<>();
    for (Snapshot commit : SnapshotUtil.currentAncestors(lake.table(store))) {
      Optional.ofNullable(commit.summary().get(SOURCE)).map(Long::valueOf).ifPresent(present::add);
    }
    return present;
  }

  /** Appends what a publication changes; empty when another run moved the store meanwhile. */
  private Optional<Long> bring(Missing publication) {
    Snapshot source = publication.snapshot();
    long published = Lake.contentId(source);
    String branch = "follow_" + published;
    Optional<Long> base = lake.openBranch(store, branch);
    Map<String, String> summary = Map.of(SOURCE, Long.toString(published));
    Snapshot commit = lake.append(store, branch, rows(publication, base), summary);
    if (!summary.get(SOURCE).equals(commit.summary().get(SOURCE))) {
      // Nothing changed and nothing was committed; the store shall say so all the same.
      commit = lake.touch(store, branch, summary);
    }
    return lake.fastForward(store, branch, base)
        ? Optional.of(Long.parseLong(commit.summary().getOrDefault("added-records", "0")))
        : Optional.empty();
  }

  private Dataset<Row> rows(Missing publication, Optional<Long> base) {
    Snapshot source = publication.snapshot();
    StructType schema = OfflineStoreTable.schema(group);
    List<String> features = group.features().stream().map(FeatureGroup.Feature::name).toList();
    Optional<Instant> eventTime = onlyEventTime(publication);
    Dataset<Row> table =
        lake.read(contract.id(), source.snapshotId())
            .select(names(contract.columns().stream().map(Column::name).toList()));
    Dataset<Row> records =
        eventTime
            .map(t -> table.filter(col(group.eventTime()).equalTo(lit(Timestamp.from(t)))))
            .orElse(table)
            .transform(
                new FeatureRecords(
                        new StructType(java.util.Arrays.copyOf(schema.fields(), features.size())),
                        group.recordIdentifier(),
                        group.eventTime())
                    ::transform);
    Dataset<Row> changes =
        base.map(b -> changes(records, stored(b, eventTime), features))
            .orElseGet(() -> records.withColumn(FeatureStoreColumns.IS_DELETED, lit(false)));
    return changes
        .withColumn(
            FeatureStoreColumns.API_INVOCATION_TIME,
            lit(Timestamp.from(Instant.ofEpochMilli(source.timestampMillis()))))
        .withColumn(FeatureStoreColumns.WRITE_TIME, lit(Timestamp.from(publishedAt(source))))
        .select(names(List.of(schema.fieldNames())));
  }

  private Dataset<Row> changes(Dataset<Row> records, Dataset<Row> stored, List<String> features) {
    return new RecordChanges(
            group.recordIdentifier(), group.eventTime(), features, contract.serving().provenance())
        .transform(records, stored);
  }

  private Dataset<Row> stored(long base, Optional<Instant> eventTime) {
    Dataset<Row> all = lake.read(store, base);
    return eventTime
        .map(
            t ->
                all.filter(
                    col(group.eventTime())
                        .equalTo(FeatureRecords.eventTimeText(lit(Timestamp.from(t))))))
        .orElse(all);
  }

  /**
   * The event time that a publication speaks of, when it replaced one partition only; it says
   * nothing of the others.
   */
  private Optional<Instant> onlyEventTime(Missing publication) {
    boolean byEventTime =
        contract.change().writeMode() == WriteMode.OVERWRITE_PARTITIONS
            && contract.partitions().stream()
                .map(Column::name)
                .toList()
                .equals(List.of(group.eventTime()));
    return byEventTime && !publication.whole()
        ? RunSummary.of(publication.snapshot()).map(RunSummary::asOf)
        : Optional.empty();
  }

  /** When main moved to the snapshot; when the snapshot was made if the table forgot. */
  private Instant publishedAt(Snapshot source) {
    Table table = lake.table(contract.id());
    return Instant.ofEpochMilli(
        table.history().stream()
            .filter(entry -> entry.snapshotId() == source.snapshotId())
            .mapToLong(HistoryEntry::timestampMillis)
            .findFirst()
            .orElse(source.timestampMillis()));
  }

  private static org.apache.spark.sql.Column[] names(List<String> names) {
    return names.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new);
  }
}
