package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.ports.HowToRead;
import dev.jetbridge.pipelines.ports.ParquetPort;
import dev.jetbridge.pipelines.ports.Port;
import dev.jetbridge.pipelines.ports.Publication;
import dev.jetbridge.pipelines.ports.Served;
import dev.jetbridge.pipelines.ports.Unserved;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Serves what Parquet ports hold in the warehouse. Where none is configured, it writes what a load
 * would run. The views of Athena are a script in either case: its tables are there already, and its
 * views are defined by whoever owns the workgroup.
 */
public final class WarehousePort implements Port {
  private final Workspace workspace;
  private final ParquetPort port;

  public WarehousePort(Workspace workspace) {
    this.workspace = workspace;
    this.port = new ParquetPort(workspace.lake(), workspace.ports());
  }

  /** What the engines do not share, and what cannot be loaded. */
  public static List<Finding> findings(Contract contract, Optional<Set<ProductId>> products) {
    List<Finding> findings = new ArrayList<>();
    for (Contract.Metric metric : contract.metrics()) {
      try {
        MetricSql.of(contract.id(), metric);
      } catch (JetbridgeException e) {
        findings.add(Finding.ofProperty("metrics", e.getMessage()));
      }
    }
    MetricView.tooManySets(contract)
        .ifPresent(fault -> findings.add(Finding.ofProperty("metrics", fault)));
    for (DerivedView view : DerivedView.of(contract)) {
      if (products.filter(others -> others.contains(view.id())).isPresent()) {
        findings.add(
            Finding.ofContract(
                "the view "
                    + view.id()
                    + " beside its table has the name of another product: rename one of them"));
      }
    }
    if (contract.ports().contains(OutputPort.WAREHOUSE)) {
      if (!contract.ports().contains(OutputPort.PARQUET)) {
        findings.add(
            Finding.ofPort("the warehouse is loaded from the port parquet: name parquet, too"));
      }
      TableStatements.untyped(contract)
          .forEach(
              column ->
                  findings.add(
                      Finding.ofPort(
                          "the warehouse has no type for column "
                              + column.name()
                              + ", "
                              + column.type().simpleString())));
    }
    return findings;
  }

  @Override
  public OutputPort kind() {
    return OutputPort.WAREHOUSE;
  }

  /** Views are defined in Athena, whether the product is loaded here or not. */
  @Override
  public boolean serves(Contract contract) {
    return Port.super.serves(contract) || !DerivedView.of(contract).isEmpty();
  }

  @Override
  public List<HowToRead> howToRead(Contract contract, UnaryOperator<String> commands) {
    List<HowToRead> lines = new ArrayList<>();
    lines.add(new HowToRead("Redshift", "select * from " + contract.id() + " limit 20;"));
    for (DerivedView view : DerivedView.of(contract)) {
      lines.add(
          new HowToRead("Redshift, " + view.suffix(), "select * from " + view.id() + " limit 20;"));
    }
    return lines;
  }

  /** Loads the current version of every product of these that has the port, or plans it. */
  @Override
  public Served serve(List<Publication> published) {
    List<Contract> contracts = published.stream().map(Publication::contract).toList();
    List<String> lines = new ArrayList<>();
    List<Unserved> unserved = new ArrayList<>();
    try {
      List<Contract> definable = contracts.stream().filter(c -> hasMeaning(c, unserved)).toList();
      List<PortVersion> versions = definable.stream().flatMap(c -> version(c).stream()).toList();
      Optional<Config.Warehouse> warehouse = workspace.config().warehouse();
      boolean whole = isWhole(contracts);
      if (warehouse.isEmpty()) {
        if (whole) {
          lines.add(plan());
        }
      } else if (!versions.isEmpty()) {
        // Views alone are a script: nobody need answer for it.
        lines.add(load(warehouse.get(), versions, unserved));
      }
      if (whole) {
        lines.add(athena());
      }
    } catch (Throwable e) {
      JetbridgeException failure = Failures.logged(e, "serve products in the warehouse");
      contracts.forEach(c -> unserved.add(at(c, failure)));
      lines.add("Warehouse: failed, see below");
    }
    return new Served(lines, unserved);
  }

  /**
   * Whether every engine understands the metrics; one product that asks too much stops no other.
   */
  private boolean hasMeaning(Contract contract, List<Unserved> unserved) {
    try {
      contract.metrics().forEach(m -> MetricSql.of(contract.id(), m));
      return true;
    } catch (JetbridgeException e) {
      unserved.add(at(contract, e));
      return false;
    }
  }

  private Unserved at(Contract contract, JetbridgeException failure) {
    return new Unserved(contract.id(), kind().label(), failure);
  }

  private Optional<PortVersion> version(Contract contract) {
    return contract.ports().contains(OutputPort.WAREHOUSE)
        ? port.current(contract.id())
            .map(m -> new PortVersion(contract, m, port.folder(contract.id())))
        : Optional.empty();
  }

  private String load(
      Config.Warehouse configured, List<PortVersion> versions, List<Unserved> unserved) {
    int fresh = 0;
    Deque<PortVersion> left = new ArrayDeque<>(versions);
    try (Warehouse warehouse =
        new Warehouse(
            WarehouseConnection.open(configured, workspace.secrets()),
            new RedshiftDialect(configured.iamRole(), port),
            WarehouseConnection.place(configured),
            port::version)) {
      while (!left.isEmpty()) {
        PortVersion version = left.pop();
        try {
          fresh += warehouse.load(version.contract(), version.manifest(), version.folder()) ? 1 : 0;
        } catch (RuntimeException e) {
          JetbridgeException failure =
              Failures.known(e, "load " + version.contract().id() + " into the warehouse");
          unserved.add(at(version.contract(), failure));
          if (!warehouse.isUsable()) {
            throw failure;
          }
        }
      }
    } catch (JetbridgeException e) {
      left.forEach(version -> unserved.add(at(version.contract(), e)));
    }
    return "Warehouse: "
        + versions.size()
        + " products, "
        + fresh
        + " loaded, in "
        + WarehouseConnection.place(configured);
  }

  /**
   * Whether nothing that is published is missing: what speaks of the mesh is written by who serves
   * all of it, not by jobs that make some products each.
   */
  private boolean isWhole(List<Contract> contracts) {
    return reachesAll(contracts)
        && workspace.contracts().all().stream()
            .filter(c -> serves(c) && !contracts.contains(c))
            .noneMatch(c -> workspace.lake().mainSnapshot(c.id()).isPresent());
  }

  private boolean reachesAll(List<Contract> contracts) {
    return workspace.config().platform() == Config.Platform.LOCAL
        || !workspace
            .config()
            .domains()
            .haveRoleOfTheirOwn(contracts.stream().map(c -> c.id().domain()).toList());
  }

  private String plan() {
    List<PortVersion> versions = definable().stream().flatMap(c -> version(c).stream()).toList();
    String plan =
        workspace
            .report()
            .write(
                "warehouse-plan.sql", new WarehousePlan(Config.Warehouse.OWN_ROLE).loads(versions));
    return "Warehouse: none is configured; the load of "
        + versions.size()
        + " products is in "
        + plan;
  }

  private String athena() {
    return "Athena: the views to define are in "
        + workspace
            .report()
            .write(
                "athena-views.sql",
                WarehouseDefinitions.athena(definable(), workspace.config().databases()));
  }

  private List<Contract> definable() {
    return workspace.contracts().all().stream()
        .filter(c -> serves(c) && hasMeaning(c, new ArrayList<>()))
        .toList();
  }
}
