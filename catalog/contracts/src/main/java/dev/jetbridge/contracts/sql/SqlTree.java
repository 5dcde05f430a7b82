package dev.jetbridge.contracts.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FakeV2SessionCatalog$;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Spark's SQL trees seen from Java, and an analyzer that knows built-in functions and no table. */
final class SqlTree {
  private SqlTree() {}

  /** Every expression of a query, those of its subqueries and common tables too. */
  static Stream<Expression> expressions(LogicalPlan plan) {
    return Stream.of(
            list(plan.expressions()).stream().flatMap(SqlTree::expressions),
            list(plan.children()).stream().flatMap(SqlTree::expressions),
            list(plan.innerChildren()).stream()
                .filter(inner -> inner instanceof LogicalPlan)
                .flatMap(inner -> expressions((LogicalPlan) inner)))
        .flatMap(s -> s);
  }

  static Stream<Expression> expressions(Expression expression) {
    Stream<Expression> inner =
        expression instanceof PlanExpression<?> query && query.plan() instanceof LogicalPlan plan
            ? expressions(plan)
            : Stream.empty();
    return Stream.of(
            Stream.of(expression),
            inner,
            list(expression.children()).stream().flatMap(SqlTree::expressions))
        .flatMap(s -> s);
  }

  /** A query and every query in it: of common tables, subqueries and time travel too. */
  static List<LogicalPlan> plans(LogicalPlan plan) {
    Set<LogicalPlan> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<LogicalPlan> open = new ArrayDeque<>(List.of(plan));
    List<LogicalPlan> plans = new ArrayList<>();
    while (!open.isEmpty()) {
      LogicalPlan next = open.pop();
      if (!found.add(next)) {
        continue;
      }
      plans.add(next);
      open.addAll(list(next.children()));
      list(next.innerChildren()).stream()
          .filter(LogicalPlan.class::isInstance)
          .forEach(inner -> open.add((LogicalPlan) inner));
      if (next instanceof RelationTimeTravel travel) {
        open.add(travel.relation());
      }
      list(next.expressions()).stream().flatMap(SqlTree::own).forEach(e -> inner(e, open));
    }
    return plans;
  }

  /** The names that a query gives to tables of its own ({@code with}), in lower case. */
  static Set<String> commonTables(LogicalPlan plan) {
    Set<String> names = new TreeSet<>();
    for (LogicalPlan part : plans(plan)) {
      if (part instanceof UnresolvedWith with) {
        list(with.cteRelations()).forEach(r -> names.add(r._1().toLowerCase(Locale.ROOT)));
      }
    }
    return names;
  }

  /** An expression and those it is made of, without what stands in its queries. */
  static Stream<Expression> own(Expression expression) {
    return Stream.concat(
        Stream.of(expression), list(expression.children()).stream().flatMap(SqlTree::own));
  }

  private static void inner(Expression expression, Deque<LogicalPlan> open) {
    if (expression instanceof PlanExpression<?> query && query.plan() instanceof LogicalPlan plan) {
      open.add(plan);
    }
  }

  static Set<String> builtInFunctions() {
    Set<String> names = new TreeSet<>();
    list(FunctionRegistry.builtin().listFunction()).forEach(f -> names.add(f.funcName()));
    return names;
  }

  static Analyzer analyzer() {
    SessionCatalog catalog =
        new SessionCatalog(
            new InMemoryCatalog(new SparkConf(false), new Configuration(false)),
            FunctionRegistry.builtin(),
            TableFunctionRegistry.builtin());
    return new Analyzer(new CatalogManager(FakeV2SessionCatalog$.MODULE$, catalog));
  }

  static <T> List<T> list(Seq<T> seq) {
    return JavaConverters.seqAsJavaList(seq);
  }
}
