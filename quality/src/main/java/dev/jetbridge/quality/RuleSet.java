package dev.jetbridge.quality;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.metrics.Metric;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.sql.ContractSql;
import dev.jetbridge.quality.audit.Audit;
import dev.jetbridge.quality.audit.FittingAnalyzers;
import dev.jetbridge.quality.audit.OtherTables;
import dev.jetbridge.quality.observation.ObservationPlan;
import dev.jetbridge.quality.observation.ObservedMetrics;
import dev.jetbridge.quality.observation.ObservedWrite;
import dev.jetbridge.quality.observation.RowProfile;
import dev.jetbridge.quality.patterns.FastPatterns;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.rules.Compiled;
import dev.jetbridge.quality.rules.CompiledRule;
import dev.jetbridge.quality.rules.ContractRule;
import dev.jetbridge.quality.rules.ExecutableRules;
import dev.jetbridge.quality.rules.RuleCompiler;
import dev.jetbridge.quality.rules.RuleFault;
import dev.jetbridge.quality.rules.RuleFaults;
import dev.jetbridge.quality.rules.SchemaRules;
import dev.jetbridge.quality.rules.WrittenRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The quality rules of a contract, compiled once: those that follow from its schema, its row rules
 * and key, and those of its quality sections. Immutable; runs in parallel threads may share it.
 */
public final class RuleSet {
  /** The id of the rule that the key occurs once in the table. */
  public static final String KEY = "key";

  private final List<Compiled> rules;
  private final RowProfile profile;

  private final Set<String> columns;

  private RuleSet(List<Compiled> rules, RowProfile profile, Set<String> columns) {
    this.rules = List.copyOf(rules);
    this.columns = columns;
    this.profile = profile;
  }

  /**
   * Compiles the rules of a contract; needs no Spark session.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG, naming every rule that does not
   *     compile and why
   */
  public static RuleSet of(Contract contract) {
    RuleFaults faults = new RuleFaults();
    RuleSet rules = compile(contract, faults);
    faults.refuseAny(contract);
    return rules;
  }

