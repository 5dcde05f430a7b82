package dev.jetbridge.pipelines.upkeep;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.lake.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.BinPackRewritePositionDeletePlanner;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.actions.RewritePositionDeleteFiles;
import org.apache.iceberg.actions.RewritePositionDeletesGroup;
import org.apache.iceberg.actions.SizeBasedFileRewritePlanner;
import org.apache.iceberg.actions.SnapshotUpdate;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Brings many small files together and applies deletes to the files they speak of. The snapshots it
 * makes carry the properties of the run whose rows they hold and name its snapshot, so that nobody
 * takes them for a publication.
 */
record Compaction(SparkSession spark, boolean rehearsal) {
  /** Rows deleted in a data file before it is rewritten without them. */
  private static final String DELETE_RATIO = "0.1";

  /**
   * What was rewritten, or would be.
   *
   * @param lost whether a run published meanwhile, so that nothing was done
   */
  record Rewritten(int files, int into, boolean lost) {
    static final Rewritten NOTHING = new Rewritten(0, 0, false);
  }

  /** Whether a compaction of its table would outlive the next run. */
  static boolean pays(Contract contract) {
    return contract.change().writeMode() != WriteMode.OVERWRITE;
  }

  /** Compacts a table that publications move; gives way to one that moves it meanwhile. */
  Rewritten publications(Table table) {
    Snapshot main = table.currentSnapshot();
    if (rehearsal) {
      return plan(table);
    }
    FencedOperations fenced =
        new FencedOperations(((HasTableOperations) table).operations(), main.snapshotId());
    try {
      return rewrite(new BaseTable(fenced, table.name()), RunSummary.ofCompaction(main));
    } catch (RuntimeException e) {
      if (FencedOperations.MainMoved.caused(e)) {
        return new Rewritten(0, 0, true);
      }
      throw e;
    }
  }

  /** Compacts a table whose snapshots mean nothing to anybody, beside those who append to it. */
  Rewritten ledger(Table table) {
    return rehearsal ? plan(table) : rewrite(table, Map.of());
  }

  private static Map<String, String> options() {
    return Map.of(BinPackRewriteFilePlanner.DELETE_RATIO_THRESHOLD, DELETE_RATIO);
  }

  private Rewritten rewrite(Table table, Map<String, String> properties) {
    RewriteDataFiles data = SparkActions.get(spark).rewriteDataFiles(table).options(options());
    data = table.sortOrder().isSorted() ? data.sort() : data.binPack();
    named(data, properties);
    RewriteDataFiles.Result rewritten = data.execute();
    RewritePositionDeleteFiles deletes = SparkActions.get(spark).rewritePositionDeletes(table);
    // Deletes of files that are no longer there are left out when delete files are rewritten.
    deletes.option(
        SizeBasedFileRewritePlanner.REWRITE_ALL,
        Boolean.toString(rewritten.rewrittenDataFilesCount() > 0));
    named(deletes, properties);
    RewritePositionDeleteFiles.Result applied = deletes.execute();
    return new Rewritten(
        rewritten.rewrittenDataFilesCount() + applied.rewrittenDeleteFilesCount(),
        rewritten.addedDataFilesCount() + applied.addedDeleteFilesCount(),
        false);
  }

  private static void named(SnapshotUpdate<?, ?> update, Map<String, String> properties) {
    properties.forEach(update::snapshotProperty);
  }

  private static Rewritten plan(Table table) {
    BinPackRewriteFilePlanner data = new BinPackRewriteFilePlanner(table);
    data.init(options());
    int files = 0;
    int into = 0;
    try (CloseableIterable<RewriteFileGroup> groups = data.plan().groups()) {
      for (RewriteFileGroup group : groups) {
        files += group.inputFileNum();
        into += group.expectedOutputFiles();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BinPackRewritePositionDeletePlanner deletes =
        new BinPackRewritePositionDeletePlanner(table, Expressions.alwaysTrue(), false);
    deletes.init(Map.of(SizeBasedFileRewritePlanner.REWRITE_ALL, Boolean.toString(files > 0)));
    try (CloseableIterable<RewritePositionDeletesGroup> groups = deletes.plan().groups()) {
      for (RewritePositionDeletesGroup group : groups) {
        files += group.inputFileNum();
        into += group.expectedOutputFiles();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Rewritten(files, into, false);
  }
}
