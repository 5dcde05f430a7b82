package dev.jetbridge.jobs;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Inputs given by a test; refuses what the test did not give. */
public final class InMemoryInputs implements Inputs {
  private final Map<ProductId, Dataset<Row>> tables = new TreeMap<>();
  private Optional<Dataset<Row>> previous = Optional.empty();

  public static InMemoryInputs of(ProductId product, Dataset<Row> rows) {
    return new InMemoryInputs().and(product, rows);
  }

  public InMemoryInputs and(ProductId product, Dataset<Row> rows) {
    tables.put(product, rows);
    return this;
  }

  public InMemoryInputs withPrevious(Dataset<Row> rows) {
    previous = Optional.of(rows);
    return this;
  }

  @Override
  public Dataset<Row> table(ProductId product) {
    Dataset<Row> rows = tables.get(product);
    if (rows == null) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot read " + product + ": not declared as an input, declared " + tables.keySet());
    }
    return rows;
  }

  @Override
  public Optional<Dataset<Row>> previous() {
    return previous;
  }

  @Override
  public Optional<Dataset<Row>> changes() {
    return Optional.empty();
  }

  @Override
  public Optional<Dataset<Row>> previous(ProductId output) {
    return previous;
  }
}
