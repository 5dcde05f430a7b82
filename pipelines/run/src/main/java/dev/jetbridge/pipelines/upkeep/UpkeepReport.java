package dev.jetbridge.pipelines.upkeep;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.Removed;
import java.time.Duration;
import java.util.List;

/**
 * What upkeep did, or would do.
 *
 * @param safe the least age of anything that was removed
 * @param ports what output ports kept that nobody reads any more
 * @param staging intermediate rows that killed runs left
 * @param failures one a table that could not be maintained; the others were
 */
public record UpkeepReport(
    List<TableUpkeep> tables,
    Duration safe,
    Removed ports,
    Removed staging,
    List<JetbridgeException> failures) {
  public UpkeepReport {
    tables = List.copyOf(tables);
    failures = List.copyOf(failures);
  }

  /** Everything that was deleted. */
  public Removed freed() {
    return tables.stream().map(TableUpkeep::freed).reduce(ports.plus(staging), Removed::plus);
  }
}
