package dev.jetbridge.pipelines.ingest.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * The type that all values of a column have, or nearly all.
 *
 * @param logicalType as the contract says it
 * @param physicalType likewise; empty where the logical type is enough
 * @param integerFormat i64 for whole numbers beyond 32 bits; empty for others
 * @param format the pattern of dates and instants; empty for ISO 8601 and other types
 * @param alternative a pattern that fits all values as well and means other days; empty for none
 * @param note why it is this type, in words without a value
 * @param properties entries of the custom properties that it needs
 * @param none how many values are markers that stand for none
 * @param odd how many values are of no such type and will be quarantined
 * @param remarks what a reader of the draft should know besides, without a value
 */
record TypeGuess(
    DataType type,
    String logicalType,
    Optional<String> physicalType,
    Optional<String> integerFormat,
    Optional<String> format,
    Optional<String> alternative,
    String note,
    List<String> properties,
    long none,
    long odd,
    List<String> remarks) {
  TypeGuess {
    properties = List.copyOf(properties);
    remarks = List.copyOf(remarks);
  }

  static TypeGuess of(DataType type, String logicalType, String note) {
    return new TypeGuess(
        type,
        logicalType,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        note,
        List.of(),
        0,
        0,
        List.of());
  }

  TypeGuess physical(String physical) {
    return with(Optional.of(physical), integerFormat, format, alternative);
  }

  TypeGuess integers(String sized) {
    return with(physicalType, Optional.of(sized), format, alternative);
  }

  TypeGuess formatted(Optional<String> pattern, Optional<String> other) {
    return with(physicalType, integerFormat, pattern, other);
  }

  private TypeGuess with(
      Optional<String> physical,
      Optional<String> sized,
      Optional<String> pattern,
      Optional<String> other) {
    return new TypeGuess(
        type, logicalType, physical, sized, pattern, other, note, properties, none, odd, remarks);
  }

  /** The same with a custom property more. */
  TypeGuess needing(String property, String value) {
    String more = "{property: " + property + ", value: " + value + "}";
    return with(joined(properties, more), none, odd, remarks);
  }

  /** The same with a remark more. */
  TypeGuess remarking(String remark) {
    return with(properties, none, odd, joined(remarks, remark));
  }

  /** The same where so many values stand for none. */
  TypeGuess without(long markers) {
    return with(properties, markers, odd, remarks);
  }

  /** The same where so many values are of no such type. */
  TypeGuess butFor(long values) {
    return with(properties, none, values, remarks);
  }

  private TypeGuess with(List<String> needed, long markers, long misfits, List<String> remarked) {
    return new TypeGuess(
        type,
        logicalType,
        physicalType,
        integerFormat,
        format,
        alternative,
        note,
        needed,
        markers,
        misfits,
        remarked);
  }

  private static List<String> joined(List<String> some, String more) {
    List<String> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }

  /** The same with the properties that reading it would need. */
  String written() {
    return inWords() + (properties.isEmpty() ? "" : " by " + String.join(", ", properties));
  }

  /** As text, such as {@code date dd/MM/yyyy}. */
  String inWords() {
    return physicalType.orElse(logicalType)
        + integerFormat.map(f -> " " + f).orElse("")
        + format.map(f -> " " + f).orElse("");
  }
}
