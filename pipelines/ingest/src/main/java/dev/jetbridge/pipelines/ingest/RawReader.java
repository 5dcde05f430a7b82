package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.RawRows;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import dev.jetbridge.pipelines.ingest.format.SourceColumns.SourceColumn;
import dev.jetbridge.pipelines.ingest.rows.RowSteps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Reads checked files as rows of strings, so that a cast that fails is seen. Columns: those of the
 * contract by their names in the table, all strings but the map of captured ones, and {@link
 * RawColumns#CORRUPT}: what is wrong with the record as a whole, null when nothing is.
 */
record RawReader(SparkSession spark, FormatReader format, SourceColumns columns) {
  /** Every record of the files, without the column of its file, see {@link FileHash}. */
  Dataset<Row> read(List<FileCheck> files) {
    return union(files, alike -> select(format.read(spark, alike), alike.get(0)));
  }

  /**
   * The same rows with their record number (from 1), byte offset and, for a record that has no
   * columns, their text; for the few files asked.
   */
  Dataset<Row> locate(List<FileCheck> files) {
    return union(
        files,
        alike -> {
          Dataset<Row> rows =
              select(
                  format.locate(spark, alike),
                  alike.get(0),
                  col(RawColumns.FILE),
                  col(RawColumns.RECORD),
                  col(RawColumns.OFFSET),
                  col(RawColumns.LINE));
          return rows.withColumn(
              RawColumns.LINE, when(col(RawColumns.CORRUPT).isNotNull(), col(RawColumns.LINE)));
        });
  }

  private static Dataset<Row> union(
      List<FileCheck> files, Function<List<FileCheck>, Dataset<Row>> reader) {
    return alike(files).stream().map(reader).reduce(Dataset::unionByName).orElseThrow();
  }

  /** Whether a column takes what the contract does not know. */
  boolean captures(String column) {
    return column.equals(columns.into());
  }

  /** The name that files have for a column; itself for one that is none of the contract's. */
  String source(String column) {
    return columns.columns().stream()
        .filter(c -> c.name().equals(column))
        .map(SourceColumn::source)
        .findFirst()
        .orElse(column);
  }

  /** Files that one reader can read: the same header in the same order, read by Spark or by us. */
  private static List<List<FileCheck>> alike(List<FileCheck> files) {
    Map<String, List<FileCheck>> groups = new TreeMap<>();
    for (FileCheck file : files) {
      String shape =
          file.unlikeSpark()
              + "|"
              + String.join("\u0001", file.header())
              + "|"
              + String.join("\u0001", file.written());
      groups.computeIfAbsent(shape, k -> new ArrayList<>()).add(file);
    }
    return new ArrayList<>(groups.values());
  }

  /** The columns of the contract out of those of a file. */
  private Dataset<Row> select(RawRows raw, FileCheck file, Column... more) {
    List<String> fields = format.fields(file);
    Map<String, Integer> places = places(fields);
    List<Column> selected = new ArrayList<>();
    for (SourceColumn column : columns.columns()) {
      Integer place = places.get(column.source());
      Column value =
          place == null ? lit(null).cast(DataTypes.StringType) : col(RawColumns.at(place));
      selected.add(value.as(column.name()));
    }
    if (columns.captures()) {
      selected.add(captured(fields).as(columns.into()));
    }
    selected.add(raw.corrupt().as(RawColumns.CORRUPT));
    selected.addAll(List.of(more));
    return selected.size() >= RowSteps.WIDE
        ? RowSteps.over(raw.rows()).select(selected).rows()
        : raw.rows().select(selected.toArray(new Column[0]));
  }

  /** The values of the columns that the contract does not have by their names; null for none. */
  private Column captured(List<String> fields) {
    Map<String, Integer> places = places(fields);
    columns.names().forEach(places::remove);
    places.remove("");
    List<Column> entries = new ArrayList<>();
    new TreeMap<>(places)
        .forEach(
            (field, place) -> {
              entries.add(lit(field));
              entries.add(col(RawColumns.at(place)));
            });
    if (entries.isEmpty()) {
      return lit(null).cast("map<string,string>");
    }
    Column values =
        map_filter(map(entries.toArray(new Column[0])), (key, value) -> value.isNotNull());
    return when(size(values).gt(0), values);
  }

  /** Where each name stands first. */
  private static Map<String, Integer> places(List<String> fields) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      places.putIfAbsent(fields.get(i), i);
    }
    return places;
  }
}
