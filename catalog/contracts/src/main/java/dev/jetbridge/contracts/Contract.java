package dev.jetbridge.contracts;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A data product as its ODCS contract states it: the only place where a fact about it stands.
 *
 * @param version version of the contract
 * @param columns as the contract orders them
 * @param rowRules predicates that each row of a source must fulfil, else it is quarantined
 * @param serving how it is served to those who read it
 * @param source how its files look; only for source-aligned products
 * @param origin the file it was read from
 * @param digest SHA-256 of the contract's text, hex
 */
public record Contract(
    ProductId id,
    String version,
    ProductKind kind,
    About about,
    List<Column> columns,
    List<QualityRule> rules,
    List<RowRule> rowRules,
    Change change,
    Derivation derivation,
    List<String> sortOrder,
    Serving serving,
    Optional<SourceFormat> source,
    List<ServiceLevel> serviceLevels,
    Maintenance maintenance,
    Job job,
    String origin,
    String digest) {

  public Contract {
    columns = List.copyOf(columns);
    rules = List.copyOf(rules);
    rowRules = List.copyOf(rowRules);
    sortOrder = List.copyOf(sortOrder);
    serviceLevels = List.copyOf(serviceLevels);
  }

  /** What people read about the product. */
  public record About(
      String purpose,
      String usage,
      String limitations,
      String owner,
      String grain,
      String status) {}

  /** A named predicate in Spark SQL over the columns; null counts as fulfilled. */
  public record RowRule(String name, String predicate) {}

  /** A row whose column has the value deletes its key. */
  public record DeleteMarker(String column, String value) {}

  /**
   * How runs change the table. Only merges of files have an order column and a delete marker. The
   * order column decides which of two records of a key is newer; a run that leaves no rows is
   * refused unless mayBeEmpty.
   *
   * @param tracked whether an overwrite tells which rows it changed
   * @param history whether what rows were before is kept, see {@link VersionHistory}
   */
  public record Change(
      WriteMode writeMode,
      Optional<String> orderColumn,
      Optional<DeleteMarker> deleteMarker,
      boolean mayBeEmpty,
      boolean tracked,
      boolean history) {}

  /**
   * How it is made from other products; nothing for a source-aligned one.
   *
   * @param group the products with which it is published, see {@link ProductGroup}
   * @param changeKey by which columns it is made anew in part; empty when each run makes it whole
   */
  public record Derivation(
      List<ProductId> inputs,
      boolean readsPrevious,
      Optional<String> transformation,
      Map<String, Object> parameters,
      Optional<String> group,
      Optional<ChangeKey> changeKey) {
    /** That of a product that is made from files. */
    public static final Derivation NONE =
        new Derivation(
            List.of(), false, Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    public Derivation {
      inputs = List.copyOf(inputs);
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * How a product is served; the table itself is always among the ports.
   *
   * @param provenance columns that say how a row was made and nothing of what it speaks of: a row
   *     in which only they differ says the same
   * @param online the online store of its feature group; empty for none
   */
  public record Serving(
      Set<OutputPort> ports,
      List<Metric> metrics,
      Set<String> provenance,
      Optional<OnlineStore> online) {
    /** The table alone, without metrics. */
    public static final Serving TABLE_ONLY =
        new Serving(Set.of(OutputPort.TABLE), List.of(), Set.of(), Optional.empty());

    public Serving {
      ports = Collections.unmodifiableSet(new LinkedHashSet<>(ports));
      metrics = List.copyOf(metrics);
      provenance = Set.copyOf(provenance);
    }
  }

  /**
   * A store that gives the newest record of each record identifier within milliseconds.
   *
   * @param timeToLive how long after its event time a record is in it; empty for ever
   */
  public record OnlineStore(Optional<Duration> timeToLive) {}

  /**
   * A figure that everybody shall compute alike.
   *
   * @param expression an aggregate in SQL over the columns, such as {@code sum(revenue) /
   *     sum(customers)}
   * @param unit what it counts; may be empty
   */
  public record Metric(String name, String expression, String description, String unit) {}

  /** A promise of the producer, such as retention 7 y; the unit may be empty. */
  public record ServiceLevel(String property, String value, String unit) {}

  /**
   * How long what is no longer needed stays before upkeep removes it.
   *
   * @param snapshotsFor a snapshot after main moved on
   * @param runsAtLeast published runs that keep their snapshot however old they are
   * @param auditBranchesFor the branch of a refused or killed run
   * @param portVersionsFor a version of a Parquet port after the next one replaced it
   */
  public record Maintenance(
      Duration snapshotsFor, int runsAtLeast, Duration auditBranchesFor, Duration portVersionsFor) {
    /** What holds unless a contract says otherwise. */
    public static final Maintenance DEFAULT =
        new Maintenance(Duration.ofDays(7), 2, Duration.ofDays(7), Duration.ofDays(7));
  }

  /**
   * How a schedule makes it.
   *
   * @param group the products of its domain that one job makes; empty for those of its wave
   * @param workers how many the job has at least, the driver's among them
   * @param workerMemory gigabytes that each worker has at least
   */
  public record Job(
      Optional<String> group, Optional<Integer> workers, Optional<Integer> workerMemory) {
    /** What holds unless a contract says otherwise. */
    public static final Job DEFAULT = new Job(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same product with other upkeep. */
  public Contract with(Maintenance other) {
    return with(columns, source, other);
  }

  /** The same product, of which no unusual figure stops the publication. */
  public Contract acceptingAnomalies() {
    return with(columns, source.map(SourceFormat::acceptingAnomalies), maintenance);
  }

  /** The same product, the values of whose columns are written otherwise. */
  public Contract withValues(UnaryOperator<ValueFormat> written) {
    return with(
        columns.stream().map(c -> c.with(written.apply(c.values()))).toList(), source, maintenance);
  }

  private Contract with(
      List<Column> otherColumns, Optional<SourceFormat> otherSource, Maintenance otherMaintenance) {
    return new Contract(
        id,
        version,
        kind,
        about,
        otherColumns,
        rules,
        rowRules,
        change,
        derivation,
        sortOrder,
        serving,
        otherSource,
        serviceLevels,
        otherMaintenance,
        job,
        origin,
        digest);
  }

  /** The ways in which it is served, the table first. */
  public Set<OutputPort> ports() {
    return serving.ports();
  }

  public List<Metric> metrics() {
    return serving.metrics();
  }

  /** The key columns in key order; empty for a product without a key. */
  public List<Column> key() {
    return columns.stream()
        .filter(Column::isKey)
        .sorted(Comparator.comparingInt(Column::keyPosition))
        .toList();
  }

  /** The columns that files of a source have: all but the one that captures others. */
  public List<Column> fileColumns() {
    Optional<String> capture = source.flatMap(s -> s.drift().into());
    return columns.stream().filter(c -> capture.filter(c.name()::equals).isEmpty()).toList();
  }

  public List<Column> partitions() {
    return columns.stream()
        .filter(c -> c.partition().isPresent())
        .sorted(Comparator.comparingInt(c -> c.partition().orElseThrow().position()))
        .toList();
  }

  public boolean isSource() {
    return kind == ProductKind.SOURCE_ALIGNED;
  }

  /** Whether each row says which run last changed it, so that its readers can follow. */
  public boolean keepsChangedIn() {
    return isSource()
        || change.tracked()
        || change.writeMode() == WriteMode.MERGE
        || change.writeMode() == WriteMode.APPEND;
  }

  /** The column of that name; INTERNAL when there is none, since names are checked on loading. */
  public Column column(String name) {
    return columns.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.INTERNAL, "Cannot find column " + name + " in contract " + id));
  }

  /** The columns of the contract as a Spark schema; required columns are not nullable. */
  public StructType schema() {
    StructType schema = new StructType();
    for (Column column : columns) {
      schema =
          schema.add(
              new StructField(
                      column.name(),
                      column.type(),
                      !column.required(),
                      org.apache.spark.sql.types.Metadata.empty())
                  .withComment(column.description()));
    }
    return schema;
  }
}
