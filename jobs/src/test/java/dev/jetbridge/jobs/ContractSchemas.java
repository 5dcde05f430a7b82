package dev.jetbridge.jobs;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import org.apache.spark.sql.types.StructType;

/** The schemas of the bundled contracts, which are read once. */
final class ContractSchemas {
  private static final Contracts BUNDLED = ContractLoader.bundled();

  private ContractSchemas() {}

  static StructType of(ProductId product) {
    return BUNDLED.get(product).schema();
  }
}
