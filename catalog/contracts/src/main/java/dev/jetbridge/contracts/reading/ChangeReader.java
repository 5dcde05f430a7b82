package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/** Reads how runs change the table, and in which order its rows lie. */
record ChangeReader(
    CustomProperties properties,
    List<Column> columns,
    Optional<ProductKind> kind,
    YamlNode root,
    Faults faults) {
  /** The property that keeps versions. */
  static final String HISTORY = "history";

  Contract.Change change() {
    Optional<WriteMode> mode = mode();
    Optional<String> order = orderColumn(mode);
    Optional<Contract.DeleteMarker> marker = deleteMarker(mode);
    boolean overwrites =
        mode.filter(m -> m == WriteMode.OVERWRITE || m == WriteMode.OVERWRITE_PARTITIONS)
            .isPresent();
    if (isSource()) {
      properties.refuse("mayBeEmpty", "the product is not overwritten", faults);
    }
    if (mode.filter(m -> m != WriteMode.OVERWRITE).isPresent()) {
      properties.refuse(
          "changeTracking", "only an overwrite loses track of what it changed", faults);
    }
    if (overwrites && properties.has(ChangeKeyReader.PROPERTY)) {
      faults.add(
          place(ChangeKeyReader.PROPERTY),
          "a product that follows changes writes only what changed: writeMode must be merge or"
              + " append");
    }
    boolean history = history(mode, order);
    boolean tracked =
        properties.isTrue("changeTracking")
            || (history && mode.filter(m -> m == WriteMode.OVERWRITE).isPresent());
    boolean compares = tracked || (mode.isPresent() && !overwrites && !isSource());
    if (compares && columns.stream().noneMatch(Column::isKey)) {
      faults.add(
          tracked ? place(history ? HISTORY : "changeTracking") : place("writeMode"),
          "rows are compared by the key, and no column has primaryKey: true");
    }
    if (mode.filter(m -> m == WriteMode.OVERWRITE_PARTITIONS).isPresent()
        && columns.stream().allMatch(c -> c.partition().isEmpty())) {
      faults.add(place("writeMode"), "overwrite-partitions needs a column with partitioned: true");
    }
    return new Contract.Change(
        mode.orElse(WriteMode.OVERWRITE),
        order,
        marker,
        properties.isTrue("mayBeEmpty"),
        tracked,
        history);
  }

  private boolean history(Optional<WriteMode> mode, Optional<String> order) {
    boolean compares =
        mode.filter(m -> m == WriteMode.MERGE || (m == WriteMode.OVERWRITE && !isSource()))
            .isPresent();
    if (mode.isPresent() && !compares) {
      properties.refuse(HISTORY, "only rows that are compared by their key have versions", faults);
    }
    boolean kept = properties.isTrue(HISTORY);
    order
        .filter(o -> kept)
        .flatMap(o -> columns.stream().filter(c -> c.name().equals(o)).findFirst())
        .filter(c -> !VersionHistory.isInstant(c.type()))
        .ifPresent(
            c ->
                faults.add(
                    place(HISTORY),
                    "what was known at an instant is told by the order column, which must be a"
                        + " timestamp or a date, and "
                        + c.name()
                        + " is "
                        + c.type().simpleString()));
    if (kept) {
      VersionHistory.ownColumns().stream()
          .filter(own -> columns.stream().anyMatch(c -> c.name().equals(own)))
          .forEach(
              own ->
                  faults.add(
                      place(HISTORY),
                      "the table of versions has a column "
                          + own
                          + " of its own; rename that of the contract and keep its name in the file"
                          + " as sourceColumn"));
    }
    return kept;
  }

  private boolean isSource() {
    return kind.filter(k -> k == ProductKind.SOURCE_ALIGNED).isPresent();
  }

  List<String> sortOrder() {
    Optional<YamlNode> list = properties.value("sortOrder", YamlNode.Kind.LIST);
    list.map(YamlNode::items).orElse(List.of()).forEach(this::checkColumn);
    List<String> order = list.map(YamlNode::texts).orElse(List.of());
    if (order.stream().distinct().count() < order.size()) {
      faults.add(place("sortOrder"), "names a column twice");
    }
    return order;
  }

  /** A source merges by its key or appends; the others say how they change. */
  private Optional<WriteMode> mode() {
    Optional<WriteMode> written =
        properties
            .text("writeMode")
            .flatMap(word -> Labels.find(WriteMode.values(), WriteMode::label, word));
    if (kind.isEmpty()) {
      return written;
    }
    boolean keyed = columns.stream().anyMatch(Column::isKey);
    if (kind.get() == ProductKind.SOURCE_ALIGNED) {
      WriteMode implied = keyed ? WriteMode.MERGE : WriteMode.APPEND;
      written
          .filter(m -> m != implied)
          .ifPresent(
              m ->
                  faults.add(
                      place("writeMode"),
                      "must be "
                          + implied.label()
                          + " for a source-aligned product "
                          + (keyed ? "with" : "without")
                          + " a key, is "
                          + m.label()));
      return Optional.of(implied);
    }
    if (!properties.has("writeMode")) {
      faults.add(
          place("writeMode"),
          "writeMode must be overwrite, overwrite-partitions, merge or append for "
              + kind.get().label()
              + " products, is missing");
    }
    return written;
  }

  private Optional<String> orderColumn(Optional<WriteMode> mode) {
    boolean merges = isSource() && mode.filter(m -> m == WriteMode.MERGE).isPresent();
    if (mode.isPresent() && !merges) {
      properties.refuse("orderColumn", "only files that are merged have records to order", faults);
    }
    if (merges && !properties.has("orderColumn")) {
      faults.add(
          root,
          "the custom property orderColumn is missing: it decides which of two records of a key is"
              + " newer");
    }
    Optional<YamlNode> name = properties.value("orderColumn", YamlNode.Kind.TEXT);
    name.flatMap(this::checkColumn).ifPresent(c -> checkOrder(name.get(), c));
    return name.map(YamlNode::text);
  }

  private void checkOrder(YamlNode place, Column column) {
    boolean ordered =
        !(column.type() instanceof BooleanType
            || column.type() instanceof FloatType
            || column.type() instanceof DoubleType);
    if (!ordered) {
      faults.add(
          place,
          "the order column must be a timestamp, date, whole number, decimal or string, is "
              + column.type().simpleString());
    }
    if (!column.required()) {
      faults.add(place, "the order column " + column.name() + " must be required");
    }
  }

  private Optional<Contract.DeleteMarker> deleteMarker(Optional<WriteMode> mode) {
    if (mode.isPresent() && (!isSource() || mode.get() != WriteMode.MERGE)) {
      properties.refuse("deleteMarker", "only records of files that are merged can delete", faults);
    }
    Optional<YamlNode> marker = properties.value("deleteMarker", YamlNode.Kind.OBJECT);
    Optional<YamlNode> name = marker.flatMap(m -> m.field("column", YamlNode.Kind.TEXT));
    Optional<YamlNode> value = marker.flatMap(m -> m.field("value", YamlNode.Kind.TEXT));
    Optional<Column> column = name.flatMap(this::checkColumn);
    column
        .filter(c -> c.type() != DataTypes.StringType && c.type() != DataTypes.NullType)
        .ifPresent(c -> faults.add(name.get(), "must name a string column"));
    if (column.isPresent() && value.isPresent()) {
      List<String> valid = column.get().constraints().validValues();
      if (!valid.isEmpty() && !valid.contains(value.get().text())) {
        faults.add(
            value.get(),
            "is not among the validValues of "
                + column.get().name()
                + " ("
                + String.join(", ", valid)
                + ")");
      }
    }
    return name.isPresent() && value.isPresent()
        ? Optional.of(new Contract.DeleteMarker(name.get().text(), value.get().text()))
        : Optional.empty();
  }

  private Optional<Column> checkColumn(YamlNode name) {
    Optional<Column> column =
        columns.stream().filter(c -> c.name().equals(name.text())).findFirst();
    if (name.is(YamlNode.Kind.TEXT) && column.isEmpty()) {
      Set<String> names =
          columns.stream().map(Column::name).collect(Collectors.toCollection(TreeSet::new));
      faults.add(name, "unknown column " + name.text() + NearestName.hint(name.text(), names));
    }
    return column;
  }

  private YamlNode place(String property) {
    return properties.value(property).orElse(root);
  }
}
