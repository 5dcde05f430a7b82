package dev.jetbridge.pipelines.anomalies;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.MetricColumns;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Row;

/**
 * The figures that new ones are compared with. Of a file those of the latest run that dealt with
 * it; of runs those of ordinary runs none of whose files was replayed since, because what they
 * counted is no longer what the table holds.
 */
public final class Baseline {
  /** Runs that are looked back at: a figure of long ago says little of today. */
  public static final int RUNS = 60;

  private final Map<Figure.Series, List<Double>> figures = new HashMap<>();

  /**
   * A figure as it was written.
   *
   * @param sequence number of its run
   * @param ordinary whether its run took new files, rather than a replay or a rebuild
   * @param replay whether its run was a replay
   */
  record Past(long sequence, boolean ordinary, boolean replay, Figure figure) {}

  /** The baseline of figures of runs that count. */
  Baseline(List<Past> past) {
    Map<String, Long> latest = new HashMap<>();
    Map<String, Long> latestReplay = new HashMap<>();
    for (Past p : past) {
      p.figure().file().ifPresent(f -> latest.merge(f.hash(), p.sequence(), Math::max));
      if (p.replay()) {
        p.figure().file().ifPresent(f -> latestReplay.merge(f.hash(), p.sequence(), Math::max));
      }
    }
    Set<Long> repaired = new HashSet<>();
    for (Past p : past) {
      p.figure()
          .file()
          .filter(f -> latestReplay.getOrDefault(f.hash(), 0L) > p.sequence())
          .ifPresent(f -> repaired.add(p.sequence()));
    }
    past.stream()
        .sorted(
            Comparator.comparingLong(Past::sequence)
                .thenComparing(p -> p.figure().file().map(Figure.File::name).orElse("")))
        .filter(
            p ->
                p.figure().file().isPresent()
                    ? latest.get(p.figure().file().get().hash()) == p.sequence()
                    : p.ordinary() && !repaired.contains(p.sequence()))
        .forEach(
            p ->
                figures
                    .computeIfAbsent(p.figure().series(), k -> new ArrayList<>())
                    .add(p.figure().value()));
  }

  /**
   * Reads what the ledger has of some runs.
   *
   * @param runs sequence by snapshot of the latest runs that count; a figure of another is not read
   */
  public static Baseline read(Operations operations, ProductId product, Map<Long, Long> runs) {
    if (runs.isEmpty()) {
      return new Baseline(List.of());
    }
    return new Baseline(
        operations
            .rows(
                OperationsTable.METRICS,
                Expressions.and(
                    RunKey.PRODUCT.among(List.of(product)),
                    RunKey.SNAPSHOT_ID.among(runs.keySet())),
                RunKey.SNAPSHOT_ID,
                RunColumns.KIND,
                FileColumns.FILE_HASH,
                FileColumns.FILE_NAME,
                MetricColumns.METRIC,
                MetricColumns.COLUMN_NAME,
                MetricColumns.VALUE)
            .stream()
            .map(row -> past(row, runs))
            .toList());
  }

  private static Past past(Row row, Map<Long, Long> runs) {
    String kind = RunColumns.KIND.of(row);
    Optional<Figure.File> file =
        FileColumns.FILE_HASH
            .find(row)
            .map(hash -> new Figure.File(hash, FileColumns.FILE_NAME.of(row)));
    return new Past(
        runs.get(RunKey.SNAPSHOT_ID.of(row)),
        kind.equals(Operations.RUN),
        kind.equals(Operations.REPLAY),
        new Figure(
            file,
            FigureKind.of(MetricColumns.METRIC.of(row)),
            MetricColumns.COLUMN_NAME.find(row),
            MetricColumns.VALUE.of(row)));
  }

  /** The figures that one is compared with, oldest first. */
  List<Double> of(Figure figure) {
    return figures.getOrDefault(figure.series(), List.of());
  }
}
