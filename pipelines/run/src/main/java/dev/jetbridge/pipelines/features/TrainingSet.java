package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.features.training.Eligibility;
import dev.jetbridge.jobs.features.training.FeatureTable;
import dev.jetbridge.jobs.features.training.PointInTimeJoin;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import dev.jetbridge.registry.featurestore.OfflineStoreTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * Makes training sets: reads labels, pins a snapshot of each offline store, joins, and writes the
 * rows with a manifest. The same labels, snapshots and choices give the same file.
 */
public final class TrainingSet {
  private static final String RECORD_TIME = "event_time";
  private static final String RECORD_KNOWN = "known";

  /** The columns that each product gets when it is asked what was known. */
  private static final List<String> KNOWN = List.of(RECORD_TIME, RECORD_KNOWN);

  /** So many labels: their keys and instants are some hundred megabytes in memory. */
  private static final long FEW = 2_000_000;

  /** Characters of a text that begins with a day. */
  private static final int DAY = 10;

  /** Bytes that opening a file counts as; Iceberg's own 4 MiB would make a task of every few. */
  private static final String OPEN_COST = "1048576";

  private final Lake lake;
  private final Contracts contracts;
  private final Function<FeatureGroup, Optional<ProductId>> stores;

  /**
   * Training sets of a lake.
   *
   * @param stores where the offline store of a group is; empty for a group that is not there
   */
  public TrainingSet(
      Lake lake, Contracts contracts, Function<FeatureGroup, Optional<ProductId>> stores) {
    this.lake = lake;
    this.contracts = contracts;
    this.stores = stores;
  }

  /**
   * What is asked for.
   *
   * @param features names as {@code customer_segments.frequency} or {@code customer_segments.*}
   * @param out a file ending in .parquet or .csv, else a folder for Parquet files; not there yet
   * @param labelTime the column of the labels with their instant
   * @param asOf the latest instant a label may have; empty for where the data of the chosen groups
   *     end
   * @param eligibility which values a label may have
   * @param withKnown whether each product gets two more columns, the event time of the record used
   *     and whether it could be read at the label
   */
  public record Request(
      Path labels,
      List<String> features,
      Path out,
      String labelTime,
      Optional<Instant> asOf,
      Eligibility eligibility,
      boolean withKnown) {
    public Request {
      features = List.copyOf(features);
    }
  }

  /** A chosen group and the snapshot of its store that is read. */
  private record Pinned(FeatureSelection selection, ProductId store, long snapshot) {
    String eventTime() {
      return selection.group().eventTime();
    }
  }

  /**
   * Makes one and says what it consists of.
   *
   * @throws JetbridgeException CONFIG for unknown names, a product without an offline store,
   *     columns that are missing or clash, a target that exists; CONTRACT for labels that cannot be
   *     used; EXTERNAL when the result cannot be written
   */
  public TrainingSetManifest make(Request request) {
    List<FeatureSelection> selections = FeatureSelection.parse(request.features(), contracts);
    refuseEqualNames(selections);
    TrainingSetFile out = TrainingSetFile.at(request.out());
    List<Pinned> pinned = selections.stream().map(this::pin).toList();
    Instant end = request.asOf().orElseGet(() -> end(pinned));
    InputFile file = InputFile.open(lake.spark(), "labels", request.labels());
    try (Labels labels = Labels.check(file, request.labelTime(), keys(pinned), end)) {
      List<FeatureTable> tables =
          pinned.stream().map(p -> table(p, labels, request.eligibility().greatestAge())).toList();
      refuseClashes(labels, tables, request.withKnown());
      int rowsAGroup = TrainingSetFile.rowsAGroup(width(labels, tables, request.withKnown()));
      List<TrainingSetFile.Columns> columns = new ArrayList<>();
      columns.add(own(labels, rowsAGroup));
      columns.addAll(features(labels, tables, request, out, rowsAGroup));
      List<Dataset<Row>> staged = out.stage(columns);
      List<TrainingSetManifest.Coverage> coverage =
          LabelCoverage.of(staged.subList(1, staged.size()));
      return out.write(
          columns,
          rowsAGroup,
          (columnsWritten, files) ->
              manifest(request, end, labels, pinned, tables, coverage, columnsWritten, files));
    }
  }

