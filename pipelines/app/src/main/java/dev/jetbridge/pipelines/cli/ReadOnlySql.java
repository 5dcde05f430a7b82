package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.sql.SqlGuard;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.PublishedTogether;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.collection.JavaConverters;

/**
 * Queries of the tables of the lake, and nothing else. A statement is parsed and judged, then
 * analysed and judged again, and only then made a dataset: Spark runs a command as soon as a
 * dataset of it is made.
 */
final class ReadOnlySql {
  private static final String READS_ONLY = "Cannot run this statement: jetbridge sql reads only: ";
  private static final String INSTEAD =
      "; use select … from domain.product, tables change through their contracts and runs";
  private static final Pattern MISSING = Pattern.compile("The table or view `(.+?)` cannot");

  private final SparkSession spark;
  private final Lake lake;
  private final Collection<String> products;

  private ReadOnlySql(Lake lake, Collection<String> products) {
    this.spark = lake.spark();
    this.lake = lake;
    this.products = products;
  }

  static ReadOnlySql of(Workspace workspace) {
    return of(
        workspace.lake(),
        workspace.contracts().all().stream().map(Contract::id).map(Object::toString).toList());
  }

  /**
   * @param products names to hint at when a table is unknown
   */
  static ReadOnlySql of(Lake lake, Collection<String> products) {
    return new ReadOnlySql(lake, products);
  }

  /**
   * The rows that a query asks for, not yet read.
   *
   * @throws JetbridgeException CONFIG when it is not a query of tables of the lake
   */
  Dataset<Row> query(String text) {
    try {
      LogicalPlan parsed = spark.sessionState().sqlParser().parsePlan(text);
      SqlGuard guard = new SqlGuard(this::isTable);
      guard.refusal(parsed).ifPresent(ReadOnlySql::refuse);
      guard.unknownTable(parsed).ifPresent(this::miss);
      // Before the tables are loaded, so that what is loaded has these snapshots.
      Map<ProductId, Snapshot> snapshots = new PublishedTogether(lake).of(products(parsed));
      LogicalPlan plan =
          PinnedTables.in(spark.sessionState().analyzer().execute(parsed), snapshots);
      spark.sessionState().analyzer().checkAnalysis(plan);
      for (LogicalPlan leaf : leaves(plan)) {
        if (!isData(leaf)) {
          refuse("it reads " + leaf.nodeName() + ", which is not a table of the lake");
        }
      }
      return Dataset.ofRows(spark, plan);
    } catch (AnalysisException e) {
      throw failed(reason(e), e);
    } catch (ValidationException | IllegalArgumentException | UnsupportedOperationException e) {
      // Of Iceberg, about versions, branches and what it does not have.
      throw failed(first(e), e);
    } catch (StackOverflowError e) {
      throw failed("it is nested too deeply", null);
    }
  }

  private static void refuse(String why) {
    throw new JetbridgeException(FailureKind.CONFIG, READS_ONLY + why + INSTEAD);
  }

  private void miss(String table) {
    throw failed(missing(table), null);
  }

  private String missing(String table) {
    return "there is no table "
        + table
        + (table.contains(".") ? "" : "; tables are named domain.product")
        + NearestName.of(table, tables()).map(n -> "; did you mean " + n + "?").orElse("");
  }

  private static JetbridgeException failed(String why, Exception cause) {
    return new JetbridgeException(FailureKind.CONFIG, "Cannot answer the query: " + why, cause);
  }

  private static String first(Exception e) {
    return String.valueOf(e.getMessage()).strip().split("\n", 2)[0];
  }

  private String reason(AnalysisException e) {
    String first = first(e);
    Matcher missing = MISSING.matcher(first);
    return missing.find() ? missing(missing.group(1).replace("`", "")) : first;
  }

  /** The products that a query names, but for what Iceberg adds to them. */
  private static Set<ProductId> products(LogicalPlan parsed) {
    return SqlGuard.tables(parsed).stream()
        .map(ReadOnlySql::withoutCatalog)
        .filter(name -> name.size() == 2)
        .flatMap(name -> ProductId.ifValid(String.join(".", name)).stream())
        .collect(Collectors.toSet());
  }

  private static List<String> withoutCatalog(List<String> name) {
    return name.get(0).equalsIgnoreCase(SparkSessions.CATALOG)
        ? name.subList(1, name.size())
        : name;
  }

  /** A table by {@code domain.product}, with the catalog before it, and what Iceberg adds. */
  private boolean isTable(List<String> name) {
    List<String> parts = withoutCatalog(name);
    return parts.size() > 1
        && parts.stream().noneMatch(p -> p.isEmpty() || p.indexOf('/') >= 0)
        && lake.catalog().tableExists(TableIdentifier.of(parts.get(0), parts.get(1)));
  }

  /** All names that could be meant. */
  private Collection<String> tables() {
    TreeSet<String> names = new TreeSet<>(products);
    if (lake.catalog() instanceof SupportsNamespaces namespaces) {
      for (Namespace namespace : namespaces.listNamespaces()) {
        lake.catalog().listTables(namespace).forEach(t -> names.add(t.toString()));
      }
    }
    return names;
  }

  private static List<LogicalPlan> leaves(LogicalPlan plan) {
    return JavaConverters.seqAsJavaList(plan.collectWithSubqueries(LEAVES));
  }

  private static final scala.PartialFunction<LogicalPlan, LogicalPlan> LEAVES =
      new scala.runtime.AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
        @Override
        public boolean isDefinedAt(LogicalPlan plan) {
          return plan instanceof LeafNode;
        }

        @Override
        public LogicalPlan apply(LogicalPlan plan) {
          return plan;
        }
      };

  /** A table of the lake, or rows that the query itself makes. */
  private static boolean isData(LogicalPlan leaf) {
    if (leaf instanceof DataSourceV2Relation relation) {
      return relation.catalog().exists(c -> c.name().equals(SparkSessions.CATALOG));
    }
    return switch (leaf.nodeName()) {
      case "OneRowRelation", "LocalRelation", "Range", "CTERelationRef" -> true;
      default -> false;
    };
  }
}
