package dev.jetbridge.pipelines.operations;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.StorageFailure;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Appends the few rows that the driver holds to a table of operations: a file a partition, one
 * commit. A job of Spark takes longer to plan than these rows to write, and every run ends with
 * some of them. A file whose commit fails is one that nobody knows, and upkeep removes it.
 */
final class SmallAppend {
  private final Table table;
  private final List<StructField> fields;

  SmallAppend(Table table, OperationsTable columns) {
    this.table = table;
    this.fields = List.of(columns.schema().fields());
  }

  void append(List<Row> rows) {
    Map<PartitionKey, List<GenericRecord>> partitions = new LinkedHashMap<>();
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    for (Row row : rows) {
      GenericRecord record = record(row);
      partition.partition(record);
      partitions.computeIfAbsent(partition.copy(), k -> new ArrayList<>()).add(record);
    }
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 0, 0).format(FileFormat.PARQUET).build();
    AppendFiles append = table.newAppend();
    partitions.forEach((key, records) -> append.appendFile(file(key, records, files)));
    append.commit();
  }

  private DataFile file(PartitionKey key, List<GenericRecord> records, OutputFileFactory files) {
    DataWriter<GenericRecord> writer = writer(key, files.newOutputFile(key));
    try (writer) {
      records.forEach(writer::write);
    } catch (IOException e) {
      throw failure(e);
    }
    return writer.toDataFile();
  }

  private DataWriter<GenericRecord> writer(PartitionKey key, EncryptedOutputFile file) {
    try {
      return Parquet.writeData(file)
          .forTable(table)
          .withPartition(key)
          .createWriterFunc(GenericParquetWriter::create)
          .build();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private JetbridgeException failure(IOException e) {
    return StorageFailure.of("Cannot write rows of " + table.name(), e);
  }

  private GenericRecord record(Row row) {
    GenericRecord record = GenericRecord.create(table.schema());
    for (int i = 0; i < fields.size(); i++) {
      record.setField(fields.get(i).name(), row.isNullAt(i) ? null : value(row.get(i)));
    }
    return record;
  }

  private static Object value(Object value) {
    return value instanceof Timestamp instant
        ? OffsetDateTime.ofInstant(instant.toInstant(), ZoneOffset.UTC)
        : value;
  }
}
