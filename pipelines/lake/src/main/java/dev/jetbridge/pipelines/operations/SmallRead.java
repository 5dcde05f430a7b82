package dev.jetbridge.pipelines.operations;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.ThreadPools;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/**
 * Reads rows of a table of operations that the driver holds anyhow: a job of Spark takes longer to
 * plan than these files to read. They are read side by side, since each run leaves one.
 */
final class SmallRead {
  private final Table table;
  private final StructType columns;

  /**
   * @param columns to read; one that an older version did not know is null
   */
  SmallRead(Table table, StructType columns) {
    this.table = table;
    this.columns = columns;
  }

  List<Row> where(Expression condition) {
    List<Future<List<Row>>> reads = new ArrayList<>();
    try (CloseableIterable<FileScanTask> files = table.newScan().filter(condition).planFiles()) {
      for (FileScanTask file : files) {
        Callable<List<Row>> read = () -> rows(file, condition);
        reads.add(ThreadPools.getWorkerPool().submit(read));
      }
    } catch (IOException e) {
      throw failure(e);
    }
    List<Row> rows = new ArrayList<>();
    reads.forEach(read -> rows.addAll(ended(read)));
    return rows;
  }

  private List<Row> ended(Future<List<Row>> read) {
    try {
      return read.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : failure(e.getCause());
    }
  }

  private List<Row> rows(FileScanTask file, Expression condition) throws IOException {
    Set<String> wanted = new LinkedHashSet<>(List.of(columns.fieldNames()));
    wanted.removeIf(name -> table.schema().findField(name) == null);
    wanted.addAll(namesIn(condition));
    GenericDeleteFilter deletes =
        new GenericDeleteFilter(table.io(), file, table.schema(), table.schema().select(wanted));
    Schema read = deletes.requiredSchema();
    Evaluator holds = new Evaluator(read.asStruct(), condition);
    InternalRecordWrapper internal = new InternalRecordWrapper(read.asStruct());
    List<Row> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        deletes.filter(
            Parquet.read(table.io().newInputFile(file.file()))
                .project(read)
                .filter(file.residual())
                .createReaderFunc(stored -> GenericParquetReaders.buildReader(read, stored))
                .build())) {
      for (Record record : records) {
        if (holds.eval(internal.wrap(record))) {
          rows.add(row(record));
        }
      }
    }
    return rows;
  }

  private Set<String> namesIn(Expression condition) {
    Set<String> names = new LinkedHashSet<>();
    org.apache.iceberg.expressions.Binder.boundReferences(
            table.schema().asStruct(), List.of(condition), true)
        .forEach(id -> names.add(table.schema().findColumnName(id)));
    return names;
  }

  private Row row(Record record) {
    Object[] values = new Object[columns.length()];
    for (int i = 0; i < values.length; i++) {
      Object value = record.getField(columns.fields()[i].name());
      values[i] = value instanceof OffsetDateTime at ? Timestamp.from(at.toInstant()) : value;
    }
    return new GenericRowWithSchema(values, columns);
  }

  private JetbridgeException failure(Throwable e) {
    return new JetbridgeException(
        FailureKind.EXTERNAL, "Cannot read rows of " + table.name() + ": " + e.getMessage(), e);
  }
}
