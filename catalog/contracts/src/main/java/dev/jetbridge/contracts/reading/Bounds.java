package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/** The bounds of a column as literals, with those that its integer format implies. */
public record Bounds(
    Optional<String> minimum,
    Optional<String> maximum,
    Optional<String> exclusiveMinimum,
    Optional<String> exclusiveMaximum) {

  /** A bound that can be compared; inclusive unless strict. */
  private record End(BigDecimal value, boolean strict) {}

  static Bounds read(YamlNode options, DataType type, Faults faults) {
    Optional<BigDecimal> minimum = value(options, "minimum", type, faults);
    Optional<BigDecimal> maximum = value(options, "maximum", type, faults);
    Optional<BigDecimal> above = value(options, "exclusiveMinimum", type, faults);
    Optional<BigDecimal> below = value(options, "exclusiveMaximum", type, faults);
    Optional<End> lower =
        above.map(v -> new End(v, true)).or(() -> minimum.map(v -> new End(v, false)));
    Optional<End> upper =
        below.map(v -> new End(v, true)).or(() -> maximum.map(v -> new End(v, false)));
    if (lower.isPresent() && upper.isPresent() && isEmpty(lower.get(), upper.get())) {
      faults.add(options, "no value is possible: its lower bound is above its upper bound");
    }
    String format = type instanceof NumericType ? options.textOrEmpty("format") : "";
    return new Bounds(
        tighter(literal(options, "minimum", minimum), least(format), 1),
        tighter(literal(options, "maximum", maximum), most(format), -1),
        literal(options, "exclusiveMinimum", above),
        literal(options, "exclusiveMaximum", below));
  }

  private static boolean isEmpty(End lower, End upper) {
    int order = lower.value().compareTo(upper.value());
    return order > 0 || (order == 0 && (lower.strict() || upper.strict()));
  }

  /** The bound on a number line: a day or second for a date or instant. */
  private static Optional<BigDecimal> value(
      YamlNode options, String name, DataType type, Faults faults) {
    Optional<YamlNode> node = options.field(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (type instanceof NumericType) {
      return node.filter(YamlNode::isNumber).map(YamlNode::asNumber);
    }
    if (!node.get().is(YamlNode.Kind.TEXT)) {
      return Optional.empty();
    }
    boolean date = type == DataTypes.DateType;
    try {
      String text = node.get().text();
      return Optional.of(
          date ? BigDecimal.valueOf(LocalDate.parse(text).toEpochDay()) : seconds(text));
    } catch (DateTimeParseException e) {
      faults.add(
          node.get(),
          "must be an ISO "
              + (date ? "date such as 2020-01-31" : "instant such as 2020-01-31T12:00:00Z"));
      return Optional.empty();
    }
  }

  private static BigDecimal seconds(String text) {
    Instant instant = Instant.parse(text);
    return BigDecimal.valueOf(instant.getEpochSecond())
        .add(BigDecimal.valueOf(instant.getNano(), 9));
  }

  private static Optional<String> literal(
      YamlNode options, String name, Optional<BigDecimal> value) {
    return value.map(
        v -> {
          YamlNode node = options.fields().get(name);
          return node.isNumber() ? v.toPlainString() : node.text();
        });
  }

  /** Of two bounds the one that lets less through. */
  private static Optional<String> tighter(
      Optional<String> written, Optional<BigDecimal> implied, int sign) {
    return implied
        .filter(i -> written.isEmpty() || i.compareTo(new BigDecimal(written.get())) * sign > 0)
        .map(BigDecimal::toPlainString)
        .or(() -> written);
  }

  private static Optional<BigDecimal> least(String format) {
    return switch (format) {
      case "i8" -> Optional.of(BigDecimal.valueOf(Byte.MIN_VALUE));
      case "i16" -> Optional.of(BigDecimal.valueOf(Short.MIN_VALUE));
      case "u8", "u16", "u32" -> Optional.of(BigDecimal.ZERO);
      default -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> most(String format) {
    return switch (format) {
      case "i8" -> Optional.of(BigDecimal.valueOf(Byte.MAX_VALUE));
      case "i16" -> Optional.of(BigDecimal.valueOf(Short.MAX_VALUE));
      case "u8" -> Optional.of(BigDecimal.valueOf(255));
      case "u16" -> Optional.of(BigDecimal.valueOf(65_535));
      case "u32" -> Optional.of(BigDecimal.valueOf(4_294_967_295L));
      default -> Optional.empty();
    };
  }
}
