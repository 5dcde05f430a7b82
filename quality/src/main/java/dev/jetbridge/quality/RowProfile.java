package dev.jetbridge.quality;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Figures of the rows of a run of a source-aligned product that are compared with those of earlier
 * runs: null rate of each optional column, share of distinct values of each column outside of the
 * key, newest value of the order column. Whatever follows from the contract is not measured:
 * required columns have no null, and keys are distinct.
 */
public final class RowProfile {
  public static final String NULL_RATE = "null_rate";
  public static final String DISTINCT_SHARE = "distinct_share";

  /** The newest value of the order column in seconds since 1970-01-01 UTC. */
  public static final String NEWEST = "newest";

  /** Measures nothing. */
  static final RowProfile NONE = new RowProfile();

  private static final String ROWS = "profile_rows";

  private final Map<String, Aggregate> aggregates = new LinkedHashMap<>();

  private record Aggregate(String metric, String column, org.apache.spark.sql.Column expression) {}

  /** A figure of the rows. */
  public record Figure(String metric, String column, double value) {}

  private RowProfile() {}

  /** The profile of a source; of other products, and when the contract wants none, it is empty. */
  public static RowProfile of(Contract contract) {
    if (contract.source().filter(s -> s.anomalies().wanted()).isEmpty()) {
      return NONE;
    }
    RowProfile profile = new RowProfile();
    for (Column column : contract.columns()) {
      if (!column.required()) {
        profile.add(NULL_RATE, column.name(), count(col(column.name())));
      }
      if (!column.isKey() && !(column.type() instanceof MapType)) {
        profile.add(DISTINCT_SHARE, column.name(), approx_count_distinct(col(column.name())));
      }
    }
    contract
        .change()
        .orderColumn()
        .map(contract::column)
        .filter(c -> c.type() instanceof TimestampType || c.type() instanceof DateType)
        .ifPresent(
            c ->
                profile.add(NEWEST, c.name(), max(col(c.name()).cast("timestamp").cast("double"))));
    return profile;
  }

  private void add(String metric, String column, org.apache.spark.sql.Column expression) {
    aggregates.put("profile_" + aggregates.size(), new Aggregate(metric, column, expression));
  }

  /** The aggregates under their names; none when nothing is wanted. */
  List<org.apache.spark.sql.Column> columns() {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    if (!aggregates.isEmpty()) {
      columns.add(count(lit(1)).as(ROWS));
      aggregates.forEach((name, a) -> columns.add(a.expression().as(name)));
    }
    return columns;
  }

  /** Reads the rows once; nothing is read when nothing is wanted. */
  public List<Figure> measure(Dataset<Row> rows) {
    List<org.apache.spark.sql.Column> columns = columns();
    if (columns.isEmpty()) {
      return List.of();
    }
    Row row =
        rows.agg(
                columns.get(0),
                columns.subList(1, columns.size()).toArray(org.apache.spark.sql.Column[]::new))
            .first();
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.length(); i++) {
      values.put(row.schema().fieldNames()[i], row.get(i));
    }
    return figures(values);
  }

  /** The figures of what was aggregated; no rows have none. */
  List<Figure> figures(Map<String, Object> values) {
    double rows = number(values, ROWS).orElse(0.0);
    List<Figure> figures = new ArrayList<>();
    if (rows > 0) {
      aggregates.forEach(
          (name, a) ->
              number(values, name)
                  .map(v -> new Figure(a.metric(), a.column(), figure(a.metric(), v, rows)))
                  .ifPresent(figures::add));
    }
    return figures;
  }

  private static double figure(String metric, double value, double rows) {
    return switch (metric) {
      case NULL_RATE -> 1 - value / rows;
      // The number of distinct values is an estimate and may exceed that of the rows.
      case DISTINCT_SHARE -> Math.min(1, value / rows);
      default -> value;
    };
  }

  private static Optional<Double> number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }
}
