package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * The Spark type of a column from its logicalType, format and physicalType. A timestamp without a
 * zone is in the default zone of the standard, UTC, and so an instant like the others.
 */
final class ColumnTypes {
  private static final Pattern DECIMAL =
      Pattern.compile("(?:decimal|numeric)\\(\\s*([0-9]{1,3})\\s*(?:,\\s*([0-9]{1,3})\\s*)?\\)");
  private static final Set<String> UTC = Set.of("UTC", "Etc/UTC", "Z");

  private static final Pattern MAP_OF_STRINGS =
      Pattern.compile("map<\\s*string\\s*,\\s*string\\s*>");

  /** What a column holds that captures others, by their names. */
  static final DataType MAP = DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);

  private final YamlNode node;
  private final YamlNode options;
  private final Faults faults;

  ColumnTypes(YamlNode node, Faults faults) {
    this.node = node;
    this.options = node.field("logicalTypeOptions").orElse(node.absent("logicalTypeOptions"));
    this.faults = faults;
  }

  /** The one kind of object that a column may be. */
  static boolean isMap(YamlNode node) {
    return node.textOrEmpty("logicalType").equals("object")
        && MAP_OF_STRINGS
            .matcher(node.textOrEmpty("physicalType").toLowerCase(Locale.ROOT))
            .matches();
  }

  /** Empty when the type is missing, unknown or not supported, which is reported elsewhere. */
  Optional<DataType> type() {
    return switch (node.textOrEmpty("logicalType")) {
      case "string" -> Optional.of(DataTypes.StringType);
      case "boolean" -> Optional.of(DataTypes.BooleanType);
      case "date" -> Optional.of(DataTypes.DateType);
      case "timestamp" -> timestamp();
      case "integer" -> integer();
      case "number" -> number();
      case "object" -> isMap(node) ? Optional.of(MAP) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<DataType> timestamp() {
    options
        .field("defaultTimezone", YamlNode.Kind.TEXT)
        .filter(zone -> !UTC.contains(zone.text()))
        .ifPresent(
            zone ->
                faults.add(zone, "the zone " + zone.text() + " is not supported yet (known: UTC)"));
    return Optional.of(DataTypes.TimestampType);
  }

  private Optional<DataType> integer() {
    boolean big = Set.of("bigint", "long").contains(physical());
    return switch (options.text("format").orElse(big ? "i64" : "i32")) {
      case "i8", "i16", "i32", "u8", "u16" -> Optional.of(DataTypes.IntegerType);
      case "i64", "u32" -> Optional.of(DataTypes.LongType);
      case "i128", "u64", "u128" -> {
        faults.add(
            options.fields().get("format"),
            "the format "
                + options.textOrEmpty("format")
                + " is not supported yet; use i64, or a number with physicalType decimal(38,0)");
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Optional<DataType> number() {
    String physical = physical();
    Matcher decimal = DECIMAL.matcher(physical);
    if (decimal.matches()) {
      return decimal(decimal);
    }
    boolean single = options.textOrEmpty("format").equals("f32");
    return switch (physical) {
      case "" -> Optional.of(single ? DataTypes.FloatType : DataTypes.DoubleType);
      case "double" -> Optional.of(DataTypes.DoubleType);
      case "float" -> Optional.of(DataTypes.FloatType);
      default -> {
        faults.add(
            node.fields().get("physicalType"),
            "must be decimal(precision,scale), double or float, is "
                + node.textOrEmpty("physicalType"));
        yield Optional.empty();
      }
    };
  }

  private Optional<DataType> decimal(Matcher decimal) {
    int precision = Integer.parseInt(decimal.group(1));
    int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
    if (precision < 1 || precision > DecimalType.MAX_PRECISION() || scale > precision) {
      faults.add(
          node.fields().get("physicalType"),
          "must have a precision from 1 to 38 and a scale up to it, is "
              + node.textOrEmpty("physicalType"));
      return Optional.empty();
    }
    return Optional.of(DataTypes.createDecimalType(precision, scale));
  }

  private String physical() {
    return node.textOrEmpty("physicalType").toLowerCase(Locale.ROOT);
  }
}
