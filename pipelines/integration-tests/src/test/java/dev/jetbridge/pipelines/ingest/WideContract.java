package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;

/** A contract of very many columns. */
final class WideContract {
  private WideContract() {}

  /**
   * @param properties the entries of its columns
   * @param custom further custom properties
   */
  static Contract of(String format, String properties, String custom) {
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: test.wide
        name: wide
        domain: test
        version: 1.0.0
        status: active
        servers:
          - {server: sample, type: local, path: './wide.%1$s', format: %1$s}
        schema:
          - name: wide
            logicalType: object
            properties:
        """
                .formatted(format)
            + properties
            + "customProperties:\n  - {property: productKind, value: source-aligned}\n"
            + custom,
        "test");
  }
}
