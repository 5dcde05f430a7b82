package dev.jetbridge.pipelines.lake;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.pipelines.storage.StorageFailure;
import dev.jetbridge.registry.retry.Retry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;

/**
 * The published tables and the audit branches beside them. A run stages on a branch of its own;
 * main moves by fast-forward only, which is the one commit point of a product.
 */
public final class Lake {
  private static final int COMMIT_TRIES = 20;

  /** How often a commit is looked for that the catalog did not answer, the commit counted. */
  private static final int LOOKS = 10;

  /** Names the snapshot of the run whose rows a snapshot holds, when it is another one. */
  public static final String CONTENT = "jetbridge.content";

  private final SparkSession spark;
  private final Catalog catalog;

  public Lake(SparkSession spark) {
    this(spark, Spark3Util.loadIcebergCatalog(spark, SparkSessions.CATALOG));
  }

  /**
   * A lake whose metadata are committed through another catalog than Spark's.
   *
   * @param catalog of the same tables
   */
  Lake(SparkSession spark, Catalog catalog) {
    this.spark = spark;
    this.catalog = catalog;
  }

  /** The same lake, with a session for few rows of many columns. */
  public Lake forWideRows() {
    return new Lake(SparkSessions.forWideRows(spark), catalog);
  }

  public Catalog catalog() {
    return catalog;
  }

  public SparkSession spark() {
    return spark;
  }

  /**
   * Writes rows into a folder and gives them as they lie there, so that nobody makes them again.
   */
  public Dataset<Row> kept(Dataset<Row> rows, String folder) {
    rows.write().parquet(folder);
    // With its schema, which Spark would look up in the files by a job of its own.
    return spark.read().schema(rows.schema()).parquet(folder);
  }

  /** The table as it is now. */
  public Table table(ProductId product) {
    return catalog.loadTable(identifier(product));
  }

  public boolean exists(ProductId product) {
    return catalog.tableExists(identifier(product));
  }

  private static TableIdentifier identifier(ProductId product) {
    return TableIdentifier.of(product.domain(), product.name());
  }

  /** The snapshot main is at; empty before the first publication. */
  public Optional<Long> mainSnapshot(ProductId product) {
    return main(product).map(Snapshot::snapshotId);
  }

  /** The snapshot main is at; empty before the first publication. */
  public Optional<Snapshot> main(ProductId product) {
    return exists(product)
        ? Optional.ofNullable(table(product).currentSnapshot())
        : Optional.empty();
  }

  /**
   * The snapshot of the run that made these rows: a compaction writes rows anew and makes none, so
   * it stands for the publication it compacted.
   */
  public static long contentId(Snapshot snapshot) {
    String content = snapshot.summary().get(CONTENT);
    return content == null ? snapshot.snapshotId() : Long.parseLong(content);
  }

  /** The snapshots that led to main, newest first. */
  public Iterable<Snapshot> history(ProductId product) {
    return main(product).isEmpty() ? List.of() : SnapshotUtil.currentAncestors(table(product));
  }

  /**
   * The snapshot that holds the rows of a publication now: its newest compaction, its own, or none
   * when both have expired.
   */
  public static Optional<Snapshot> holding(Table table, long content) {
    Snapshot newest = table.snapshot(content);
    for (Snapshot snapshot : table.snapshots()) {
      if (contentId(snapshot) == content
          && (newest == null || snapshot.sequenceNumber() > newest.sequenceNumber())) {
        newest = snapshot;
      }
    }
    return Optional.ofNullable(newest);
  }

  private static long held(Table table, long snapshot) {
    return holding(table, snapshot).map(Snapshot::snapshotId).orElse(snapshot);
  }

  /** How many rows a snapshot has, from its summary: deleted positions are not rows. */
  public static long rows(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    return Long.parseLong(summary.getOrDefault("total-records", "0"))
        - Long.parseLong(summary.getOrDefault("total-position-deletes", "0"));
  }

  /** The rows of a product at one snapshot, or at a compaction of it. */
  public Dataset<Row> read(ProductId product, long snapshot) {
    return read(product, snapshot, Map.of());
  }

  /**
   * The rows of a product at one snapshot, or at a compaction of it.
   *
   * @param options of Iceberg's reader
   */
  public Dataset<Row> read(ProductId product, long snapshot, Map<String, String> options) {
    return spark
        .read()
        .options(options)
        .option("snapshot-id", Long.toString(held(table(product), snapshot)))
        .table(name(product));
  }

  /** The files that hold the rows of a publication, its own or those of a compaction of it. */
  public PublishedFiles files(ProductId product, long snapshot) {
    Table table = table(product);
    return new PublishedFiles(spark, name(product), table, table.snapshot(held(table, snapshot)));
  }

