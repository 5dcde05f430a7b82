package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Reads how a column partitions its table: an Iceberg transform that suits its type. */
record PartitionReader(YamlNode node, CustomProperties properties, Faults faults) {
  private static final Pattern WITH_NUMBER = Pattern.compile("(bucket|truncate)\\[([0-9]{1,9})\\]");
  private static final List<String> NAMES =
      List.of("identity", "years", "months", "days", "hours", "bucket[N]", "truncate[W]");

  Optional<Column.Partition> partition(
      Optional<Integer> position, Optional<DataType> type, Classification classification) {
    if (position.isEmpty()) {
      properties.refuse("partitionTransform", "the column is not partitioned", faults);
      return Optional.empty();
    }
    String transform = properties.text("partitionTransform").orElse("identity");
    YamlNode place = properties.value("partitionTransform").orElse(node);
    Matcher withNumber = WITH_NUMBER.matcher(transform);
    String name = withNumber.matches() ? withNumber.group(1) : transform;
    boolean known =
        withNumber.matches()
            ? Integer.parseInt(withNumber.group(2)) > 0
            : NAMES.subList(0, 5).contains(transform);
    if (!known) {
      faults.add(
          place, "unknown partition transform " + transform + NearestName.hint(transform, NAMES));
    } else if (type.filter(t -> !suits(name, t)).isPresent()) {
      faults.add(
          place,
          "the partition transform "
              + name
              + " does not suit a column of type "
              + type.get().simpleString());
    } else if (classification == Classification.IDENTIFIER && !name.equals("bucket")) {
      faults.add(
          place,
          "an identifier may partition by bucket[N] only: other transforms write its values into"
              + " metadata and folder names");
    }
    return Optional.of(new Column.Partition(position.get(), transform));
  }

  /** Source: Iceberg table specification v2, section Partition Transforms. */
  private static boolean suits(String transform, DataType type) {
    boolean temporal = type == DataTypes.DateType || type == DataTypes.TimestampType;
    boolean exact =
        type == DataTypes.IntegerType
            || type == DataTypes.LongType
            || type == DataTypes.StringType
            || type instanceof DecimalType;
    return switch (transform) {
      case "years", "months", "days" -> temporal;
      case "hours" -> type == DataTypes.TimestampType;
      case "bucket" -> temporal || exact;
      case "truncate" -> exact;
      default -> temporal || exact || type == DataTypes.BooleanType;
    };
  }
}
