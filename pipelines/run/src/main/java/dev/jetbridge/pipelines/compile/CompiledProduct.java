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

/** A contract without a fault, with what follows from it. Immutable; threads may share it. */
public final class CompiledProduct {
  private final Contract contract;
  private final TableDefinition table;
  private final RuleSet rules;
  private final Optional<FormatReader> reader;
  private final Optional<Job> job;

  CompiledProduct(
      Contract contract,
      TableDefinition table,
      RuleSet rules,
      Optional<FormatReader> reader,
      Optional<Job> job) {
    this.contract = contract;
    this.table = table;
    this.rules = rules;
    this.reader = reader;
    this.job = job;
  }

  public Contract contract() {
    return contract;
  }

  /** The Iceberg table that it asks for. */
  public TableDefinition table() {
    return table;
  }

  /** The rules of its rows and of its table. */
  public RuleSet rules() {
    return rules;
  }

  /** What reads its files; only for a source-aligned product. */
  public FormatReader reader() {
    return reader.orElseThrow(
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
    return job.orElseThrow(
        () ->
            new JetbridgeException(
                FailureKind.INTERNAL,
                "Cannot make " + contract.id() + ": its contract names no transformation"));
  }
}