  /**
   * The greatest of the least values that files have of a column of text: what is less cannot be
   * the greatest value of all, and need not be read to find it. Empty where the files do not say;
   * cut off after the number of characters that the table keeps.
   *
   * @throws JetbridgeException EXTERNAL when the manifests cannot be read
   */
  public Optional<String> greatestLeast(ProductId product, long snapshot, String column) {
    Optional<String> greatest = Optional.empty();
    for (Bounded file : bounded(product, snapshot, column)) {
      // Of a file with deletes nobody knows whether its least value is still there.
      if (file.least().isPresent() && !file.hasDeletes()) {
        String least = file.least().get().toString();
        greatest = greatest.filter(g -> g.compareTo(least) >= 0).or(() -> Optional.of(least));
      }
    }
    return greatest;
  }

  /**
   * Whether no row of a snapshot has a later instant, or day, in a column, as far as the files say;
   * false where they do not say.
   *
   * @throws JetbridgeException CONFIG or EXTERNAL when the manifests cannot be read
   */
  public boolean isAtMost(ProductId product, long snapshot, String column, Instant instant) {
    return bounded(product, snapshot, column).stream()
        .allMatch(file -> file.greatest().filter(g -> !instant(g).isAfter(instant)).isPresent());
  }

  /** An instant, or a day from its beginning, as bounds have it. */
  private static Instant instant(Object bound) {
    return bound instanceof Integer day
        ? LocalDate.ofEpochDay(day).atStartOfDay(ZoneOffset.UTC).toInstant()
        : Instant.EPOCH.plus((Long) bound, ChronoUnit.MICROS);
  }

  /** What the manifests say of a column in one file. */
  private record Bounded(Optional<Object> least, Optional<Object> greatest, boolean hasDeletes) {}

  private List<Bounded> bounded(ProductId product, long snapshot, String column) {
    Table table = table(product);
    Types.NestedField field = table.schema().findField(column);
    List<Bounded> all = new ArrayList<>();
    try (CloseableIterable<FileScanTask> files =
        table
            .newScan()
            .useSnapshot(held(table, snapshot))
            .includeColumnStats(List.of(column))
            .planFiles()) {
      for (FileScanTask file : files) {
        all.add(
            new Bounded(
                bound(field, file.file().lowerBounds()),
                bound(field, file.file().upperBounds()),
                !file.deletes().isEmpty()));
      }
    } catch (IOException e) {
      throw StorageFailure.of("Cannot read the manifests of " + product, e);
    }
    return all;
  }

  private static Optional<Object> bound(Types.NestedField field, Map<Integer, ByteBuffer> bounds) {
    return Optional.ofNullable(bounds)
        .map(b -> b.get(field.fieldId()))
        .map(value -> Conversions.fromByteBuffer(field.type(), value));
  }

  /** The rows of a product on a branch. */
  public Dataset<Row> readBranch(ProductId product, String branch) {
    return spark.read().option("branch", branch).table(name(product));
  }

  /** The name of a product's table in Spark. */
  public static String name(ProductId product) {
    return SparkSessions.CATALOG + "." + product.domain() + "." + product.name();
  }

  /**
   * An empty branch at main, replacing one of its name.
   *
   * @return the snapshot of main the branch starts from; empty for a table without one
   */
  public Optional<Long> openBranch(ProductId product, String branch) {
    Optional<Long> main = mainSnapshot(product);
    openBranch(product, branch, main);
    return main;
  }

  /**
   * A branch at a snapshot, replacing one of its name.
   *
   * @param base empty for a table that had no snapshot
   */
  public void openBranch(ProductId product, String branch, Optional<Long> base) {
    dropBranch(product, branch);
    untilCommitted(
        product,
        table -> {
          if (base.isPresent()) {
            table.manageSnapshots().createBranch(branch, base.get()).commit();
          } else {
            table.manageSnapshots().createBranch(branch).commit();
          }
          return branch;
        });
  }

  /** Removes a branch; nothing when there is none. */
  public void dropBranch(ProductId product, String branch) {
    untilCommitted(
        product,
        table -> {
          if (table.refs().containsKey(branch)) {
            table.manageSnapshots().removeBranch(branch).commit();
          }
          return branch;
        });
  }

  /** Sets main back to a snapshot of its history, in one commit. */
  public void rollback(ProductId product, long snapshot) {
    untilCommitted(
        product,
        table -> {
          table.manageSnapshots().rollbackTo(snapshot).commit();
          return snapshot;
        });
  }

  /** Adds rows to a branch and returns the snapshot made. */
  public Snapshot append(
      ProductId product, String branch, Dataset<Row> rows, Map<String, String> summary) {
    return write(product, branch, rows, summary, DataFrameWriterV2::append);
  }

  /** Replaces every row of a branch. */
  public Snapshot overwrite(
      ProductId product, String branch, Dataset<Row> rows, Map<String, String> summary) {
    return write(product, branch, rows, summary, w -> w.overwrite(functions.lit(true)));
  }

  /** Replaces the rows of a branch that the condition names. */
  public Snapshot overwriteWhere(
      ProductId product,
      String branch,
      Dataset<Row> rows,
      Column condition,
      Map<String, String> summary) {
    return write(product, branch, rows, summary, w -> w.overwrite(condition));
  }

