package dev.jetbridge.pipelines;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A keyed product with deletes whose files processes of their own ingest, and what became of it.
 */
final class Meals {
  static final String ID = "catering.meals";

  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: catering.meals
      name: meals
      domain: catering
      version: 1.0.0
      status: active
      servers:
        - {server: catering, type: local, path: ./meals_*.csv, format: csv}
      schema:
        - name: meals
          properties:
            - {name: id, logicalType: integer, primaryKey: true, required: true}
            - {name: meal, logicalType: string}
            - {name: price, logicalType: number, physicalType: 'decimal(10,2)', required: true}
            - {name: action, logicalType: string}
            - {name: changed_at, logicalType: timestamp, required: true}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: changed_at}
        - {property: deleteMarker, value: {column: action, value: D}}
      """;

  private Meals() {}

  /** A folder with the contract. */
  static Path contracts(Path folder) throws IOException {
    Path contracts = Files.createDirectories(folder.resolve("contracts"));
    Files.writeString(contracts.resolve("meals.odcs.yaml"), CONTRACT);
    return contracts;
  }

  /** One day's file: new meals, changed, deleted, repeated and broken ones. */
  static void write(Path folder, int day, int records) throws IOException {
    SplittableRandom random = new SplittableRandom(day);
    StringBuilder text = new StringBuilder("id,meal,price,action,changed_at\n");
    for (int i = 0; i < records; i++) {
      String line =
          "%d,meal %d,%d.50,%s,%s%n"
              .formatted(
                  random.nextInt(records * 3),
                  random.nextInt(5),
                  random.nextInt(50),
                  random.nextInt(6) == 0 ? "D" : "U",
                  Instant.parse("2023-01-01T00:00:00Z")
                      .plusSeconds(86_400L * day + random.nextInt(10)));
      text.append(line);
      if (i % 9 == 0) {
        text.append(line);
      }
    }
    text.append("7,broken,much,U,2023-01-01T00:00:00Z\n");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("meals_" + day + ".csv"), text);
  }

  /** The rows, the account of each file and what is in quarantine. */
  static List<String> state(Path home) {
    LakeTest.lake();
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    Operations operations = new Operations(lake);
    Contract contract = ContractLoader.parse(CONTRACT, "test");
    TreeSet<String> rows = new TreeSet<>();
    lake.read(contract.id(), lake.mainSnapshot(contract.id()).orElseThrow())
        .select("id", "meal", "price", "action", "changed_at")
        .collectAsList()
        .forEach(r -> rows.add("row " + r));
    List<String> state = new ArrayList<>(rows);
    operations
        .files(contract.id())
        .select(
            "file_name", "status", "records", "loaded", "superseded", "duplicates", "quarantined")
        .orderBy("file_name")
        .collectAsList()
        .forEach(r -> state.add("file " + r));
    operations
        .quarantine(contract.id())
        .select(col("file_hash"), col("record_number"), col("column_name"), col("rule"))
        .orderBy("file_hash", "record_number")
        .collectAsList()
        .forEach(r -> state.add("rejected " + r));
    return state;
  }
}