  private static int width(Labels labels, List<FeatureTable> tables, boolean withKnown) {
    return labels.columns().size()
        + tables.stream().mapToInt(t -> t.features().size() + (withKnown ? KNOWN.size() : 0)).sum();
  }

  /** The columns of the labels' file. */
  private static TrainingSetFile.Columns own(Labels labels, int rowsAGroup) {
    Stream<Column> columns = labels.columns().stream().map(TrainingSet::quoted);
    return new TrainingSetFile.Columns(
        labels
            .rows()
            .select(
                Stream.concat(
                        columns,
                        Stream.of(
                            quoted(Labels.NUMBER),
                            Labels.stretch(rowsAGroup).as(TrainingSetFile.STRETCH)))
                    .toArray(Column[]::new))
            .repartition(col(TrainingSetFile.STRETCH)),
        labels.columns());
  }

  /** The columns of each table. */
  private static List<TrainingSetFile.Columns> features(
      Labels labels,
      List<FeatureTable> tables,
      Request request,
      TrainingSetFile out,
      int rowsAGroup) {
    PointInTimeJoin join =
        new PointInTimeJoin(
            Labels.INSTANT, Labels.NUMBER, request.eligibility(), labels.count() <= FEW);
    Map<String, Dataset<Row>> spans = new LinkedHashMap<>();
    List<TrainingSetFile.Columns> columns = new ArrayList<>();
    for (FeatureTable table : tables) {
      Dataset<Row> ofKey =
          spans.computeIfAbsent(
              table.labelKey(),
              key -> out.keep(join.spans(labels.rows(), key), "spans-" + spans.size()));
      Dataset<Row> values =
          join.values(ofKey, table, TrainingSetFile.STRETCH, Labels.stretch(rowsAGroup));
      List<String> written = new ArrayList<>(table.features().stream().map(table::column).toList());
      if (request.withKnown()) {
        written.addAll(KNOWN.stream().map(table::column).toList());
        values =
            values
                .withColumn(table.column(RECORD_TIME), quoted(PointInTimeJoin.EVENT_TIME))
                .withColumn(table.column(RECORD_KNOWN), quoted(PointInTimeJoin.KNOWN));
      }
      columns.add(new TrainingSetFile.Columns(values, written));
    }
    return columns;
  }

