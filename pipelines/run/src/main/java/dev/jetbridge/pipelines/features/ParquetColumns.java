package dev.jetbridge.pipelines.features;

import dev.jetbridge.pipelines.features.TrainingSetManifest.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.StructType;

/**
 * Puts the columns of Parquet files side by side in one file. They are copied as they are encoded:
 * a thousand columns cost what it costs to copy the bytes.
 */
final class ParquetColumns {
  /** Where Spark keeps the types of the columns. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  private final Configuration configuration = new Configuration();
  private final StructType schema;
  private final Set<String> wanted;
  private final Map<String, Long> nulls = new HashMap<>();

  /**
   * @param schema of the columns wanted of all files, in their order; others are left out
   */
  ParquetColumns(StructType schema) {
    this.schema = schema;
    this.wanted = Set.of(schema.fieldNames());
  }

  /**
   * Writes one file.
   *
   * @param rowGroups the files of each row group, with one row group each, of the same rows
   * @throws IllegalStateException when the files of a row group do not fit each other
   */
  void write(Path target, List<List<Path>> rowGroups) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    MessageType columns = columns(rowGroups.get(0), metadata);
    metadata.put(SPARK_SCHEMA, schema.json());
    ParquetFileWriter writer =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(hadoop(target), configuration),
            columns,
            ParquetFileWriter.Mode.OVERWRITE,
            Long.MAX_VALUE,
            0,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
    writer.start();
    for (List<Path> files : rowGroups) {
      append(writer, columns, files);
    }
    writer.end(metadata);
  }

  /** The columns of the files written, each with the nulls that all of them have in it. */
  List<Field> fields() {
    return Arrays.stream(schema.fields())
        .map(f -> new Field(f.name(), f.dataType().simpleString(), nulls.get(f.name())))
        .toList();
  }

  private MessageType columns(List<Path> files, Map<String, String> metadata) throws IOException {
    List<Type> types = new ArrayList<>();
    for (Path file : files) {
      try (ParquetFileReader reader = ParquetFileReader.open(input(file))) {
        reader.getFileMetaData().getSchema().getFields().stream()
            .filter(t -> wanted.contains(t.getName()))
            .forEach(types::add);
        metadata.putAll(reader.getFileMetaData().getKeyValueMetaData());
      }
    }
    return new MessageType("spark_schema", types);
  }

  private void append(ParquetFileWriter writer, MessageType columns, List<Path> files)
      throws IOException {
    long rows = -1;
    for (Path file : files) {
      InputFile input = input(file);
      try (ParquetFileReader reader = ParquetFileReader.open(input);
          SeekableInputStream bytes = input.newStream()) {
        List<BlockMetaData> blocks = reader.getFooter().getBlocks();
        if (blocks.size() != 1 || (rows >= 0 && rows != blocks.get(0).getRowCount())) {
          throw new IllegalStateException(
              file + " has " + blocks.size() + " row groups, or other rows than " + files.get(0));
        }
        if (rows < 0) {
          rows = blocks.get(0).getRowCount();
          writer.startBlock(rows);
        }
        for (ColumnChunkMetaData chunk : blocks.get(0).getColumns()) {
          if (!wanted.contains(chunk.getPath().toArray()[0])) {
            continue;
          }
          count(chunk);
          writer.appendColumnChunk(
              columns.getColumnDescription(chunk.getPath().toArray()),
              bytes,
              chunk,
              null,
              reader.readColumnIndex(chunk),
              reader.readOffsetIndex(chunk));
        }
      }
    }
    writer.endBlock();
  }

  /** A column of a structure has nulls for what surrounds it, too, and is not counted. */
  private void count(ColumnChunkMetaData chunk) {
    if (chunk.getPath().size() == 1) {
      nulls.merge(chunk.getPath().toDotString(), chunk.getStatistics().getNumNulls(), Long::sum);
    }
  }

  private InputFile input(Path file) throws IOException {
    return HadoopInputFile.fromPath(hadoop(file), configuration);
  }

  private static org.apache.hadoop.fs.Path hadoop(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }
}
