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

  /**
   * The values of the product's change key that are new, changed or deleted in its inputs since the
   * run that made its rows: one row a value, none when nothing changed. The transformation gives
   * all rows with these values as they are now; a value without rows loses those that it had. Empty
   * when the product is made whole: then it gives all rows.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when the contract names no changeKey
   */
  Optional<Dataset<Row>> changes();
}
