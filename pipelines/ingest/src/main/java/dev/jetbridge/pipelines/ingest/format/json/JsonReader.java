package dev.jetbridge.pipelines.ingest.format.json;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FileJudge;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.RawRows;
import dev.jetbridge.pipelines.ingest.format.RecordText;
import dev.jetbridge.pipelines.ingest.format.Reject;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import dev.jetbridge.pipelines.ingest.format.text.RecordReader;
import dev.jetbridge.pipelines.ingest.format.text.RecordRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads lines of JSON, divided by Spark where they are many, parsed by ours. */
final class JsonReader implements FormatReader {
  private static final long serialVersionUID = 1L;

  private final JsonLayout layout;
  private final SourceColumns columns;

  JsonReader(Contract contract) {
    this.layout = new JsonLayout(contract.source().orElseThrow().encoding());
    this.columns = SourceColumns.of(contract);
  }

  @Override
  public FileJudge judge() {
    return new JsonJudge(layout, columns);
  }

  @Override
  public Map<String, Reject> recordRejects() {
    Map<String, Reject> rejects = new LinkedHashMap<>();
    rejects.put(JsonLines.OBJECT, new Reject("", "json", "the line is not one JSON object"));
    rejects.put(JsonLines.DEEP, new Reject("", "json", "the line is " + JsonScan.TOO_DEEP));
    rejects.put(JsonLines.NAMES, new Reject("", "json", "the object has a name more than once"));
    rejects.put(
        JsonLines.HALF,
        new Reject("", "json", "an escape in the line is half of a surrogate pair"));
    return rejects;
  }

  @Override
  public List<String> fields(FileCheck file) {
    List<String> fields = new ArrayList<>(columns.names());
    if (columns.captures()) {
      fields.addAll(file.header());
    }
    return fields;
  }

  @Override
  public RawRows read(SparkSession spark, List<FileCheck> alike) {
    if (RecordRows.suits(alike)) {
      return locate(spark, alike);
    }
    String[] paths = alike.stream().map(f -> f.file().path()).toArray(String[]::new);
    Dataset<Row> lines =
        spark
            .read()
            .option("lineSep", "\n")
            .text(paths)
            .withColumnRenamed("value", RawColumns.LINE);
    return rows(
        JsonLines.parsed(lines, fields(alike.get(0)), columns.headerNames(), layout.charset()));
  }

  @Override
  public RawRows locate(SparkSession spark, List<FileCheck> alike) {
    List<String> fields = fields(alike.get(0));
    return rows(
        RecordRows.of(
            spark,
            alike,
            layout,
            fields.size(),
            JsonLines.dividing(fields, columns.headerNames())));
  }

  private static RawRows rows(Dataset<Row> rows) {
    return new RawRows(rows, col(RawColumns.CORRUPT));
  }

  @Override
  public Iterator<RecordText> records(FileCheck.Piece piece) {
    return new RecordReader(piece, layout);
  }

  @Override
  public List<String> values(List<String> records, FileCheck file, String column) {
    return values(records, column);
  }

  /** Those of a field, as they are written. */
  static List<String> values(List<String> records, String field) {
    List<String> values = new ArrayList<>();
    JsonScan scan = new JsonScan();
    for (String line : records) {
      byte[] in = line.getBytes(StandardCharsets.UTF_8);
      // A broken line says nothing about the field.
      boolean whole = scan.object(in, 0, in.length);
      for (int i = 0; whole && i < scan.count(); i++) {
        if (scan.isScalar(i) && scan.name(in, i).equals(field)) {
          values.add(scan.text(in, i));
        }
      }
    }
    return values;
  }
}
