package dev.jetbridge.jobs;

import dev.jetbridge.contracts.ProductId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Literal rows of a product, naming only the columns that matter to a test. An unnamed column is
 * null, or zero, empty, false or the epoch when the contract requires it. Text stands for dates,
 * instants and decimals: {@code "2026-03-01"}, {@code "2026-03-01T10:00:00Z"}, {@code "12.50"}.
 */
public final class Rows {
  private final StructType schema;
  private final List<String> columns;
  private final List<Row> rows = new ArrayList<>();

  private Rows(StructType schema, List<String> columns) {
    this.schema = schema;
    this.columns = columns;
    columns.forEach(schema::fieldIndex);
  }

  public static Rows of(ProductId product, String... columns) {
    return new Rows(ContractSchemas.of(product), List.of(columns));
  }

  /** Adds a row: a value for each named column, in their order. */
  public Rows row(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + columns.size() + " columns");
    }
    Object[] row = new Object[schema.size()];
    for (int i = 0; i < row.length; i++) {
      StructField field = schema.fields()[i];
      int named = columns.indexOf(field.name());
      row[i] = named >= 0 ? convert(values[named], field.dataType()) : absent(field);
    }
    rows.add(RowFactory.create(row));
    return this;
  }

  public Dataset<Row> in(SparkSession spark) {
    return spark.createDataFrame(rows, schema);
  }

  private static Object absent(StructField field) {
    if (field.nullable()) {
      return null;
    }
    DataType type = field.dataType();
    if (type.equals(DataTypes.StringType)) {
      return "";
    }
    if (type.equals(DataTypes.BooleanType)) {
      return false;
    }
    if (type.equals(DataTypes.DateType)) {
      return java.sql.Date.valueOf("1970-01-01");
    }
    if (type.equals(DataTypes.TimestampType)) {
      return java.sql.Timestamp.from(Instant.EPOCH);
    }
    return convert("0", type);
  }

  private static Object convert(Object value, DataType type) {
    if (value == null) {
      return null;
    }
    String text = value.toString();
    if (type.equals(DataTypes.DateType)) {
      return java.sql.Date.valueOf(LocalDate.parse(text));
    }
    if (type.equals(DataTypes.TimestampType)) {
      return java.sql.Timestamp.from(Instant.parse(text));
    }
    if (type instanceof DecimalType decimal) {
      return new BigDecimal(text).setScale(decimal.scale(), RoundingMode.UNNECESSARY);
    }
    if (type.equals(DataTypes.IntegerType)) {
      return Integer.valueOf(text);
    }
    if (type.equals(DataTypes.LongType)) {
      return Long.valueOf(text);
    }
    if (type.equals(DataTypes.DoubleType)) {
      return Double.valueOf(text);
    }
    return value;
  }
}
