package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.value.buying.Gaps;
import dev.jetbridge.jobs.features.value.buying.Histories;
import dev.jetbridge.jobs.features.value.buying.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts purchases on the cluster into what the fits ask: the driver gets distinct histories and
 * how many customers have each, whatever the number of customers.
 */
public final class WindowsFit {
  private static final String CUT = "cut";
  private static final String FROM = "from_day";
  private static final String TO = "to_day";
  private static final String X = "x";
  private static final String LAST = "last_days";
  private static final String OBSERVED = "observed_days";
  private static final String RECENT = "recent";
  private static final String LATER = "later";
  private static final String AT = "at";

  private static final Comparator<Row> BY_NUMBERS =
      (one, other) -> {
        for (int i = 0; i < one.size() - 1; i++) {
          int order = Integer.compare(one.getInt(i), other.getInt(i));
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  private final int unitDays;
  private final int maximumCells;

  /**
   * How to count.
   *
   * @param unitDays days of the unit of the models' time
   * @param maximumCells most distinct histories, with what followed them, that the driver takes
   */
  public WindowsFit(int unitDays, int maximumCells) {
    this.unitDays = unitDays;
    this.maximumCells = maximumCells;
  }

  /**
   * What was known at each cut.
   *
   * @param customers rows of {@link PurchaseArrays}
   * @param cuts from the earliest to the latest
   * @throws JetbridgeException CONFIG when there are too many distinct histories
   */
  public List<Window> fit(Dataset<Row> customers, List<Cut> cuts) {
    List<Row> cells = cells(customers, cuts);
    Map<Integer, List<Row>> byCut = new LinkedHashMap<>();
    cells.stream()
        .sorted(BY_NUMBERS)
        .forEach(row -> byCut.computeIfAbsent(row.getInt(0), c -> new ArrayList<>()).add(row));
    List<Row> gaps = gaps(customers, cuts);
    List<Window> windows = new ArrayList<>();
    for (int cut = 0; cut < cuts.size(); cut++) {
      windows.add(
          window(byCut.getOrDefault(cut, List.of()), gaps(gaps, cut), cuts.get(cut).horizonDays()));
    }
    return windows;
  }

  private List<Row> cells(Dataset<Row> customers, List<Cut> cuts) {
    Column purchases = col(PurchaseArrays.PURCHASES);
    Column[] windows = new Column[cuts.size()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = window(i, cuts.get(i), purchases);
    }
    List<Row> rows =
        customers
            .select(explode(array(windows)).as("w"))
            .filter(col("w").isNotNull())
            .select("w.*")
            .groupBy(CUT, X, LAST, OBSERVED, RECENT, LATER)
            .count()
            .limit(maximumCells + 1)
            .collectAsList();
    if (rows.size() > maximumCells) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          String.format(
              Locale.ROOT,
              "Cannot fit: the customers have more than %,d distinct purchase histories; nothing is"
                  + " sampled, so let days be coarser, such as the first day of each week",
              maximumCells));
    }
    return rows;
  }

  /** What is known at a cut is found once, and then asked for all that is counted of it. */
  private static Column window(int number, Cut cut, Column purchases) {
    Column counted =
        transform(
            array(cut.known(purchases)),
            known ->
                when(
                    size(known).gt(0),
                    struct(
                        lit(number).as(CUT),
                        Cut.repeats(known).as(X),
                        Cut.lastDays(known).as(LAST),
                        cut.observedDays(known).as(OBSERVED),
                        cut.recent(known).as(RECENT),
                        size(cut.later(purchases)).as(LATER))));
    return element_at(counted, 1);
  }

  /** Times between purchases, by the first cut that knows them. */
  private static List<Row> gaps(Dataset<Row> customers, List<Cut> cuts) {
    Column purchases = col(PurchaseArrays.PURCHASES);
    Column first = PurchaseArrays.day(element_at(purchases, 1));
    Column at = col(AT);
    Column to = PurchaseArrays.day(element_at(purchases, at.plus(1)));
    Column cut = lit(cuts.size());
    for (int i = cuts.size() - 1; i >= 0; i--) {
      cut = when(to.leq(cuts.get(i).day()), lit(i)).otherwise(cut);
    }
    return customers
        .filter(size(purchases).gt(1))
        .withColumn(AT, explode(sequence(lit(1), size(purchases).minus(1))))
        .select(
            cut.as(CUT),
            PurchaseArrays.day(element_at(purchases, at)).minus(first).as(FROM),
            to.minus(first).as(TO))
        .filter(col(CUT).lt(cuts.size()))
        .groupBy(CUT, FROM, TO)
        .count()
        .collectAsList();
  }

  /** Those that a cut knows, in the order of their days. */
  private static Gaps gaps(List<Row> all, int cut) {
    NavigableMap<Long, Long> times = new TreeMap<>();
    for (Row row : all) {
      if (row.getInt(0) <= cut) {
        times.merge(
            ((long) row.getInt(1) << Integer.SIZE) | row.getInt(2), row.getLong(3), Long::sum);
      }
    }
    return new Gaps(
        times.keySet().stream().mapToInt(k -> (int) (k >>> Integer.SIZE)).toArray(),
        times.keySet().stream().mapToInt(Long::intValue).toArray(),
        times.values().stream().mapToLong(n -> n).toArray());
  }

  /** Rows of cells in their order: those of one history follow each other. */
  private Window window(List<Row> cells, Gaps gaps, int horizonDays) {
    int[] history = new int[cells.size()];
    List<Row> firsts = new ArrayList<>();
    List<Long> customers = new ArrayList<>();
    for (int i = 0; i < history.length; i++) {
      Row cell = cells.get(i);
      int newest = firsts.size() - 1;
      if (newest >= 0 && isSameHistory(firsts.get(newest), cell)) {
        customers.set(newest, customers.get(newest) + cell.getLong(6));
      } else {
        firsts.add(cell);
        customers.add(cell.getLong(6));
      }
      history[i] = firsts.size() - 1;
    }
    Histories histories =
        new Histories(
            column(firsts, 1),
            column(firsts, 2),
            column(firsts, 3),
            customers.stream().mapToLong(n -> n).toArray(),
            unitDays);
    Window.Outcomes outcomes =
        new Window.Outcomes(
            history,
            column(cells, 4),
            column(cells, 5),
            cells.stream().mapToLong(c -> c.getLong(6)).toArray());
    return new Window(histories, gaps, outcomes, horizonDays);
  }

  private static boolean isSameHistory(Row one, Row other) {
    return one.getInt(1) == other.getInt(1)
        && one.getInt(2) == other.getInt(2)
        && one.getInt(3) == other.getInt(3);
  }

  private static int[] column(List<Row> rows, int i) {
    return rows.stream().mapToInt(row -> row.getInt(i)).toArray();
  }
}
