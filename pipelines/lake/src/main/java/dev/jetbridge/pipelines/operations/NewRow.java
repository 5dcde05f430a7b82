package dev.jetbridge.pipelines.operations;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** A row of an operations table in the making; what is not said is null. */
public final class NewRow {
  private final StructType schema;
  private final Object[] values;

  public NewRow(OperationsTable table) {
    this.schema = table.schema();
    this.values = new Object[schema.length()];
  }

  /** Says the value of a column of the table; null for none. */
  public <T> NewRow with(Field<T> field, T value) {
    values[schema.fieldIndex(field.name())] = field.stored(value);
    return this;
  }

  Row row() {
    return RowFactory.create(values);
  }
}
