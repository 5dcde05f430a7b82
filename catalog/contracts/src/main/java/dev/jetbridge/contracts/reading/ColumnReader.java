package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.ValueFormat;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/** Reads one column. */
final class ColumnReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** Columns that tables get beside those of the contract: which run and file a row is of. */
  static final Set<String> RESERVED = Set.of("changed_in", "source_file");

  /** Goes with every operation, so that a faulty type makes no further faults. */
  private static final DataType UNKNOWN = DataTypes.NullType;

  private final YamlNode node;
  private final Optional<ProductKind> kind;
  private final Faults faults;
  private final CustomProperties ofContract;
  private final CustomProperties properties;

  ColumnReader(
      YamlNode node, CustomProperties ofContract, Optional<ProductKind> kind, Faults faults) {
    this.node = node;
    this.ofContract = ofContract;
    this.kind = kind;
    this.faults = faults;
    this.properties = CustomProperties.read(node, CustomProperties.OF_COLUMN, faults);
  }

  Column column(int keyPosition, Optional<Integer> partitionPosition) {
    String name = node.textOrEmpty("name");
    checkName(name);
    checkKey(keyPosition);
    Optional<DataType> type = new ColumnTypes(node, faults).type();
    Classification classification = classification();
    Optional<Column.Partition> partition =
        new PartitionReader(node, properties, faults)
            .partition(partitionPosition, type, classification);
    Constraints constraints =
        type.map(t -> new ConstraintReader(node, properties, t, faults).constraints())
            .orElse(Constraints.none());
    type.filter(t -> keyPosition > 0 && (t instanceof DoubleType || t instanceof FloatType))
        .ifPresent(t -> faults.add(node, "a key cannot be a floating-point number"));
    type.filter(t -> t == ColumnTypes.MAP)
        .ifPresent(t -> checkCapture(keyPosition > 0 || partition.isPresent()));
    return new Column(
        name,
        sourceName(name),
        type.orElse(UNKNOWN),
        format(type),
        keyPosition > 0 || node.isTrue("required"),
        keyPosition,
        partition,
        classification,
        constraints,
        node.textOrEmpty("description"),
        values(type, constraints));
  }

  private ValueFormat values(Optional<DataType> type, Constraints constraints) {
    if (kind.filter(k -> k != ProductKind.SOURCE_ALIGNED).isPresent()) {
      ValueReader.OF_COLUMN.forEach(
          p -> properties.refuse(p, "only source-aligned products have files", faults));
      return ValueFormat.PLAIN;
    }
    return type.map(
            t -> new ValueReader(node, t, constraints, properties, ofContract, faults).values())
        .orElse(ValueFormat.PLAIN);
  }

  /** What it will hold nobody knows, so nothing may depend on it. */
  private void checkCapture(boolean placed) {
    boolean ruled = node.field("quality").isPresent() || node.isTrue("unique");
    if (placed || ruled || node.isTrue("required")) {
      faults.add(
          node,
          "a column that captures others is optional, outside of key and partitions, and has no"
              + " rules");
    }
    properties.refuse("sourceColumn", "the column captures others and is in no file", faults);
  }

  private void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      faults.add(
          node.fields().get("name"),
          "must be a column name in lower case letters, digits and underscore, is " + name);
    } else if (RESERVED.contains(name)) {
      faults.add(node.fields().get("name"), name + " is a column that every table has anyway");
    }
    ReservedNames.ofColumn(name).ifPresent(f -> faults.add(node.fields().get("name"), f));
  }

  private void checkKey(int keyPosition) {
    boolean refused =
        keyPosition > 0 && node.field("required").isPresent() && !node.isTrue("required");
    if (refused) {
      faults.add(node.fields().get("required"), "a key column is always required");
    }
  }

  private String sourceName(String name) {
    if (kind.filter(k -> k != ProductKind.SOURCE_ALIGNED).isPresent()) {
      properties.refuse("sourceColumn", "only source-aligned products have files", faults);
    }
    return properties.text("sourceColumn").orElse(name);
  }

  private Classification classification() {
    Optional<YamlNode> label = node.field("classification", YamlNode.Kind.TEXT);
    if (label.isEmpty()) {
      return Classification.INTERNAL;
    }
    String text = label.get().text();
    Optional<Classification> known =
        Labels.find(Classification.values(), Classification::label, text);
    if (known.isEmpty()) {
      List<String> labels = Stream.of(Classification.values()).map(Classification::label).toList();
      faults.add(label.get(), "unknown classification " + text + NearestName.hint(text, labels));
    }
    return known.orElse(Classification.INTERNAL);
  }

  private Optional<String> format(Optional<DataType> type) {
    boolean temporal =
        type.filter(t -> t == DataTypes.DateType || t == DataTypes.TimestampType).isPresent();
    return temporal
        ? node.field("logicalTypeOptions").flatMap(o -> o.text("format"))
        : Optional.empty();
  }
}
