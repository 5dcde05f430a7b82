package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the columns of the table: each by itself, then their names, key and partitions together.
 */
final class TableReader {
  private final CustomProperties ofContract;
  private final Optional<ProductKind> kind;
  private final Faults faults;

  TableReader(CustomProperties ofContract, Optional<ProductKind> kind, Faults faults) {
    this.ofContract = ofContract;
    this.kind = kind;
    this.faults = faults;
  }

  List<Column> columns(YamlNode table) {
    CustomProperties.read(table, CustomProperties.OF_TABLE, faults);
    List<YamlNode> nodes =
        table.list("properties").stream().filter(n -> n.text("name").isPresent()).toList();
    if (table.field("properties", YamlNode.Kind.LIST).isPresent() && nodes.isEmpty()) {
      faults.add(table.fields().get("properties"), "must hold at least one column");
    }
    Map<YamlNode, Integer> keys = positions(nodes, "primaryKey", "primaryKeyPosition");
    Map<YamlNode, Integer> partitions = positions(nodes, "partitioned", "partitionKeyPosition");
    List<Column> columns = new ArrayList<>();
    for (YamlNode node : nodes) {
      ColumnReader reader = new ColumnReader(node, ofContract, kind, faults);
      columns.add(
          reader.column(keys.getOrDefault(node, 0), Optional.ofNullable(partitions.get(node))));
    }
    if (kind.filter(k -> k == ProductKind.SOURCE_ALIGNED).isPresent()) {
      ValueReader.refuseIdle(ofContract, columns, faults);
    }
    distinct(nodes, columns, Column::name, "column");
    checkPartitionNames(nodes, columns);
    distinct(nodes, columns, Column::sourceName, "source column");
    return columns;
  }

  /** The positions from 1 of the columns with the flag: as numbered, else in their order. */
  private Map<YamlNode, Integer> positions(List<YamlNode> nodes, String flag, String position) {
    List<YamlNode> flagged = nodes.stream().filter(n -> n.isTrue(flag)).toList();
    for (YamlNode node : nodes) {
      boolean stray = !node.isTrue(flag) && node.integer(position).filter(p -> p > 0).isPresent();
      if (stray) {
        faults.add(node.fields().get(position), "does nothing without " + flag + ": true");
      }
    }
    List<YamlNode> numbered =
        flagged.stream().filter(n -> n.integer(position).filter(p -> p != -1).isPresent()).toList();
    Map<YamlNode, Integer> result = new HashMap<>();
    if (numbered.isEmpty()) {
      flagged.forEach(n -> result.put(n, result.size() + 1));
      return result;
    }
    flagged.forEach(n -> result.put(n, n.integer(position).orElse(-1)));
    List<Integer> seen = result.values().stream().sorted(Comparator.naturalOrder()).toList();
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i) != i + 1) {
        faults.add(
            numbered.get(0).fields().get(position),
            position + " must number the columns from 1 to " + seen.size() + ", has " + seen);
        break;
      }
    }
    return result;
  }

  /** Iceberg names a partition after its column, and takes no name that a column has. */
  private void checkPartitionNames(List<YamlNode> nodes, List<Column> columns) {
    List<String> names = columns.stream().map(Column::name).toList();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      for (String name : column.partition().map(p -> partitionNames(column, p)).orElse(List.of())) {
        if (names.contains(name)) {
          faults.add(
              nodes.get(i),
              "its partition is named " + name + ", and so is a column; rename the column");
        }
      }
    }
  }

  private static List<String> partitionNames(Column column, Column.Partition partition) {
    String transform = partition.transform().replaceAll("\\[.*", "");
    String number = partition.transform().replaceAll("\\D", "");
    return switch (transform) {
      case "years" -> List.of(column.name() + "_year");
      case "months" -> List.of(column.name() + "_month");
      case "days" -> List.of(column.name() + "_day");
      case "hours" -> List.of(column.name() + "_hour");
      case "bucket" -> List.of(column.name() + "_bucket", column.name() + "_bucket_" + number);
      case "truncate" -> List.of(column.name() + "_trunc", column.name() + "_trunc_" + number);
      default -> List.of();
    };
  }

  private void distinct(
      List<YamlNode> nodes, List<Column> columns, Function<Column, String> name, String what) {
    Set<String> seen = new java.util.HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String text = name.apply(columns.get(i));
      boolean reported = what.startsWith("source") && text.equals(columns.get(i).name());
      if (!seen.add(text) && !reported) {
        faults.add(nodes.get(i), "the " + what + " " + text + " is a duplicate");
      }
    }
  }
}