  private Pinned pin(FeatureSelection selection) {
    Optional<ProductId> store = stores.apply(selection.group()).filter(lake::exists);
    return store
        .flatMap(lake::mainSnapshot)
        .map(snapshot -> new Pinned(selection, store.get(), snapshot))
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.CONFIG,
                    "Cannot read features of "
                        + selection.contract().id()
                        + ": it was never published; run jetbridge run first"));
  }

  /** The newest event time of the group whose data end first. */
  private Instant end(List<Pinned> pinned) {
    Map<String, Instant> ends = new LinkedHashMap<>();
    // Few event times are different, and few files can have the newest.
    pinned.stream()
        .map(
            p ->
                read(p)
                    .filter(newestDay(p))
                    .select(
                        lit(p.selection().contract().id().toString()).as("product"),
                        col(p.eventTime()).as("end")))
        .reduce(Dataset::union)
        .orElseThrow()
        .distinct()
        .groupBy("product")
        .agg(max(PointInTimeJoin.instant(col("end"))).as("end"))
        .filter(col("end").isNotNull())
        .collectAsList()
        .forEach(r -> ends.put(r.getString(0), r.getTimestamp(1).toInstant()));
    for (Pinned p : pinned) {
      String product = p.selection().contract().id().toString();
      if (!ends.containsKey(product)) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot read features of "
                + product
                + ": its offline store has no records; run jetbridge run first");
      }
    }
    return ends.values().stream().min(Comparator.naturalOrder()).orElseThrow();
  }

  /** Whether a record is of the day before which no newest event time can be, or later. */
  private Column newestDay(Pinned pinned) {
    return lake.greatestLeast(pinned.store(), pinned.snapshot(), pinned.eventTime())
        .map(
            least -> col(pinned.eventTime()).geq(least.substring(0, Math.min(DAY, least.length()))))
        .orElse(lit(true));
  }

  /** Each publication adds small files: many of them are one task. */
  private Dataset<Row> read(Pinned pinned) {
    return lake.read(pinned.store(), pinned.snapshot(), Map.of("file-open-cost", OPEN_COST));
  }

  /** The columns that labels must have, with their types in the stores. */
  private static Map<String, DataType> keys(List<Pinned> pinned) {
    Map<String, DataType> keys = new LinkedHashMap<>();
    for (Pinned p : pinned) {
      FeatureGroup group = p.selection().group();
      keys.put(
          group.recordIdentifier(),
          OfflineStoreTable.schema(group).apply(group.recordIdentifier()).dataType());
    }
    return keys;
  }

  /** The records that can matter to the labels: none is read of a day after the last of them. */
  private FeatureTable table(Pinned pinned, Labels labels, Optional<Duration> greatestAge) {
    FeatureSelection selection = pinned.selection();
    Column eventTime = col(pinned.eventTime());
    Column known = eventTime.lt(day(labels.latest().plus(Duration.ofDays(1))));
    Column young =
        greatestAge.map(age -> eventTime.geq(day(labels.earliest().minus(age)))).orElse(lit(true));
    return new FeatureTable(
        selection.contract().id().name(),
        read(pinned).filter(known.and(young)),
        selection.group().recordIdentifier(),
        pinned.eventTime(),
        Labels.key(selection.group().recordIdentifier()),
        selection.features());
  }

  /** A day as event times begin with it, so that comparing text compares days. */
  private static String day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static void refuseEqualNames(List<FeatureSelection> selections) {
    Set<String> names = new HashSet<>();
    for (FeatureSelection selection : selections) {
      if (!names.add(selection.contract().id().name())) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot choose features: two products are named "
                + selection.contract().id().name()
                + ", so their columns would be too; make a training set of each");
      }
    }
  }

  private static void refuseClashes(Labels labels, List<FeatureTable> tables, boolean withKnown) {
    Set<String> taken = new HashSet<>();
    labels.columns().forEach(c -> taken.add(c.toLowerCase(java.util.Locale.ROOT)));
    List<String> clashes = new ArrayList<>();
    for (FeatureTable table : tables) {
      Stream.concat(table.features().stream(), withKnown ? KNOWN.stream() : Stream.of())
          .map(table::column)
          .filter(taken::contains)
          .forEach(clashes::add);
      if (withKnown && table.features().stream().anyMatch(KNOWN::contains)) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot say what was known of "
                + table.name()
                + ": it has a feature named as such a column, "
                + String.join(" or ", KNOWN)
                + "; leave the feature or --with-known out");
      }
    }
    if (!clashes.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot use labels "
              + labels.file().path()
              + ": they have columns of their own named as features will be, "
              + String.join(", ", clashes)
              + "; rename them");
    }
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private static TrainingSetManifest manifest(
      Request request,
      Instant end,
      Labels labels,
      List<Pinned> pinned,
      List<FeatureTable> tables,
      List<TrainingSetManifest.Coverage> coverage,
      List<TrainingSetManifest.Field> columns,
      List<TrainingSetManifest.DataFile> files) {
    List<TrainingSetManifest.Group> groups = new ArrayList<>();
    for (int i = 0; i < pinned.size(); i++) {
      Pinned p = pinned.get(i);
      FeatureTable table = tables.get(i);
      groups.add(
          new TrainingSetManifest.Group(
              p.selection().contract().id().toString(),
              p.selection().contract().version(),
              p.selection().group().name(),
              p.store().toString(),
              Long.toString(p.snapshot()),
              p.selection().features().stream().map(table::column).toList(),
              coverage.get(i)));
    }
    return new TrainingSetManifest(
        new TrainingSetManifest.LabelSource(
            labels.file().path().getFileName().toString(),
            labels.count(),
            request.labelTime(),
            labels.earliest().toString(),
            labels.latest().toString(),
            labels.withoutZone()),
        end.toString(),
        request.eligibility().greatestAge().map(Duration::toDays).orElse(null),
        request.eligibility().readableOnly(),
        request.eligibility().strictlyAfter(),
        groups,
        labels.count(),
        columns,
        files);
  }
}
