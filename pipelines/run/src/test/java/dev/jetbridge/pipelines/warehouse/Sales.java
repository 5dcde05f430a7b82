package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.ports.PortManifest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Versions of a small product with a column of every type, as its Parquet port would hold them. */
final class Sales {
  private static final String METRIC =
      "{name: mean_amount, expression: 'sum(amount) / sum(items)', description: Mean., unit: AED}";

  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: mart.%s
      name: %s
      domain: mart
      version: 1.0.0
      status: active
      description: {purpose: It's sales., usage: Tests., limitations: None.}
      team: {name: mart}
      schema:
        - name: %s
          dataGranularityDescription: One row a day and shop.
          properties:
            - {name: day, logicalType: date, description: Day., primaryKey: true, primaryKeyPosition: 1, required: true}
            - {name: shop, logicalType: string, description: "The shop's name.", primaryKey: true, primaryKeyPosition: 2, required: true, logicalTypeOptions: {maxLength: 20}}
            - {name: user, logicalType: string, description: Who., logicalTypeOptions: {maxLength: 20}}
            - {name: items, logicalType: integer, description: Items., required: true}
            - {name: clicks, logicalType: integer, logicalTypeOptions: {format: i64}, description: Clicks.}
            - {name: amount, logicalType: number, physicalType: 'decimal(12,2)', description: Amount.}
            - {name: score, logicalType: number, description: Score.}
            - {name: open, logicalType: boolean, description: Open.}
            - {name: changed_at, logicalType: timestamp, logicalTypeOptions: {timezone: true}, description: When.}
      %s
      customProperties:
        - {property: productKind, value: consumer-aligned}
        - {property: inputs, value: [customer360.purchases]}
        - {property: transformation, value: customer360.purchases}
        - {property: writeMode, value: overwrite}
        - {property: outputPorts, value: [table, parquet, warehouse]}
        - property: metrics
          value: [%s]
      """;

  private Sales() {}

  static Contract contract(String name) {
    return contract(name, "", METRIC);
  }

  /** The contract with another column at the end. */
  static Contract wider(String name) {
    String column = "      - {name: note, logicalType: string, description: Note.}";
    return contract(name, column, METRIC);
  }

  /** The contract with an instant for its period. */
  static Contract contractByInstant(String name) {
    String text = CONTRACT.formatted(name, name, name, "@", METRIC);
    return ContractLoader.parse(
        text.replace("@\n", "").replace("day, logicalType: date", "day, logicalType: timestamp"),
        "test");
  }

  /** The contract with columns before the others that are its key, and no period. */
  static Contract keyed(String name, int columns) {
    StringBuilder keys = new StringBuilder("    properties:\n");
    for (int i = 1; i <= columns; i++) {
      keys.append("      - {name: k").append(i).append(", logicalType: string, description: K.,");
      keys.append(" primaryKey: true, primaryKeyPosition: ").append(i).append(", required: true,");
      keys.append(" logicalTypeOptions: {maxLength: 1}}\n");
    }
    String text = CONTRACT.formatted(name, name, name, "@", METRIC).replace("@\n", "");
    return ContractLoader.parse(
        text.replaceAll(" primaryKey: true, primaryKeyPosition: \\d,", "")
            .replace("    properties:\n", keys),
        "test");
  }

  static Contract measuredBy(String name, String metric) {
    return contract(name, "", metric);
  }

  private static Contract contract(String name, String column, String metric) {
    String text = CONTRACT.formatted(name, name, name, "@", metric);
    return ContractLoader.parse(text.replace("@\n", column.isEmpty() ? "" : column + "\n"), "test");
  }

  /** A row without nulls. */
  static Row row(String day, String shop, int items, String amount) {
    return RowFactory.create(
        Date.valueOf(day),
        shop,
        "Ann",
        items,
        5_000_000_000L,
        new BigDecimal(amount),
        0.1,
        true,
        Timestamp.from(Instant.parse("2023-08-31T23:59:59.123456Z")));
  }

  /** A row in which everything that may be null is. */
  static Row nulls(String day, String shop, int items) {
    return RowFactory.create(Date.valueOf(day), shop, null, items, null, null, null, null, null);
  }

  /** The row with another value at its end. */
  static Row with(Row row, Object value) {
    Object[] values = new Object[row.length() + 1];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    values[row.length()] = value;
    return RowFactory.create(values);
  }

  /** Writes the files of a version, which any contract with these columns may have. */
  static void write(
      SparkSession spark, Contract contract, Path folder, long snapshot, List<Row> rows) {
    spark
        .createDataFrame(rows, contract.schema())
        .write()
        .parquet(folder.resolve("v" + snapshot).toString());
  }

  /** The version of the files in the folder, which have that many rows. */
  static PortVersion version(Contract contract, Path folder, long snapshot, long rows)
      throws IOException {
    String version = "v" + snapshot;
    List<PortManifest.DataFile> files = new ArrayList<>();
    try (Stream<Path> found = Files.list(folder.resolve(version))) {
      for (Path file : found.filter(f -> f.toString().endsWith(".parquet")).sorted().toList()) {
        files.add(
            new PortManifest.DataFile(version + "/" + file.getFileName(), "", 1, Files.size(file)));
      }
    }
    PortManifest manifest =
        new PortManifest(
            contract.id().toString(),
            contract.version(),
            version,
            Long.toString(snapshot),
            "2023-08-31T23:59:59.999999Z",
            "2023-09-01T00:00:00Z",
            rows,
            contract.columns().stream().map(Sales::field).toList(),
            files);
    return new PortVersion(contract, manifest, folder.toString());
  }

  private static PortManifest.Field field(Column column) {
    return new PortManifest.Field(column.name(), column.type().simpleString(), !column.required());
  }
}
