package dev.jetbridge.pipelines.compile;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractJudge;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.registry.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes of contracts what follows from them. What it finds wrong in one is what linting tells: a
 * contract compiles when it has no finding, and only then.
 */
public final class ProductCompiler implements ContractJudge {
  private final Transformations transformations;
  private final Formats formats;
  private final ContractJudge around;
  private final Optional<Contracts> mesh;

  /**
   * @param around what those who bring files and serve products find wrong
   */
  public ProductCompiler(Transformations transformations, Formats formats, ContractJudge around) {
    this(transformations, formats, around, Optional.empty());
  }

  private ProductCompiler(
      Transformations transformations,
      Formats formats,
      ContractJudge around,
      Optional<Contracts> mesh) {
    this.transformations = transformations;
    this.formats = formats;
    this.around = around;
    this.mesh = mesh;
  }

  /** The same among the products of a mesh: queries of rules may read no others. */
  public ProductCompiler among(Contracts contracts) {
    return new ProductCompiler(transformations, formats, around, Optional.of(contracts));
  }

  /** The contracts among which it compiles; none for contracts by themselves. */
  public Collection<Contract> mesh() {
    return mesh.map(Contracts::all).orElse(List.of());
  }

  private Optional<Set<ProductId>> products() {
    return mesh.map(
        contracts -> {
          Set<ProductId> products = new HashSet<>();
          contracts.all().stream().map(Contract::id).forEach(products::add);
          contracts.broken().stream()
              .map(BrokenContract::product)
              .forEach(p -> p.ifPresent(products::add));
          return products;
        });
  }

  /**
   * What follows from a contract.
   *
   * @throws JetbridgeException CONFIG with every finding
   */
  public CompiledProduct compile(Contract contract) {
    Compilation compilation = new Compilation(contract, products());
    if (!compilation.findings.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot make "
              + contract.id()
              + ": "
              + compilation.findings.stream().map(Finding::text).collect(Collectors.joining("; "))
              + " (in "
              + contract.origin()
              + ")");
    }
    return compilation.product();
  }

  /**
   * What follows from several contracts.
   *
   * @throws JetbridgeException CONFIG with every finding of every contract
   */
  public List<CompiledProduct> compile(Collection<Contract> contracts) {
    List<CompiledProduct> compiled = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Contract contract : contracts) {
      try {
        compiled.add(compile(contract));
      } catch (JetbridgeException e) {
        faults.add(e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new JetbridgeException(FailureKind.CONFIG, String.join("\n", faults));
    }
    return compiled;
  }

  @Override
  public List<Finding> findings(Contract contract, Optional<Set<ProductId>> others) {
    return new Compilation(contract, others).findings;
  }

  /** The parts of one product, as far as they can be made. */
  private final class Compilation {
    private final Contract contract;
    private final List<Finding> findings = new ArrayList<>();
    private final RuleSet rules;
    private final Optional<TableDefinition> table;

    Compilation(Contract contract, Optional<Set<ProductId>> others) {
      this.contract = contract;
      RuleSet.Judged judged = RuleSet.judge(contract, others);
      this.rules = judged.rules();
      findings.addAll(judged.findings());
      transformations
          .faults(contract)
          .forEach(fault -> findings.add(Finding.ofProperty("transformation", fault)));
      findings.addAll(formats.findings(contract));
      this.table = table();
      findings.addAll(around.findings(contract, others));
    }

    private Optional<TableDefinition> table() {
      try {
        return Optional.of(TableDefinition.of(contract));
      } catch (JetbridgeException e) {
        findings.add(Finding.ofContract(e.getMessage()));
        return Optional.empty();
      }
    }

    CompiledProduct product() {
      Contract written = formats.written(contract);
      return new CompiledProduct(
          written,
          table.orElseThrow(),
          rules,
          written.source().map(source -> formats.reader(written)),
          job());
    }

    private Optional<Job> job() {
      return contract
          .derivation()
          .transformation()
          .map(name -> transformations.create(name, contract.derivation().parameters()));
    }
  }
}
