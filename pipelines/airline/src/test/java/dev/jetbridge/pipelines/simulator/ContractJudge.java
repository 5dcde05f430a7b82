package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.Contract;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** What a contract says of the values of a record, rule by rule. */
final class ContractJudge {
  private final Contract contract;

  ContractJudge(Contract contract) {
    this.contract = contract;
  }

  /** Every fault of the values as {@code column:reason}. */
  List<String> faults(List<String> values) {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Column column = contract.columns().get(i);
      fault(column, values.get(i)).ifPresent(reason -> faults.add(column.name() + ":" + reason));
    }
    return faults;
  }

  /** The values as Spark objects, in the order of the contract; they have no fault. */
  List<Object> typed(List<String> values) {
    List<Object> typed = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      typed.add(value.isEmpty() ? null : typed(contract.columns().get(i), value));
    }
    return typed;
  }

  private static Optional<String> fault(Column column, String value) {
    if (value.isEmpty()) {
      return column.required() ? Optional.of("required") : Optional.empty();
    }
    try {
      return broken(column, value, typed(column, value));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.of("type");
    }
  }

  private static Optional<String> broken(Column column, String value, Object typed) {
    Constraints rules = column.constraints();
    if (rules.pattern().isPresent() && !value.matches(rules.pattern().get())) {
      return Optional.of("pattern");
    }
    if (!rules.validValues().isEmpty() && !rules.validValues().contains(value)) {
      return Optional.of("valid-values");
    }
    if (rules.maxLength().isPresent() && value.length() > rules.maxLength().get()) {
      return Optional.of("length");
    }
    if (rules.minimum().filter(bound -> compare(column, typed, bound) < 0).isPresent()
        || rules.exclusiveMinimum().filter(b -> compare(column, typed, b) <= 0).isPresent()) {
      return Optional.of("minimum");
    }
    return rules.maximum().filter(bound -> compare(column, typed, bound) > 0).map(b -> "maximum");
  }

  private static int compare(Column column, Object typed, String bound) {
    if (column.type().equals(DataTypes.DateType)) {
      return ((java.sql.Date) typed).toLocalDate().compareTo(LocalDate.parse(bound));
    }
    return new BigDecimal(typed.toString()).compareTo(new BigDecimal(bound));
  }

  private static Object typed(Column column, String value) {
    DataType type = column.type();
    if (type.equals(DataTypes.DateType)) {
      return java.sql.Date.valueOf(
          column
              .format()
              .map(format -> LocalDate.parse(value, strict(format)))
              .orElseGet(() -> LocalDate.parse(value)));
    }
    if (type.equals(DataTypes.TimestampType)) {
      return java.sql.Timestamp.from(
          column
              .format()
              .map(format -> LocalDateTime.parse(value, strict(format)).toInstant(ZoneOffset.UTC))
              .orElseGet(() -> Instant.parse(value)));
    }
    if (type instanceof DecimalType) {
      return new BigDecimal(value);
    }
    return type.equals(DataTypes.IntegerType) ? (Object) Integer.valueOf(value) : value;
  }

  private static DateTimeFormatter strict(String format) {
    return DateTimeFormatter.ofPattern(format.replace("yyyy", "uuuu"))
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
