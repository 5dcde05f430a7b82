package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads how files of a source may differ from its contract. What is captured has no name yet, so it
 * may identify a person: the column that takes it is an identifier.
 */
record DriftReader(
    YamlNode root,
    CustomProperties properties,
    List<Column> columns,
    Optional<ProductKind> kind,
    Faults faults) {
  private static final String PROPERTY = "driftPolicy";

  SourceFormat.Drift drift() {
    if (kind.filter(k -> k != ProductKind.SOURCE_ALIGNED).isPresent()) {
      properties.refuse(PROPERTY, "only source-aligned products have files", faults);
    }
    Optional<YamlNode> policy = properties.value(PROPERTY, YamlNode.Kind.OBJECT);
    SourceFormat.NewColumns newColumns =
        policy
            .flatMap(p -> p.text("newColumns"))
            .flatMap(
                word ->
                    Labels.find(
                        SourceFormat.NewColumns.values(), SourceFormat.NewColumns::label, word))
            .orElse(SourceFormat.NewColumns.REFUSE);
    Optional<YamlNode> into = policy.flatMap(p -> p.field("into", YamlNode.Kind.TEXT));
    if (newColumns != SourceFormat.NewColumns.CAPTURE) {
      into.ifPresent(
          i -> faults.add(i, "into does nothing here: only newColumns: capture has a column"));
      checkCaptures(Optional.empty());
      return new SourceFormat.Drift(newColumns, Optional.empty());
    }
    if (into.isEmpty()) {
      faults.add(
          policy.orElseThrow(), "into is missing: the map column that takes what is captured");
    }
    into.ifPresent(this::checkColumn);
    checkCaptures(into.map(YamlNode::text));
    return new SourceFormat.Drift(newColumns, into.map(YamlNode::text));
  }

  private void checkColumn(YamlNode into) {
    Optional<Column> column =
        columns.stream().filter(c -> c.name().equals(into.text())).findFirst();
    if (column.isEmpty()) {
      TreeSet<String> names =
          columns.stream().map(Column::name).collect(Collectors.toCollection(TreeSet::new));
      faults.add(into, "unknown column " + into.text() + NearestName.hint(into.text(), names));
    } else if (column.get().type() != ColumnTypes.MAP) {
      faults.add(
          into,
          "must name a column with logicalType object and physicalType map<string,string>, is "
              + column.get().type().simpleString());
    } else if (!column.get().isIdentifier()) {
      faults.add(
          into,
          "must name a column classified identifier: nobody knows yet what it will hold, is "
              + column.get().classification().label());
    }
  }

  /** A map column that nothing is captured into would stay empty. */
  private void checkCaptures(Optional<String> into) {
    root.list("schema").stream()
        .flatMap(table -> table.list("properties").stream())
        .filter(ColumnTypes::isMap)
        .filter(column -> into.filter(column.textOrEmpty("name")::equals).isEmpty())
        .forEach(
            column ->
                faults.add(
                    column,
                    "an object only captures: name it under driftPolicy with newColumns: capture"));
  }
}
