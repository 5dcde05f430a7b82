package dev.jetbridge.pipelines;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
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

  /** Of each product of a home that is made from others: its rows, or those of a day it has. */
  static Map<String, String> ofDerived(Path home, LocalDate day) {
    LakeTest.lake();
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    Column ofDay = functions.col("as_of").equalTo(Timestamp.from(AsOf.endOf(day)));
    Map<String, String> digests = new TreeMap<>();
    for (Contract contract : ContractLoader.bundled().all()) {
      if (!contract.isSource()) {
        Dataset<Row> rows = table(lake, contract);
        boolean daily = contract.change().writeMode() == WriteMode.OVERWRITE_PARTITIONS;
        digests.put(
            contract.id().toString(),
            digest(contract, daily ? rows.filter(ofDay) : rows).toString());
      }
    }
    return digests;
  }

  private static Row rows(Lake lake, Contract contract) {
    return digest(contract, table(lake, contract));
  }

  private static Dataset<Row> table(Lake lake, Contract contract) {
    return lake.read(contract.id(), lake.mainSnapshot(contract.id()).orElseThrow());
  }

  private static Row digest(Contract contract, Dataset<Row> table) {
    Dataset<Row> rows =
        table.select(
            contract.columns().stream()
                .map(dev.jetbridge.contracts.Column::name)
                .map(functions::col)
                .toArray(Column[]::new));
    return rows.select(
            functions
                .xxhash64(functions.to_json(functions.struct(functions.col("*"))))
                .cast("decimal(20,0)")
                .as("hash"))
        .agg(functions.count("hash"), functions.sum("hash"))
        .first();
  }
}
