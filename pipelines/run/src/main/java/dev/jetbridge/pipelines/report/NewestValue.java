package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.storage.StorageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The newest time in a source's order column, from the bounds in Iceberg's metadata: no row is
 * read. Rows deleted since count, because they were received. A date means its end.
 */
final class NewestValue {
  private final Lake lake;

  NewestValue(Lake lake) {
    this.lake = lake;
  }

  /** Empty when the product is not a source, or its order is not a time or has no bounds. */
  Optional<Instant> of(Contract contract, long snapshot) {
    if (!contract.isSource() || !lake.exists(contract.id())) {
      return Optional.empty();
    }
    Table table = lake.table(contract.id());
    return contract
        .change()
        .orderColumn()
        .map(table.schema()::findField)
        .filter(f -> isTime(f.type()))
        .flatMap(
            f ->
                Lake.holding(table, snapshot).flatMap(held -> newest(table, held.snapshotId(), f)));
  }

  private static boolean isTime(Type type) {
    return type.typeId() == Type.TypeID.TIMESTAMP || type.typeId() == Type.TypeID.DATE;
  }

  private static Optional<Instant> newest(Table table, long snapshot, Types.NestedField field) {
    Instant newest = null;
    try (CloseableIterable<FileScanTask> files =
        table
            .newScan()
            .useSnapshot(snapshot)
            .includeColumnStats(List.of(field.name()))
            .planFiles()) {
      for (FileScanTask file : files) {
        Optional<Instant> bound = upperBound(file, field);
        if (bound.isPresent() && (newest == null || bound.get().isAfter(newest))) {
          newest = bound.get();
        }
      }
    } catch (IOException e) {
      throw StorageFailure.of("Cannot read the metadata of " + table.name(), e);
    }
    return Optional.ofNullable(newest);
  }

  private static Optional<Instant> upperBound(FileScanTask file, Types.NestedField field) {
    if (file.file().upperBounds() == null) {
      return Optional.empty();
    }
    ByteBuffer bound = file.file().upperBounds().get(field.fieldId());
    return Optional.ofNullable(bound).map(b -> instant(field.type(), b));
  }

  private static Instant instant(Type type, ByteBuffer bound) {
    Number value = Conversions.fromByteBuffer(type, bound);
    return type.typeId() == Type.TypeID.DATE
        ? AsOf.endOf(LocalDate.ofEpochDay(value.longValue()))
        : Instant.EPOCH.plus(value.longValue(), ChronoUnit.MICROS);
  }
}
