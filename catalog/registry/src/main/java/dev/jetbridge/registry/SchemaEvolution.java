package dev.jetbridge.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The differences of two schemas by column name. New optional columns, wider types, null allowed
 * and new comments are changes; everything else breaks a reader or a writer. A type within a
 * struct, list or map must stay as it is.
 */
final class SchemaEvolution {
  private final Schema have;
  private final Schema want;
  private final List<Change<UpdateSchema>> changes = new ArrayList<>();
  private final List<String> breaks = new ArrayList<>();

  SchemaEvolution(Schema have, Schema want) {
    this.have = have;
    this.want = want;
    for (NestedField column : have.columns()) {
      if (want.findField(column.name()) == null) {
        breaks.add("column " + column.name() + " is gone");
      }
    }
    NestedField before = null;
    for (NestedField column : want.columns()) {
      NestedField known = have.findField(column.name());
      if (known == null) {
        add(column, before);
      } else {
        compare(known, column);
      }
      before = column;
    }
    compareKeys();
  }

  List<Change<UpdateSchema>> changes() {
    return changes;
  }

  List<String> breaks() {
    return breaks;
  }

  private void add(NestedField column, NestedField before) {
    if (column.isRequired()) {
      breaks.add("column " + column.name() + " is new and required, existing rows have no value");
      return;
    }
    changes.add(
        new Change<>(
            "add column " + column.name() + " of type " + column.type(),
            u -> {
              u.addColumn(column.name(), column.type(), column.doc());
              if (before == null) {
                u.moveFirst(column.name());
              } else {
                u.moveAfter(column.name(), before.name());
              }
            }));
  }

  private void compare(NestedField known, NestedField column) {
    String name = column.name();
    if (!sameType(known.type(), column.type())) {
      if (column.type().isPrimitiveType()
          && TypeUtil.isPromotionAllowed(known.type(), column.type().asPrimitiveType())) {
        changes.add(
            new Change<>(
                "widen column " + name + " from " + known.type() + " to " + column.type(),
                u -> u.updateColumn(name, column.type().asPrimitiveType())));
      } else {
        breaks.add("column " + name + " changes from " + known.type() + " to " + column.type());
      }
    }
    if (known.isRequired() && column.isOptional()) {
      changes.add(new Change<>("allow null in column " + name, u -> u.makeColumnOptional(name)));
    } else if (known.isOptional() && column.isRequired()) {
      breaks.add("column " + name + " becomes required, existing rows may have no value");
    }
    if (!Objects.equals(known.doc(), column.doc())) {
      changes.add(
          new Change<>(
              "change the description of column " + name,
              u -> u.updateColumnDoc(name, column.doc())));
    }
  }

  private void compareKeys() {
    if (!have.identifierFieldNames().equals(want.identifierFieldNames())) {
      breaks.add("key changes from " + keyOf(have) + " to " + keyOf(want));
    }
  }

  private static List<String> keyOf(Schema schema) {
    return schema.identifierFieldNames().stream().sorted().toList();
  }

  /** Field ids within a nested type differ between schemas; Spark's types carry none. */
  private static boolean sameType(Type one, Type other) {
    return SparkSchemaUtil.convert(one).equals(SparkSchemaUtil.convert(other));
  }
}