  private Snapshot write(
      ProductId product,
      String branch,
      Dataset<Row> rows,
      Map<String, String> summary,
      WriteAction action) {
    DataFrameWriterV2<Row> writer = rows.writeTo(name(product) + ".branch_" + branch);
    // Without an exchange between the observed rows and the files, their metrics count each row
    // once.
    writer.option("distribution-mode", "none");
    summary.forEach((key, value) -> writer.option("snapshot-property." + key, value));
    try {
      action.run(writer);
    } catch (NoSuchTableException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot write branch " + branch + " of " + product, e);
    }
    return head(product, branch);
  }

  /** Runs a MERGE statement against a branch; its snapshot carries the summary. */
  public Snapshot merge(
      ProductId product, String branch, String statement, Map<String, String> summary) {
    Callable<Dataset<Row>> merge = () -> spark.sql(statement);
    try {
      CommitMetadata.withCommitProperties(summary, merge, RuntimeException.class);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot merge into branch " + branch + " of " + product, e);
    }
    return head(product, branch);
  }

  private Snapshot head(ProductId product, String branch) {
    return table(product).snapshot(branch);
  }

  /** A snapshot without rows, so that a run whose rows changed nothing is a run like any other. */
  public Snapshot touch(ProductId product, String branch, Map<String, String> summary) {
    var append = table(product).newFastAppend().toBranch(branch);
    summary.forEach(append::set);
    append.commit();
    return head(product, branch);
  }

  /**
   * Publishes a branch: main moves to it and the branch goes, in one commit.
   *
   * @param base where main stood when the branch was opened
   * @return false when another run moved main since: stage again from the new main
   * @throws CommitStateUnknownException when the catalog did not confirm the commit and main does
   *     not show it: it may be taken yet
   */
  public boolean fastForward(ProductId product, String branch, Optional<Long> base) {
    return untilCommitted(
        product,
        table -> {
          Optional<Long> main =
              Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId);
          if (!main.equals(base)) {
            return false;
          }
          long staged = table.snapshot(branch).snapshotId();
          try {
            table
                .manageSnapshots()
                .fastForwardBranch(SnapshotRef.MAIN_BRANCH, branch)
                .removeBranch(branch)
                .commit();
          } catch (CommitStateUnknownException e) {
            if (!isTaken(product, staged)) {
              throw e;
            }
          }
          return true;
        });
  }

  /**
   * Publishes a branch of a publication that another product has decided already: main moves to it
   * and the branch goes, in one commit, also when main was compacted since the branch was opened.
   *
   * @return false when the branch is gone or main holds other rows: somebody else was faster
   * @throws CommitStateUnknownException as {@link #fastForward}
   */
  public boolean follow(ProductId product, String branch) {
    return untilCommitted(
        product,
        table -> {
          Snapshot head = table.snapshot(branch);
          if (head == null || !GroupState.follows(table, head)) {
            return false;
          }
          Snapshot main = table.currentSnapshot();
          boolean led =
              main == null
                  || SnapshotUtil.isAncestorOf(table, head.snapshotId(), main.snapshotId());
          ManageSnapshots change = table.manageSnapshots();
          try {
            (led
                    ? change.fastForwardBranch(SnapshotRef.MAIN_BRANCH, branch)
                    : change.replaceBranch(SnapshotRef.MAIN_BRANCH, head.snapshotId()))
                .removeBranch(branch)
                .commit();
          } catch (CommitStateUnknownException e) {
            if (!isTaken(product, head.snapshotId())) {
              throw e;
            }
          }
          return true;
        });
  }

  /** Whether main turns out to have a snapshot whose commit nobody heard of. */
  private boolean isTaken(ProductId product, long snapshot) {
    Retry.Tries looks = Retry.ofCommits(LOOKS).begin();
    while (looks.again()) {
      try {
        for (Snapshot led : history(product)) {
          if (led.snapshotId() == snapshot) {
            return true;
          }
        }
      } catch (RuntimeException e) {
        // The catalog that did not answer may still be away: look again.
      }
    }
    return false;
  }

  /** Looks at the table again after each commit that another writer of its metadata forestalled. */
  private <T> T untilCommitted(ProductId product, Function<Table, T> change) {
    try {
      return Retry.ofCommits(COMMIT_TRIES)
          .call(Set.of(CommitFailedException.class), () -> change.apply(table(product)));
    } catch (CommitFailedException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot change "
              + product
              + ": the catalog refused the commit "
              + COMMIT_TRIES
              + " times; run again",
          e);
    }
  }

  /** The published snapshot whose summary has that value, looking back from main. */
  public Optional<Snapshot> published(ProductId product, String property, String value) {
    if (!exists(product)) {
      return Optional.empty();
    }
    Table table = table(product);
    if (table.currentSnapshot() == null) {
      return Optional.empty();
    }
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (value.equals(snapshot.summary().get(property))) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }

  @FunctionalInterface
  private interface WriteAction {
    void run(DataFrameWriterV2<Row> writer) throws NoSuchTableException;
  }
}
