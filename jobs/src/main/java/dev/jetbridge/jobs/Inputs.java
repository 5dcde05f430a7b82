package dev.jetbridge.jobs;

import dev.jetbridge.contracts.ProductId;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a job may read: the declared inputs of its contract, each pinned to one snapshot. */
public interface Inputs {
  /**
   * The rows of a declared input.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when the contract does not declare it
   */
  Dataset<Row> table(ProductId product);

  /**
   * The product's own rows before this run; empty on the first run.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when the contract does not say
   *     readsPrevious
   */
  Optional<Dataset<Row>> previous();

  /**
   * The same of one output of a transformation that has several.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG as {@link #previous()}
   */
  Optional<Dataset<Row>> previous(ProductId output);
}
