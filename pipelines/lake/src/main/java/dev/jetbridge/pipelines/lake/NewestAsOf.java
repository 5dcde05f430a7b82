package dev.jetbridge.pipelines.lake;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.session.SparkFailures;
import dev.jetbridge.pipelines.storage.StorageFailure;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The newest instant that the published rows of a product are for. For a product that each run
 * writes whole it is the as-of of the run that main holds; for one with a partition for each as-of
 * its newest partition, whichever run came last; for a source-aligned one the newest run that added
 * to it.
 */
public final class NewestAsOf {
  /** The column whose partitions a run of an as-of replaces. */
  public static final String AS_OF = "as_of";

  private final Lake lake;

  public NewestAsOf(Lake lake) {
    this.lake = lake;
  }

  /**
   * The instant; empty before the first publication.
   *
   * @throws JetbridgeException EXTERNAL when the manifests of a table cannot be read
   */
  public Optional<Instant> of(Contract contract) {
    if (lake.mainSnapshot(contract.id()).isEmpty()) {
      return Optional.empty();
    }
    Table table = lake.table(contract.id());
    return switch (contract.change().writeMode()) {
      case OVERWRITE -> runs(table).findFirst();
      case OVERWRITE_PARTITIONS ->
          newestPartition(table, contract).or(() -> runs(table).findFirst());
      case APPEND, MERGE -> runs(table).max(Comparator.naturalOrder());
    };
  }

  /** The same; empty also of a table that cannot be read: the run of its product says why. */
  public Optional<Instant> ofReadable(Contract contract) {
    return SparkFailures.readable(() -> of(contract));
  }

  /** The newest instant of all products that are made from others. */
  public Optional<Instant> newestMade(Collection<Contract> contracts) {
    return contracts.stream()
        .filter(c -> !c.isSource())
        .flatMap(c -> ofReadable(c).stream())
        .max(Comparator.naturalOrder());
  }

  /**
   * The instant of a product, when it has one state that a run as of an earlier instant would set
   * back.
   */
  public Optional<Instant> ofStateAfter(Contract contract, Instant asOf) {
    boolean hasOneState =
        contract.change().writeMode() == WriteMode.OVERWRITE
            || (contract.change().writeMode() == WriteMode.MERGE && !contract.isSource());
    return hasOneState ? of(contract).filter(newest -> newest.isAfter(asOf)) : Optional.empty();
  }

  /** The as-of instants of the runs that led to main, newest run first. */
  private static Stream<Instant> runs(Table table) {
    return Stream.iterate(
            table.currentSnapshot(), Objects::nonNull, s -> parent(table, s).orElse(null))
        .flatMap(s -> RunSummary.of(s).stream())
        .map(RunSummary::asOf);
  }

  private static Optional<Snapshot> parent(Table table, Snapshot snapshot) {
    return Optional.ofNullable(snapshot.parentId()).map(table::snapshot);
  }

  /** The newest as-of that has rows; from the manifests, no row is read. */
  private static Optional<Instant> newestPartition(Table table, Contract contract) {
    Optional<Instant> newest = Optional.empty();
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      for (FileScanTask file : files) {
        Optional<Instant> own = partition(table, file);
        if (own.isPresent() && newest.filter(n -> n.isAfter(own.get())).isEmpty()) {
          newest = own;
        }
      }
    } catch (IOException e) {
      throw StorageFailure.of("Cannot read the manifests of " + contract.id(), e);
    }
    return newest;
  }

  private static Optional<Instant> partition(Table table, FileScanTask file) {
    StructLike values = file.partition();
    int position = 0;
    for (PartitionField field : file.spec().fields()) {
      boolean isAsOf = table.schema().findColumnName(field.sourceId()).equals(AS_OF);
      if (isAsOf && field.transform().isIdentity()) {
        return Optional.ofNullable(values.get(position, Long.class))
            .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
      }
      position++;
    }
    return Optional.empty();
  }
}