  /**
   * Rules of a contract, and what is wrong with them.
   *
   * @param rules those that compile
   * @param findings why others do not, or measure nothing because a query asks for what is not
   *     there; none when all are well
   */
  public record Judged(RuleSet rules, List<Finding> findings) {
    public Judged {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Compiles the rules of a contract and says what is wrong with them.
   *
   * @param products those that have a contract; empty when nobody knows
   */
  public static Judged judge(Contract contract, Optional<Set<ProductId>> products) {
    RuleFaults faults = new RuleFaults();
    RuleSet compiled = compile(contract, faults);
    OtherTables tables = new OtherTables(contract, products);
    for (Compiled rule : compiled.rules) {
      String id = rule.rule().id();
      tables.faults(rule.executable()).forEach(fault -> faults.add(id, fault));
      ExecutableRules.queries(rule.executable())
          .flatMap(
              query ->
                  ContractSql.columnFaults(
                      query.text(), WrittenRules.PRIMARY, contract.columns(), !query.ofRows())
                      .stream())
          .forEach(fault -> faults.add(id, fault));
    }
    return new Judged(compiled, faults.all());
  }

  private static RuleSet compile(Contract contract, RuleFaults faults) {
    List<ContractRule> demanded = new ArrayList<>(SchemaRules.of(contract, faults));
    demanded.addAll(WrittenRules.of(contract, faults));
    RuleCompiler compiler = new RuleCompiler(contract);
    Set<String> ids = new HashSet<>();
    List<Compiled> compiled = new ArrayList<>();
    for (ContractRule rule : demanded) {
      faults.gather(
          rule.id(),
          id -> {
            if (!ids.add(id)) {
              throw new RuleFault("another rule has that id");
            }
            compiled.add(compiler.compile(rule));
          });
    }
    Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    contract.columns().forEach(c -> columns.add(c.name()));
    return new RuleSet(compiled, RowProfile.of(contract), columns);
  }

  /** The whole ruleset as DQDL, one rule a line after a comment with its id. */
  public String dqdl() {
    return rules.stream()
        .map(c -> "  # " + c.rule().id() + "\n  " + c.rule().dqdl())
        .collect(Collectors.joining(",\n", "Rules = [\n", "\n]\n"));
  }

  /** The rules, in the order of the contract. */
  public List<CompiledRule> rules() {
    return rules.stream().map(Compiled::rule).toList();
  }

  /** The tables that rules compare with, by the names to give them to {@link #evaluate}. */
  public Set<String> references() {
    return rules.stream()
        .flatMap(c -> ExecutableRules.references(c.executable()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The rules that follow from the schema and speak of each row for itself. They hold for the
   * accepted records of files: a record that breaks one is rejected when it is read.
   */
  public Set<String> ofRows() {
    return rules.stream()
        .filter(c -> c.strict() && c.rule().scope() == Scope.RUN)
        .map(c -> c.rule().id())
        .collect(Collectors.toSet());
  }

  /**
   * Lets the rows be measured by the write that follows. Rules that do not fit the columns are left
   * to {@link #evaluate}.
   *
   * @param proven ids of rules that need not be measured
   */
  public ObservedWrite observe(Dataset<Row> rows, Set<String> proven) {
    FastPatterns.install(rows.sparkSession());
    Set<Analyzer<?, Metric<?>>> wanted = observable(false, proven);
    Set<Analyzer<?, Metric<?>>> strict = observable(true, proven);
    try {
      return observe(rows, new ObservationPlan(wanted, strict, profile));
    } catch (Exception e) {
      // One that does not fit the columns spoils all, and to find it costs what observing does.
      return observe(
          rows,
          new ObservationPlan(
              new FittingAnalyzers(wanted, rows).fitting(),
              new FittingAnalyzers(strict, rows).fitting(),
              profile));
    }
  }

  private static ObservedWrite observe(Dataset<Row> rows, ObservationPlan plan) {
    List<Column> columns = plan.columns();
    Observation observation = Observation.apply();
    Dataset<Row> observed =
        rows.observe(
            observation, columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new));
    return new ObservedWrite(observed, observation, plan);
  }

  private Set<Analyzer<?, Metric<?>>> observable(boolean strict, Set<String> proven) {
    Set<Analyzer<?, Metric<?>>> analyzers = new LinkedHashSet<>();
    rules.stream()
        .filter(c -> c.rule().observable() && c.strict() == strict)
        .filter(c -> !proven.contains(c.rule().id()))
        .forEach(c -> analyzers.addAll(ExecutableRules.analyzers(c.executable())));
    return analyzers;
  }

  /**
   * Evaluates every rule; what the write has not measured is read. Safe in parallel threads of one
   * session.
   *
   * @param run the rows of the run as they are staged
   * @param table the table as it would be published
   * @param references other tables by name, see {@link #references()}
   * @param observed what the staging write measured, when it is to be believed
   */
  public QualityReport evaluate(
      Dataset<Row> run,
      Dataset<Row> table,
      Map<String, Dataset<Row>> references,
      Optional<ObservedMetrics> observed) {
    return evaluate(() -> run, () -> table, references, observed, Set.of());
  }

  /**
   * Evaluates every rule that is not proven.
   *
   * @param run the rows of the run, asked for only when they must be read
   * @param table the table, asked for only when it must be read
   * @param proven ids of rules that hold by how the rows were read and written
   */
  public QualityReport evaluate(
      Supplier<Dataset<Row>> run,
      Supplier<Dataset<Row>> table,
      Map<String, Dataset<Row>> references,
      Optional<ObservedMetrics> observed,
      Set<String> proven) {
    return new Audit(
            scope -> ofContract((scope == Scope.RUN ? run : table).get()),
            references,
            observed.map(ObservedMetrics::measurement),
            proven)
        .evaluate(rules);
  }

  /** Without the columns that only say how a row was made: rules speak of those of the contract. */
  private Dataset<Row> ofContract(Dataset<Row> rows) {
    FastPatterns.install(rows.sparkSession());
    Column[] own =
        Stream.of(rows.columns())
            .filter(columns::contains)
            .map(name -> functions.col("`" + name + "`"))
            .toArray(Column[]::new);
    return own.length == 0 || own.length == rows.columns().length ? rows : rows.select(own);
  }
}
