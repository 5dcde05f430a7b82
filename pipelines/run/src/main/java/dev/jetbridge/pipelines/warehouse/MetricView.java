package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The metrics of a product as a view beside its table: {@code <product>_metrics}. It has the key
 * columns and a column a metric; one row a period and combination of the other key columns, where
 * null stands for all values. Periods, the key columns of type date or timestamp, are never added
 * up: many measures, such as customers, cannot be.
 *
 * <p>The query is standard SQL with CUBE and the same for every engine.
 */
record MetricView(Contract contract) implements DerivedView {
  /** Columns in a CUBE: a grouping set each combination, and Redshift takes 64. */
  private static final int CUBED = 6;

  @Override
  public boolean exists() {
    return !contract.metrics().isEmpty();
  }

  @Override
  public String suffix() {
    return "metrics";
  }

  @Override
  public String explanation() {
    return contract.metrics().stream()
        .map(m -> m.name() + " (" + m.unit() + "): " + m.description())
        .collect(Collectors.joining(" ", "Null in a key column means all. ", ""));
  }

  /**
   * The query behind the view.
   *
   * @throws JetbridgeException CONFIG when a metric uses what the engines do not share
   */
  @Override
  public String query(String table) {
    StringBuilder query = new StringBuilder("SELECT\n");
    for (Column key : contract.key()) {
      query.append("  ").append(SqlText.name(key.name())).append(",\n");
      day(key).ifPresent(query::append);
    }
    List<String> metrics =
        contract.metrics().stream()
            .map(m -> "  " + MetricSql.of(contract.id(), m) + " AS " + SqlText.name(m.name()))
            .toList();
    query.append(String.join(",\n", metrics)).append("\nFROM ").append(table);
    return query.append(groups()).toString();
  }

  /**
   * The day of an instant beside it, in UTC: the end of a day is the next day for readers in the
   * east. Left out where the product has a column of that name.
   */
  private Optional<String> day(Column key) {
    String name = key.name() + "_date";
    boolean taken =
        Stream.concat(
                contract.columns().stream().map(Column::name),
                contract.metrics().stream().map(Contract.Metric::name))
            .anyMatch(name::equals);
    return key.type() instanceof TimestampType && !taken
        ? Optional.of(
            "  CAST(" + SqlText.name(key.name()) + " AS date) AS " + SqlText.name(name) + ",\n")
        : Optional.empty();
  }

  /** Key columns for which Redshift has no more grouping sets. */
  static Optional<String> tooManySets(Contract contract) {
    List<String> others = names(contract.key().stream().filter(c -> !isPeriod(c)).toList());
    return others.size() > CUBED && !contract.metrics().isEmpty()
        ? Optional.of(
            "a metric is shown for each combination of the key columns "
                + String.join(", ", others)
                + ", which are "
                + others.size()
                + ": the warehouse takes "
                + CUBED
                + " beside dates and instants ("
                + (1 << CUBED)
                + " grouping sets); leave the metrics to a product with a shorter key")
        : Optional.empty();
  }

  private String groups() {
    List<String> periods = names(contract.key().stream().filter(MetricView::isPeriod).toList());
    List<String> others = names(contract.key().stream().filter(c -> !isPeriod(c)).toList());
    if (periods.isEmpty() && others.isEmpty()) {
      return "";
    }
    String cube = others.isEmpty() ? "" : "CUBE (" + SqlText.names(others) + ")";
    String separator = periods.isEmpty() || others.isEmpty() ? "" : ", ";
    return "\nGROUP BY " + SqlText.names(periods) + separator + cube;
  }

  private static boolean isPeriod(Column column) {
    return column.type() instanceof DateType || column.type() instanceof TimestampType;
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }
}
