package dev.jetbridge.quality.rules;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.CustomSql;
import com.amazon.deequ.dqdl.model.AggregateMatchExecutableRule;
import com.amazon.deequ.dqdl.model.CompositeExecutableRule;
import com.amazon.deequ.dqdl.model.CustomSqlRowLevelExecutableRule;
import com.amazon.deequ.dqdl.model.DatasetMatchExecutableRule;
import com.amazon.deequ.dqdl.model.DeequExecutableRule;
import com.amazon.deequ.dqdl.model.ExecutableRule;
import com.amazon.deequ.dqdl.model.ReferentialIntegrityExecutableRule;
import com.amazon.deequ.dqdl.model.RowCountMatchExecutableRule;
import com.amazon.deequ.dqdl.model.SchemaMatchExecutableRule;
import com.amazon.deequ.metrics.Metric;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import scala.collection.JavaConverters;

/** What can be asked of a rule that Deequ translated. */
public final class ExecutableRules {
  /** Rules that hold or not on a table without rows as well. */
  private static final Set<String> NEED_NO_ROWS =
      Set.of(
          "RowCount",
          "ColumnCount",
          "ColumnExists",
          "ColumnNamesMatchPattern",
          "RowCountMatch",
          "SchemaMatch");

  private ExecutableRules() {}

  /** The rule itself, or the parts of a composite one. */
  static Stream<ExecutableRule> leaves(ExecutableRule rule) {
    return rule instanceof CompositeExecutableRule composite
        ? JavaConverters.seqAsJavaList(composite.nestedRules()).stream()
            .flatMap(ExecutableRules::leaves)
        : Stream.of(rule);
  }

  /** What Deequ measures for the rule; nothing for a rule that compares tables. */
  public static List<Analyzer<?, Metric<?>>> analyzers(ExecutableRule rule) {
    return leaves(rule)
        .filter(DeequExecutableRule.class::isInstance)
        .flatMap(
            leaf ->
                JavaConverters.setAsJavaSet(
                    ((DeequExecutableRule) leaf).check().requiredAnalyzers())
                    .stream())
        .toList();
  }

  /** Whether one write can measure the whole rule. */
  static boolean isObservable(ExecutableRule rule) {
    return leaves(rule).allMatch(DeequExecutableRule.class::isInstance)
        && analyzers(rule).stream().allMatch(ObservableAnalyzers::contains);
  }

  public static boolean needsViews(ExecutableRule rule) {
    return leaves(rule).anyMatch(CustomSqlRowLevelExecutableRule.class::isInstance)
        || analyzers(rule).stream().anyMatch(CustomSql.class::isInstance);
  }

  public static boolean needsRows(ExecutableRule rule) {
    return rule.dqRule().getWhereClause() != null
        || !NEED_NO_ROWS.contains(rule.dqRule().getRuleType());
  }

  /**
   * A query in a rule.
   *
   * @param ofRows whether it gives rows, of which the rule counts the share, and not a number
   */
  public record Query(String text, boolean ofRows) {}

  /** The queries in a rule. */
  public static Stream<Query> queries(ExecutableRule rule) {
    return leaves(rule)
        .filter(leaf -> leaf.dqRule().getParameters() != null)
        .flatMap(
            leaf ->
                Stream.ofNullable(leaf.dqRule().getParameters().get("CustomSqlStatement"))
                    .map(t -> new Query(t, leaf instanceof CustomSqlRowLevelExecutableRule)));
  }

  /** The aliases of other tables that a rule compares with. */
  public static Stream<String> references(ExecutableRule rule) {
    return leaves(rule).flatMap(ExecutableRules::referencesOfLeaf);
  }

  private static Stream<String> referencesOfLeaf(ExecutableRule leaf) {
    if (leaf instanceof ReferentialIntegrityExecutableRule r) {
      return Stream.of(r.referenceDatasetAlias());
    }
    if (leaf instanceof RowCountMatchExecutableRule r) {
      return Stream.of(r.referenceDatasetAlias());
    }
    if (leaf instanceof SchemaMatchExecutableRule r) {
      return Stream.of(r.referenceDatasetAlias());
    }
    if (leaf instanceof DatasetMatchExecutableRule r) {
      return Stream.of(r.referenceDatasetAlias());
    }
    if (leaf instanceof AggregateMatchExecutableRule r) {
      return Stream.of(
              r.firstAggregateOperation().dataSourceAlias(),
              r.secondAggregateOperation().dataSourceAlias())
          .filter(alias -> !alias.equals(WrittenRules.PRIMARY));
    }
    return Stream.empty();
  }
}
