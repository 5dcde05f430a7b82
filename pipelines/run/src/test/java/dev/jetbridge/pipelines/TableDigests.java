package dev.jetbridge.pipelines;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Tables by what is business in them. */
final class TableDigests {
  private TableDigests() {}

  /** Of each product of a home: its rows, how many are in quarantine, and how many files it had. */
  static Map<String, String> of(Path home) {
    return of(home, ContractLoader.bundled().all());
  }

  /** The same of some products. */
  static Map<String, String> of(Path home, Collection<Contract> contracts) {
    LakeTest.lake();
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    Operations operations = new Operations(lake);
    Map<String, String> digests = new TreeMap<>();
    for (Contract contract : contracts) {
      digests.put(
          contract.id().toString(),
          rows(lake, contract)
              + " "
              + operations.quarantine(contract.id()).count()
              + " "
              + operations.files(contract.id()).count());
    }
    return digests;
  }

  /** Of each product of a home: its rows alone. */
  static Map<String, String> ofRows(Path home) {
    LakeTest.lake();
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    Map<String, String> digests = new TreeMap<>();
    for (Contract contract : ContractLoader.bundled().all()) {
      digests.put(contract.id().toString(), rows(lake, contract).toString());
    }
    return digests;
  }

  private static Row rows(Lake lake, Contract contract) {
    Dataset<Row> rows =
        lake.read(contract.id(), lake.mainSnapshot(contract.id()).orElseThrow())
            .select(
                contract.columns().stream()
                    .map(Column::name)
                    .map(functions::col)
                    .toArray(org.apache.spark.sql.Column[]::new));
    return rows.select(
            functions
                .xxhash64(functions.to_json(functions.struct(functions.col("*"))))
                .cast("decimal(20,0)")
                .as("hash"))
        .agg(functions.count("hash"), functions.sum("hash"))
        .first();
  }
}
