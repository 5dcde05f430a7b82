package dev.jetbridge.pipelines.bench;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** CSV files of orders and their contract, with and without a key. */
final class OrdersSample {
  static final int FILES = 8;

  private static final String HEADER =
      "id,ordered_at,customer_id,country,amount,quantity,email,status\n";
  private static final String[] COUNTRIES = {"AE", "GB", "DE", "FR"};
  private static final String[] STATES = {"NEW", "PAID", "CANCELLED"};

  private OrdersSample() {}

  /** The contract of the orders; with a key its uniqueness is a rule. */
  static Contract contract(boolean keyed) {
    return contract(keyed, "orders");
  }

  /** The same for a product of another name, so that nothing is known of it yet. */
  static Contract contract(boolean keyed, String name) {
    return contract(keyed, name, false);
  }

  /** The same; with a history its versions are kept. */
  static Contract contract(boolean keyed, String name, boolean history) {
    String key = keyed ? "        primaryKey: true\n        primaryKeyPosition: 1\n" : "";
    String order =
        (keyed ? "  - {property: orderColumn, value: ordered_at}\n" : "")
            + (history ? "  - {property: history, value: true}\n" : "");
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: bench.NAME
        name: NAME
        domain: bench
        version: 1.0.0
        status: active
        description: {purpose: Orders to measure with., usage: Benchmarks., limitations: Generated.}
        team: {name: bench}
        servers:
          - {server: bench, type: local, path: './orders_*.csv{,.gz}', format: csv}
        schema:
          - name: NAME
            logicalType: object
            physicalType: table
            dataGranularityDescription: One row an order.
            quality:
              - {id: has_rows, metric: rowCount, mustBeGreaterThan: 0}
            properties:
              - name: id
                logicalType: integer
                description: Order.
                required: true
        KEY
                logicalTypeOptions: {format: i64, minimum: 0}
              - name: ordered_at
                logicalType: timestamp
                description: When.
                required: true
                logicalTypeOptions: {timezone: true}
              - name: customer_id
                logicalType: integer
                description: Who.
                required: true
              - name: country
                logicalType: string
                description: Where.
                required: true
                partitioned: true
                partitionKeyPosition: 1
                customProperties:
                  - {property: validValues, value: [AE, GB, DE, FR]}
              - name: amount
                logicalType: number
                physicalType: decimal(12,2)
                description: How much.
                required: true
                logicalTypeOptions: {minimum: 0, maximum: 100000}
              - name: quantity
                logicalType: integer
                description: How many.
                required: true
                logicalTypeOptions: {minimum: 1}
              - name: email
                logicalType: string
                description: Contact.
                logicalTypeOptions: {pattern: '^[^@]+@[^@]+$'}
              - name: status
                logicalType: string
                description: State.
                required: true
                customProperties:
                  - {property: validValues, value: [NEW, PAID, CANCELLED]}
        customProperties:
          - {property: productKind, value: source-aligned}
        """
                .replace("KEY\n", key)
                .replace("NAME", name)
            + order,
        "the benchmark");
  }

  /** The rows of such files, read by Spark alone. */
  static Dataset<Row> read(SparkSession spark, Contract contract, Path files) {
    return spark.read().option("header", "true").schema(contract.schema()).csv(files.toString());
  }

  /** Writes the files once; a later call with as many rows finds them. */
  static void write(Path folder, int rows) {
    write(folder, rows, FILES);
  }

  /** Writes the rows into this many files. */
  static void write(Path folder, int rows, int files) {
    try {
      Files.createDirectories(folder);
      for (int f = 0; f < files; f++) {
        Path file = folder.resolve("orders_" + f + ".csv");
        if (!Files.exists(file)) {
          write(Files.newBufferedWriter(file), f, rows / files);
        }
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write the sample in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a file of changes: four in five change an order there is, the others are new.
   *
   * @param rows how many orders there are
   * @param day when the changes happened
   */
  static void writeChanges(Path folder, int rows, int changes, Instant day, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Path file = folder.resolve("orders_" + seed + "_changes.csv");
    try {
      Files.createDirectories(folder);
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        out.write(HEADER);
        for (int i = 0; i < changes; i++) {
          boolean update = i % 5 != 0;
          // Each in a part of its own, so that no order changes twice.
          long part = (long) rows / changes;
          long id = update ? i * part + random.nextLong(part) : (long) rows * (1 + seed) + i;
          out.write(line(id, day.toString(), random));
        }
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write the changes in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Writes one gzip file of this many bytes or a little more; returns its rows. */
  static int writeGzip(Path folder, long bytes) {
    Path file = folder.resolve("orders_0.csv.gz");
    int rows = 0;
    try {
      Files.createDirectories(folder);
      SplittableRandom random = new SplittableRandom(0);
      LocalDate first = LocalDate.of(2023, 1, 1);
      try (OutputStream disk = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
          Counted counted = new Counted(disk);
          Writer out =
              new OutputStreamWriter(
                  new GZIPOutputStream(counted, 1 << 16), StandardCharsets.US_ASCII)) {
        out.write(HEADER);
        while (counted.count < bytes) {
          out.write(line(rows, first.plusDays(rows % 28) + "T10:00:00Z", random));
          rows++;
        }
      }
      return rows;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write the sample in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static final class Counted extends FilterOutputStream {
    private long count;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }
  }

  private static void write(Writer file, int number, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(number);
    LocalDate first = LocalDate.of(2023, 1, 1);
    try (Writer out = file) {
      out.write(HEADER);
      for (int i = 0; i < rows; i++) {
        String at = first.plusDays(i % 28) + "T10:00:00Z";
        out.write(line((long) number * rows + i, at, random));
      }
    }
  }

  private static String line(long id, String at, SplittableRandom random) {
    int cents = random.nextInt(10_000_000);
    return id
        + ","
        + at
        + ","
        + random.nextInt(100_000)
        + ","
        + COUNTRIES[random.nextInt(4)]
        + ","
        + cents / 100
        + "."
        + (cents / 10 % 10)
        + (cents % 10)
        + ","
        + (1 + random.nextInt(5))
        + ",u"
        + random.nextInt(100_000)
        + "@x.org,"
        + STATES[random.nextInt(3)]
        + "\n";
  }
}
