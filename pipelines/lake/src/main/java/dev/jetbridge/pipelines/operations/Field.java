package dev.jetbridge.pipelines.operations;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.ProductId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A column of an operations table: its name, its type, and what a value of it is in Java.
 *
 * @param <T> what a value is in Java
 */
public final class Field<T> {
  private final String name;
  private final DataType type;
  private final Function<Object, T> read;
  private final Function<T, Object> write;

  private Field(String name, DataType type, Function<Object, T> read, Function<T, Object> write) {
    this.name = name;
    this.type = type;
    this.read = read;
    this.write = write;
  }

  private static <T> Field<T> plain(String name, DataType type, Class<T> values) {
    return new Field<>(name, type, values::cast, value -> value);
  }

  static Field<String> text(String name) {
    return plain(name, DataTypes.StringType, String.class);
  }

  static Field<Long> number(String name) {
    return plain(name, DataTypes.LongType, Long.class);
  }

  static Field<Integer> integer(String name) {
    return plain(name, DataTypes.IntegerType, Integer.class);
  }

  static Field<Double> decimal(String name) {
    return plain(name, DataTypes.DoubleType, Double.class);
  }

  static Field<Instant> instant(String name) {
    return new Field<>(
        name, DataTypes.TimestampType, value -> ((Timestamp) value).toInstant(), Timestamp::from);
  }

  static Field<ProductId> product(String name) {
    return new Field<>(
        name, DataTypes.StringType, value -> ProductId.parse((String) value), ProductId::toString);
  }

  /** One of some words, as the table has them: in small letters. */
  static <T extends Enum<T>> Field<T> word(String name, Class<T> words) {
    return new Field<>(
        name,
        DataTypes.StringType,
        value -> Enum.valueOf(words, ((String) value).toUpperCase(Locale.ROOT)),
        word -> word.name().toLowerCase(Locale.ROOT));
  }

  public String name() {
    return name;
  }

  public Column column() {
    return col(name);
  }

  /** The column of some rows, where others have one of the name, too. */
  public Column in(Dataset<Row> rows) {
    return rows.col(name);
  }

  /** A value under the name of this column. */
  public Column as(Column value) {
    return value.as(name);
  }

  /** Whether the value of a row is this one. */
  public Column is(T value) {
    return column().equalTo(write.apply(value));
  }

  /** Whether the value of a row is one of these. */
  public Column isIn(Collection<? extends T> values) {
    return column().isin(values.stream().map(write).toArray());
  }

  /** The same, of rows that the driver reads. */
  public Expression among(Collection<? extends T> values) {
    return Expressions.in(name, values.stream().map(write).toArray());
  }

  /** The value of a row that has one. */
  public T of(Row row) {
    return find(row)
        .orElseThrow(() -> new IllegalStateException("column " + name + " has no value"));
  }

  /** The value of a row, or another one where it has none. */
  public T of(Row row, T otherwise) {
    return find(row).orElse(otherwise);
  }

  /** The value of a row, if it has one. */
  public Optional<T> find(Row row) {
    return Optional.ofNullable(row.get(row.fieldIndex(name))).map(read);
  }

  /** The value as a row has it; null for none. */
  Object stored(T value) {
    return value == null ? null : write.apply(value);
  }

  StructField field() {
    return new StructField(name, type, true, Metadata.empty());
  }

  /** To select or group by. */
  public static Column[] columns(Collection<Field<?>> fields) {
    return fields.stream().map(Field::column).toArray(Column[]::new);
  }

  /** To select or group by. */
  public static Column[] columns(Field<?>... fields) {
    return columns(List.of(fields));
  }

  /** To join on. */
  public static Seq<String> names(Field<?>... fields) {
    return JavaConverters.asScalaBuffer(Arrays.stream(fields).map(Field::name).toList()).toSeq();
  }

  @Override
  public String toString() {
    return name;
  }
}
