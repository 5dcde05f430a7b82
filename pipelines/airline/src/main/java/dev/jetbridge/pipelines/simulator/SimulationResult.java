package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.ProductId;
import java.util.List;

/**
 * What a simulation wrote.
 *
 * @param newFiles source files written by this call, the faulty ones included
 * @param totals per source, over every file delivered so far
 */
public record SimulationResult(int newFiles, List<SourceTotals> totals) {
  public SimulationResult {
    totals = List.copyOf(totals);
  }

  /**
   * What ingesting every delivered file of a source must come to, in whatever portions.
   *
   * @param files files that are whole
   * @param refusedFiles files that must be refused whole
   * @param records data records in the whole files: accepted + duplicates + quarantined
   * @param accepted records that are loaded, or superseded by a newer one of their key
   * @param duplicates records equal to the newest one of their key
   * @param quarantined records with a planted defect
   * @param keys keys in the table at the end
   */
  public record SourceTotals(
      ProductId product,
      int files,
      int refusedFiles,
      long records,
      long accepted,
      long duplicates,
      long quarantined,
      long keys) {}
}
