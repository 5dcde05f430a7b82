package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What PostgreSQL cannot take of Redshift, and nothing else: tables without distribution and sort
 * keys, and, for COPY from S3, rows that are read from the files here and inserted. It stands for
 * Redshift in tests and shows nothing about either.
 */
final class PostgresCounterpart implements WarehouseDialect {
  private static final int BATCH = 1_000;

  private final SparkSession spark;

  /** The rows of files by their names: those of a version never change. */
  private final Map<String, List<Row>> read = new ConcurrentHashMap<>();

  PostgresCounterpart(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public String tableOptions(Contract contract) {
    return "";
  }

  @Override
  public void copy(Connection connection, String staging, PortVersion version) throws SQLException {
    String[] files =
        version.manifest().files().stream()
            .map(f -> version.folder() + "/" + f.path())
            .toArray(String[]::new);
    int columns = version.manifest().schema().size();
    String types =
        version.manifest().schema().stream()
            .map(f -> "`" + f.name() + "` " + f.type())
            .collect(Collectors.joining(", "));
    String places = String.join(", ", Collections.nCopies(columns, "?"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + staging + " VALUES (" + places + ")")) {
      Iterator<Row> rows =
          read.computeIfAbsent(
                  types + String.join(", ", files),
                  // Told the types, Spark need not look for them in the files first.
                  f -> spark.read().schema(types).parquet(files).collectAsList())
              .iterator();
      int waiting = 0;
      while (rows.hasNext()) {
        Row row = rows.next();
        for (int i = 0; i < columns; i++) {
          insert.setObject(i + 1, row.get(i));
        }
        insert.addBatch();
        if (++waiting % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    } catch (AssertionError e) {
      // What this driver throws when the connection breaks in a batch, which COPY does not use.
      throw new SQLException("the connection broke while rows were inserted", "08006", e);
    }
  }
}
