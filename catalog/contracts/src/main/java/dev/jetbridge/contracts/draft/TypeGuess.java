package dev.jetbridge.contracts.draft;

import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * The type that all values of a column have.
 *
 * @param logicalType as the contract says it
 * @param physicalType likewise; empty where the logical type is enough
 * @param integerFormat i64 for whole numbers beyond 32 bits; empty for others
 * @param format the pattern of dates and instants; empty for ISO 8601 and other types
 * @param alternative a pattern that fits all values as well and means other days; empty for none
 * @param note why it is this type, in words without a value
 */
record TypeGuess(
    DataType type,
    String logicalType,
    Optional<String> physicalType,
    Optional<String> integerFormat,
    Optional<String> format,
    Optional<String> alternative,
    String note) {

  static TypeGuess of(DataType type, String logicalType, String note) {
    return new TypeGuess(
        type,
        logicalType,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        note);
  }

  TypeGuess physical(String physical) {
    return new TypeGuess(
        type, logicalType, Optional.of(physical), integerFormat, format, alternative, note);
  }

  TypeGuess integers(String sized) {
    return new TypeGuess(
        type, logicalType, physicalType, Optional.of(sized), format, alternative, note);
  }

  TypeGuess formatted(Optional<String> pattern, Optional<String> other) {
    return new TypeGuess(type, logicalType, physicalType, integerFormat, pattern, other, note);
  }

  /** As text, such as {@code date dd/MM/yyyy}. */
  String inWords() {
    return physicalType.orElse(logicalType)
        + integerFormat.map(f -> " " + f).orElse("")
        + format.map(f -> " " + f).orElse("");
  }
}
