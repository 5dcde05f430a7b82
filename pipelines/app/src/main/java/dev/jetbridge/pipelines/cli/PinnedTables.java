package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.session.SparkSessions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.spark.SparkReadOptions;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts the snapshots in a query at which its tables are read. A table for which the query itself
 * names a version or a branch stays as it is.
 */
final class PinnedTables extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
  private final Map<ProductId, Snapshot> snapshots;

  private PinnedTables(Map<ProductId, Snapshot> snapshots) {
    this.snapshots = snapshots;
  }

  static LogicalPlan in(LogicalPlan analysed, Map<ProductId, Snapshot> snapshots) {
    return analysed.transformDownWithSubqueries(new PinnedTables(snapshots));
  }

  @Override
  public boolean isDefinedAt(LogicalPlan plan) {
    return plan instanceof DataSourceV2Relation relation && snapshot(relation).isPresent();
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    DataSourceV2Relation relation = (DataSourceV2Relation) plan;
    Map<String, String> options = new HashMap<>(relation.options().asCaseSensitiveMap());
    options.put(
        SparkReadOptions.SNAPSHOT_ID, Long.toString(snapshot(relation).orElseThrow().snapshotId()));
    return relation.copy(
        relation.table(),
        relation.output(),
        relation.catalog(),
        relation.identifier(),
        new CaseInsensitiveStringMap(options));
  }

  private Optional<Snapshot> snapshot(DataSourceV2Relation relation) {
    boolean isMain =
        relation.table() instanceof SparkTable table
            && table.snapshotId() == null
            && table.branch() == null
            && !relation.options().containsKey(SparkReadOptions.SNAPSHOT_ID)
            && relation.catalog().exists(c -> c.name().equals(SparkSessions.CATALOG))
            && relation.identifier().isDefined();
    if (!isMain) {
      return Optional.empty();
    }
    Identifier identifier = relation.identifier().get();
    return identifier.namespace().length == 1
        ? ProductId.ifValid(identifier.namespace()[0] + "." + identifier.name()).map(snapshots::get)
        : Optional.empty();
  }
}
