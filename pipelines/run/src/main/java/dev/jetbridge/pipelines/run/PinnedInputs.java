package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Inputs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The declared inputs of a product, each at the snapshot the run is pinned to.
 *
 * @param known reads them as they were known at the instant of the run
 * @param before the rows of an output before the run
 * @param followed the values of the change key to be made anew; empty when all are
 */
record PinnedInputs(
    AsKnown known,
    Contract contract,
    Map<ProductId, Long> snapshots,
    Function<ProductId, Optional<Dataset<Row>>> before,
    Optional<Dataset<Row>> followed)
    implements Inputs {
  @Override
  public Dataset<Row> table(ProductId product) {
    Long snapshot = snapshots.get(product);
    if (snapshot == null) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read table "
              + product
              + " for "
              + contract.id()
              + ": its transformation reads it, and its contract names other inputs ("
              + contract.derivation().inputs().stream()
                  .map(ProductId::toString)
                  .collect(Collectors.joining(", "))
              + "); add it to them");
    }
    return known.rows(product, snapshot);
  }

  @Override
  public Optional<Dataset<Row>> changes() {
    if (contract.derivation().changeKey().isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read the changes of the inputs of "
              + contract.id()
              + ": its transformation does, and its contract does not name a changeKey");
    }
    return followed;
  }

  /** All of them, by the names that rules call them: as products, and as queries can. */
  Map<String, Dataset<Row>> references() {
    Map<String, Dataset<Row>> references = new HashMap<>();
    for (ProductId product : snapshots.keySet()) {
      references.put(product.toString(), table(product));
      references.put(product.domain() + "_" + product.name(), table(product));
    }
    return references;
  }

  @Override
  public Optional<Dataset<Row>> previous() {
    return previous(contract.id());
  }

  @Override
  public Optional<Dataset<Row>> previous(ProductId output) {
    if (!contract.derivation().readsPrevious()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read the previous rows of "
              + contract.id()
              + ": its transformation does, and its contract does not say readsPrevious: true");
    }
    return before.apply(output);
  }
}
