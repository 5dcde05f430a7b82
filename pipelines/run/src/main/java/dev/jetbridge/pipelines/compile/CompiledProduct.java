package dev.jetbridge.pipelines.compile;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.ingest.RejectedRows;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.registry.TableDefinition;
import java.util.Optional;

/**
 * A contract without a fault, with what follows from it. Immutable; threads may share it.
 *
 * @param table the Iceberg table that it asks for
 * @param rules of its rows and of its table
 * @param files what reads its files; empty when it is made from other products
 * @param transformation what makes its rows from other products; empty when it has files
 */
public record CompiledProduct(
    Contract contract,
    TableDefinition table,
    RuleSet rules,
    Optional<FormatReader> files,
    Optional<Job> transformation) {
  /** What reads its files; only for a source-aligned product. */
  public FormatReader reader() {
    return files.orElseThrow(
        () ->
            new JetbridgeException(
                FailureKind.INTERNAL, "Cannot read files of " + contract.id() + ": it has none"));
  }

  /** What brings its files into its table; only for a source-aligned product. */
  public Ingest ingest(Lake lake) {
    return new Ingest(lake, contract, rules, reader());
  }

  /** What reads the rows of its files that were rejected; only for a source-aligned product. */
  public RejectedRows rejectedRows(Lake lake) {
    return new RejectedRows(lake, contract, rules, reader());
  }

  /** What makes its rows from other products; only for one that is made so. */
  public Job job() {
    return transformation.orElseThrow(
        () ->
            new JetbridgeException(
                FailureKind.INTERNAL,
                "Cannot make " + contract.id() + ": its contract names no transformation"));
  }
}
