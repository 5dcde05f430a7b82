package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.pattern.TextPattern;
import dev.jetbridge.contracts.value.DatePattern;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Reads what the values of a column must be, and checks that some value can be it. */
final class ConstraintReader {
  private final YamlNode options;
  private final CustomProperties properties;
  private final DataType type;
  private final Faults faults;

  ConstraintReader(YamlNode node, CustomProperties properties, DataType type, Faults faults) {
    this.options = node.field("logicalTypeOptions").orElse(node.absent("logicalTypeOptions"));
    this.properties = properties;
    this.type = type;
    this.faults = faults;
  }

  Constraints constraints() {
    checkLengths();
    checkFormat();
    options
        .field("multipleOf")
        .ifPresent(
            m -> faults.add(m, "multipleOf is not supported yet; write a quality rule instead"));
    Bounds bounds = Bounds.read(options, type, faults);
    return new Constraints(
        options.field("pattern", YamlNode.Kind.TEXT).flatMap(p -> pattern(p, faults)),
        options.integer("minLength"),
        options.integer("maxLength"),
        bounds.minimum(),
        bounds.maximum(),
        bounds.exclusiveMinimum(),
        bounds.exclusiveMaximum(),
        validValues());
  }

  /** A regular expression that can be matched in one look at each character. */
  static Optional<String> pattern(YamlNode node, Faults faults) {
    Optional<String> fault = TextPattern.fault(node.text());
    fault.ifPresent(f -> faults.add(node, "cannot be used as a pattern: " + f));
    return fault.isPresent() ? Optional.empty() : Optional.of(node.text());
  }

  private void checkLengths() {
    Optional<Integer> least = options.integer("minLength");
    Optional<Integer> most = options.integer("maxLength");
    if (least.isPresent() && most.isPresent() && least.get() > most.get()) {
      faults.add(
          options.fields().get("minLength"),
          "must be at most maxLength (" + most.get() + "), is " + least.get());
    }
  }

  private void checkFormat() {
    options
        .field("format", YamlNode.Kind.TEXT)
        .filter(f -> type == DataTypes.DateType || type == DataTypes.TimestampType)
        .ifPresent(f -> checkFormat(f, type, faults));
  }

  /** A pattern must read back what it writes: {@code YYYY} or {@code hh} alone do not. */
  static void checkFormat(YamlNode format, DataType type, Faults faults) {
    boolean date = type == DataTypes.DateType;
    LocalDateTime sample = LocalDate.of(2023, 12, 31).atTime(date ? 0 : 13, 0);
    try {
      DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format.text(), Locale.ROOT);
      var parsed = formatter.parse(formatter.format(sample.atOffset(ZoneOffset.UTC)));
      LocalDateTime back =
          date ? LocalDate.from(parsed).atStartOfDay() : LocalDateTime.from(parsed);
      if (!back.equals(sample)) {
        faults.add(format, "does not read back the " + kind(date) + " that it writes");
      } else if (DatePattern.hasYearOf(format.text(), n -> n != 2 && n != 4)) {
        faults.add(
            format,
            "reads years of one or three digits literally: write yyyy, or yy with pivotYear");
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      faults.add(
          format,
          "is not a pattern of a "
              + kind(date)
              + " such as "
              + (date ? "dd/MM/yyyy" : "dd/MM/yyyy HH:mm:ss"));
    }
  }

  private static String kind(boolean date) {
    return date ? "date" : "timestamp";
  }

  private List<String> validValues() {
    Optional<YamlNode> list = properties.value("validValues", YamlNode.Kind.LIST);
    if (list.isEmpty()) {
      return List.of();
    }
    YamlNode.Kind expected =
        type == DataTypes.StringType ? YamlNode.Kind.TEXT : YamlNode.Kind.INTEGER;
    boolean suits =
        type == DataTypes.StringType || type == DataTypes.IntegerType || type == DataTypes.LongType;
    if (!suits) {
      faults.add(list.get(), "validValues is for string and integer columns only");
      return List.of();
    }
    if (list.get().items().isEmpty()) {
      faults.add(list.get(), "must hold at least one value");
    }
    list.get().items().stream()
        .filter(i -> i.isScalar() && !i.is(expected))
        .forEach(i -> Shape.refuse(i, expected.label(), faults));
    List<String> values = list.get().items().stream().map(YamlNode::text).toList();
    if (values.stream().distinct().count() < values.size()) {
      faults.add(list.get(), "holds a value twice");
    }
    return values;
  }
}
