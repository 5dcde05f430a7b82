package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** A row of operations.runs in the making; what is not said is null. */
final class RunEntry {
  private static final StructType SCHEMA = OperationsTable.RUNS.schema();

  private final Map<String, Object> values = new HashMap<>();

  RunEntry(String runId, ProductId product, Instant asOf, String status) {
    values.put("run_id", runId);
    values.put("product", product.toString());
    values.put("as_of", Timestamp.from(asOf));
    values.put("status", status);
  }

  /** Says the value of a column of the table. */
  RunEntry with(String column, Object value) {
    SCHEMA.fieldIndex(column);
    values.put(column, value);
    return this;
  }

  Row row() {
    Object[] row = new Object[SCHEMA.length()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(SCHEMA.apply(i).name());
    }
    return RowFactory.create(row);
  }
}
