package dev.jetbridge.quality.observation;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.quality.observation.ProfileAggregate.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.TimestampType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

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
  public static final RowProfile NONE = new RowProfile();

  private static final String PROFILE = "profile";

  private final List<Measure> measures = new ArrayList<>();

  private record Measure(
      String metric, String column, org.apache.spark.sql.Column value, Kind kind) {}

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
        profile.add(NULL_RATE, column.name(), col(column.name()), Kind.COUNT);
      }
      if (!column.isKey() && !(column.type() instanceof MapType)) {
        profile.add(DISTINCT_SHARE, column.name(), col(column.name()), Kind.DISTINCT);
      }
    }
    contract
        .change()
        .orderColumn()
        .map(contract::column)
        .filter(c -> c.type() instanceof TimestampType || c.type() instanceof DateType)
        .ifPresent(
            c ->
                profile.add(
                    NEWEST,
                    c.name(),
                    col(c.name()).cast("timestamp").cast("double"),
                    Kind.GREATEST));
    return profile;
  }

  private void add(String metric, String column, org.apache.spark.sql.Column value, Kind kind) {
    measures.add(new Measure(metric, column, value, kind));
  }

  /** The aggregate of all of them under its name; none when nothing is wanted. */
  Optional<org.apache.spark.sql.Column> aggregate() {
    return measures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ProfileAggregate.of(
                    measures.stream().map(Measure::value).toList(),
                    measures.stream().map(Measure::kind).toList())
                .as(PROFILE));
  }

  /** Reads the rows once; nothing is read when nothing is wanted. */
  public List<Figure> measure(Dataset<Row> rows) {
    return aggregate()
        .map(profile -> figures(Map.of(PROFILE, rows.agg(profile).first().get(0))))
        .orElse(List.of());
  }

  /** The figures of what was aggregated; no rows have none. */
  List<Figure> figures(Map<String, Object> aggregated) {
    List<Figure> figures = new ArrayList<>();
    if (aggregated.get(PROFILE) instanceof Seq<?> values) {
      List<?> numbers = JavaConverters.seqAsJavaList(values);
      double rows = (Double) numbers.get(0);
      for (int i = 0; rows > 0 && i < measures.size(); i++) {
        Measure measure = measures.get(i);
        double value = (Double) numbers.get(1 + i);
        if (!Double.isNaN(value)) {
          figures.add(
              new Figure(
                  measure.metric(), measure.column(), figure(measure.metric(), value, rows)));
        }
      }
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
}
