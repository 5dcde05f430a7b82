package dev.jetbridge.registry;

import dev.jetbridge.contracts.WriteMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.ReplaceSortOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortField;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.UpdateProperties;

/**
 * What separates a table from what its contract asks for: changes that every reader survives, and
 * breaks, which are none of the former. A changed partitioning is evolved, files already written
 * keeping their layout, except where a run replaces whole partitions: there it would change what a
 * run replaces, so it is a break. Properties that the contract does not speak of are left alone.
 */
final class TableEvolution {
  private final SchemaEvolution schema;
  private final List<Change<UpdatePartitionSpec>> partitions = new ArrayList<>();
  private final List<Change<ReplaceSortOrder>> order = new ArrayList<>();
  private final List<Change<UpdateProperties>> properties = new ArrayList<>();
  private final List<String> breaks = new ArrayList<>();

  private TableEvolution(Schema have, Schema want) {
    schema = new SchemaEvolution(have, want);
    breaks.addAll(schema.breaks());
  }

  static TableEvolution between(Table table, TableDefinition wanted) {
    TableEvolution evolution = new TableEvolution(table.schema(), wanted.schema());
    evolution.comparePartitions(table, wanted);
    evolution.compareOrder(table, wanted);
    evolution.compareProperties(table.properties(), wanted.properties());
    return evolution;
  }

  List<String> breaks() {
    return breaks;
  }

  /** The changes in words, in the order they are made; empty when the table is as asked for. */
  List<String> words() {
    return Stream.of(schema.changes(), partitions, order, properties)
        .flatMap(List::stream)
        .map(Change::words)
        .toList();
  }

  /** Makes all changes in one commit. */
  void commit(Table table) {
    Transaction transaction = table.newTransaction();
    Change.commit(schema.changes(), transaction::updateSchema);
    Change.commit(partitions, transaction::updateSpec);
    Change.commit(order, transaction::replaceSortOrder);
    Change.commit(properties, transaction::updateProperties);
    transaction.commitTransaction();
  }

  private void comparePartitions(Table table, TableDefinition wanted) {
    List<String> have = PartitionTransform.describe(table.spec(), table.schema());
    List<String> want = wanted.partitions().stream().map(PartitionTransform::toString).toList();
    if (new HashSet<>(have).equals(new HashSet<>(want))) {
      return;
    }
    if (wanted.contract().change().writeMode() == WriteMode.OVERWRITE_PARTITIONS) {
      breaks.add(
          "partitioning changes from "
              + have
              + " to "
              + want
              + " while runs replace whole partitions");
      return;
    }
    for (int i = 0; i < have.size(); i++) {
      PartitionField field = table.spec().fields().get(i);
      if (!want.contains(have.get(i))) {
        partitions.add(
            new Change<>(
                "no longer partition by " + have.get(i), u -> u.removeField(field.name())));
      }
    }
    for (PartitionTransform partition : wanted.partitions()) {
      if (!have.contains(partition.toString())) {
        partitions.add(
            new Change<>("partition by " + partition, u -> u.addField(partition.term())));
      }
    }
  }

  private void compareOrder(Table table, TableDefinition wanted) {
    List<String> have =
        table.sortOrder().fields().stream()
            .map(f -> ordering(table.schema().findColumnName(f.sourceId()), f))
            .toList();
    List<String> want = wanted.sortOrder().stream().map(TableEvolution::ascending).toList();
    if (!have.equals(want)) {
      order.add(
          new Change<>(
              want.isEmpty()
                  ? "no longer sort by " + have
                  : "sort by " + wanted.sortOrder() + " instead of " + have,
              u -> wanted.sortOrder().forEach(u::asc)));
    }
  }

  private static String ordering(String column, SortField field) {
    return ordering(
        PartitionTransform.text(column, field.transform().toString()),
        field.direction(),
        field.nullOrder());
  }

  private static String ascending(String column) {
    return ordering(column, SortDirection.ASC, NullOrder.NULLS_FIRST);
  }

  private static String ordering(String term, SortDirection direction, NullOrder nulls) {
    return direction == SortDirection.ASC && nulls == NullOrder.NULLS_FIRST
        ? term
        : term + " " + direction + " " + nulls;
  }

  private void compareProperties(Map<String, String> have, Map<String, String> want) {
    want.forEach(
        (key, value) -> {
          if (!Objects.equals(have.get(key), value)) {
            properties.add(new Change<>("set " + key + " to " + value, u -> u.set(key, value)));
          }
        });
    Set<String> outdated = new TreeSet<>(have.keySet());
    outdated.removeAll(want.keySet());
    outdated.removeIf(key -> !isOurs(key, have.get(key)));
    outdated.forEach(
        key -> properties.add(new Change<>("remove property " + key, u -> u.remove(key))));
  }

  /** Statistics switched off belong to the contract, and so does the comment. */
  private static boolean isOurs(String key, String value) {
    return key.equals(TableDefinition.COMMENT)
        || (key.startsWith(TableDefinition.METRICS_OF_COLUMN)
            && value.equals(TableDefinition.NO_METRICS));
  }
}
