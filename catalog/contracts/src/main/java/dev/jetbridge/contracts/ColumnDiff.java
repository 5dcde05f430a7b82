package dev.jetbridge.contracts;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The changes of the columns of a table, told by name; their order does not matter to anybody. */
final class ColumnDiff {
  private final Map<String, StructField> published;
  private final Map<String, StructField> current;
  private final List<String> additive;
  private final List<String> breaking;

  ColumnDiff(
      StructType published, StructType current, List<String> additive, List<String> breaking) {
    this.published = byName(published);
    this.current = byName(current);
    this.additive = additive;
    this.breaking = breaking;
  }

  void compare() {
    published.forEach(
        (name, old) -> {
          if (current.containsKey(name)) {
            compare(old, current.get(name));
          } else {
            breaking.add(
                "Column "
                    + describe(old)
                    + " is dropped"
                    + renamed(old).map(n -> "; it looks renamed to " + n).orElse(""));
          }
        });
    current.forEach(
        (name, now) -> {
          if (!published.containsKey(name)) {
            (now.nullable() ? additive : breaking)
                .add(
                    "Column "
                        + describe(now)
                        + " is new"
                        + (now.nullable() ? "" : " and required: present rows have no value"));
          }
        });
  }

  private void compare(StructField old, StructField now) {
    DataType from = old.dataType();
    DataType to = now.dataType();
    String change = " from " + from.simpleString() + " to " + to.simpleString();
    if (widens(from, to)) {
      additive.add("Column " + old.name() + " widens" + change);
    } else if (widens(to, from)) {
      breaking.add("Column " + old.name() + " narrows" + change);
    } else if (!from.equals(to)) {
      breaking.add("Column " + old.name() + " changes its type" + change);
    }
    if (old.nullable() && !now.nullable()) {
      breaking.add(
          "Column " + old.name() + " changes from optional to required: present rows may be null");
    } else if (!old.nullable() && now.nullable()) {
      additive.add("Column " + old.name() + " changes from required to optional");
    }
    if (!comment(old).equals(comment(now))) {
      additive.add(
          "Column "
              + old.name()
              + " changes its description from \""
              + comment(old)
              + "\" to \""
              + comment(now)
              + "\"");
    }
  }

  /** The promotions of Iceberg. Source: Iceberg table specification v2, Schema Evolution. */
  private static boolean widens(DataType from, DataType to) {
    if (from instanceof DecimalType narrow && to instanceof DecimalType wide) {
      return narrow.scale() == wide.scale() && narrow.precision() < wide.precision();
    }
    return (from == DataTypes.IntegerType && to == DataTypes.LongType)
        || (from == DataTypes.FloatType && to == DataTypes.DoubleType);
  }

  /** A new column of the same type with a near name or, failing that, the only one of its type. */
  private Optional<String> renamed(StructField old) {
    List<String> candidates =
        current.values().stream()
            .filter(f -> !published.containsKey(f.name()))
            .filter(f -> f.dataType().equals(old.dataType()))
            .map(StructField::name)
            .toList();
    return NearestName.of(old.name(), candidates)
        .or(() -> candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty());
  }

  private static String describe(StructField field) {
    return field.name() + " " + field.dataType().simpleString();
  }

  private static String comment(StructField field) {
    return field.getComment().isDefined() ? field.getComment().get() : "";
  }

  private static Map<String, StructField> byName(StructType schema) {
    Map<String, StructField> fields = new LinkedHashMap<>();
    Arrays.stream(schema.fields())
        .filter(f -> !ColumnReader.RESERVED.contains(f.name()))
        .forEach(f -> fields.put(f.name(), f));
    return fields;
  }
}
