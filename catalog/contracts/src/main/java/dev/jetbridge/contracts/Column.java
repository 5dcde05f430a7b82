package dev.jetbridge.contracts;

import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * A column of a product.
 *
 * @param name its name in the table
 * @param sourceName its name in the header or the JSON object of a source file
 * @param type its Spark type; an instant is UTC
 * @param format the pattern of dates and times in source files; empty for ISO 8601
 * @param required whether null is refused; keys are always required
 * @param keyPosition its place in the key from 1; 0 outside the key
 * @param partition the Iceberg transform it partitions by, such as {@code months} or {@code
 *     identity}; empty when it does not
 * @param values how its values are written in source files
 */
public record Column(
    String name,
    String sourceName,
    DataType type,
    Optional<String> format,
    boolean required,
    int keyPosition,
    Optional<Partition> partition,
    Classification classification,
    Constraints constraints,
    String description,
    ValueFormat values) {
  public Column {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(constraints, "constraints");
    Objects.requireNonNull(values, "values");
  }

  /** A partition field: its place from 1 and its Iceberg transform. */
  public record Partition(int position, String transform) {}

  /** The same column, whose values are written otherwise. */
  public Column with(ValueFormat other) {
    return new Column(
        name,
        sourceName,
        type,
        format,
        required,
        keyPosition,
        partition,
        classification,
        constraints,
        description,
        other);
  }

  public boolean isKey() {
    return keyPosition > 0;
  }

  public boolean isIdentifier() {
    return classification == Classification.IDENTIFIER;
  }
}
