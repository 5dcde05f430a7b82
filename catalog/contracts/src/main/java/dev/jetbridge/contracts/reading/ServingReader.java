package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.sql.SparkSql;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how a product is served: its output ports and the metrics defined over it. */
final class ServingReader {
  static final String PROVENANCE = "provenanceColumns";
  static final String ONLINE = "onlineStore";

  private static final String TIME_TO_LIVE = "ttl";

  static final Shape ONLINE_SHAPE = new ObjectShape().optional(TIME_TO_LIVE, Durations.SHAPE);

  private final CustomProperties properties;
  private final List<Column> columns;
  private final SparkSql sql;
  private final Faults faults;

  ServingReader(CustomProperties properties, List<Column> columns, Faults faults) {
    this.properties = properties;
    this.columns = columns;
    this.sql = new SparkSql(columns);
    this.faults = faults;
  }

  Contract.Serving serving() {
    Set<OutputPort> ports = ports();
    if (!ports.contains(OutputPort.FEATURE_GROUP)) {
      properties.refuse(PROVENANCE, "only the port feature-group compares records", faults);
      properties.refuse(ONLINE, "only the port feature-group has an online store", faults);
    }
    return new Contract.Serving(ports, metrics(), provenance(), online());
  }

  private Optional<Contract.OnlineStore> online() {
    return properties
        .value(ONLINE, YamlNode.Kind.OBJECT)
        .map(store -> new Contract.OnlineStore(store.text(TIME_TO_LIVE).flatMap(Durations::of)));
  }

  private Set<String> provenance() {
    Set<String> provenance = new HashSet<>();
    List<String> names = columns.stream().map(Column::name).toList();
    for (YamlNode item : properties.value(PROVENANCE).map(YamlNode::items).orElse(List.of())) {
      String name = item.text();
      Optional<Column> column = columns.stream().filter(c -> c.name().equals(name)).findFirst();
      if (column.isEmpty()) {
        faults.add(item, "unknown column " + name + NearestName.hint(name, names));
      } else if (column.get().isKey()) {
        faults.add(item, "the key column " + name + " identifies the row");
      } else if (!provenance.add(name)) {
        faults.add(item, "the column " + name + " is a duplicate");
      }
    }
    return provenance;
  }

  private Set<OutputPort> ports() {
    Set<OutputPort> ports = new LinkedHashSet<>(List.of(OutputPort.TABLE));
    Optional<YamlNode> list = properties.value("outputPorts", YamlNode.Kind.LIST);
    Set<String> seen = new HashSet<>();
    for (YamlNode item : list.map(YamlNode::items).orElse(List.of())) {
      if (!seen.add(item.text())) {
        faults.add(item, "the port " + item.text() + " is a duplicate");
      }
      OutputPort port = new OutputPort(item.text());
      if (mayServe(port, item)) {
        ports.add(port);
      }
    }
    if (list.isPresent() && !seen.contains(OutputPort.TABLE.label())) {
      faults.add(list.get(), "must hold table: every product is an Iceberg table first");
    }
    return ports;
  }

  private boolean mayServe(OutputPort port, YamlNode item) {
    if (port.equals(OutputPort.TABLE)) {
      return true;
    }
    Optional<Column> identifier =
        columns.stream().filter(c -> c.classification() == Classification.IDENTIFIER).findFirst();
    if (identifier.isPresent() && !port.equals(OutputPort.EVENT)) {
      faults.add(
          item,
          "cannot serve "
              + port.label()
              + ": the column "
              + identifier.get().name()
              + " identifies a person and must not leave the lake");
      return false;
    }
    return true;
  }

  private List<Contract.Metric> metrics() {
    List<Contract.Metric> metrics = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode metric : properties.value("metrics").map(YamlNode::items).orElse(List.of())) {
      Optional<YamlNode> name = metric.field("name", YamlNode.Kind.TEXT);
      Optional<YamlNode> expression = metric.field("expression", YamlNode.Kind.TEXT);
      name.ifPresent(n -> Odcs.STABLE_ID.check(n, faults));
      name.filter(n -> !names.add(n.text()))
          .ifPresent(n -> faults.add(n, "the metric " + n.text() + " is a duplicate"));
      name.filter(n -> columns.stream().anyMatch(c -> c.name().equals(n.text())))
          .ifPresent(n -> faults.add(n, "the metric " + n.text() + " has the name of a column"));
      expression.ifPresent(e -> faults.addAll(e, sql.metricFaults(e.text())));
      if (name.isPresent() && expression.isPresent()) {
        metrics.add(
            new Contract.Metric(
                name.get().text(),
                expression.get().text(),
                metric.textOrEmpty("description"),
                metric.textOrEmpty("unit")));
      }
    }
    return metrics;
  }
}
