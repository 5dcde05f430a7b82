package dev.jetbridge.pipelines.ports.registration;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractJudge;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.ports.EventOutput;
import dev.jetbridge.pipelines.ports.FeatureGroupOutput;
import dev.jetbridge.pipelines.ports.ParquetOutput;
import dev.jetbridge.pipelines.ports.Port;
import dev.jetbridge.pipelines.ports.Publication;
import dev.jetbridge.pipelines.ports.Served;
import dev.jetbridge.pipelines.ports.TableOutput;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.warehouse.WarehousePort;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The ports, in the order in which they are served: a warehouse loads what Parquet ports hold. */
public final class Ports {
  private static final List<Kind> KINDS =
      List.of(
          new Kind(workspace -> new TableOutput(), ContractJudge.NONE),
          new Kind(ParquetOutput::new, ContractJudge.NONE),
          new Kind(FeatureGroupOutput::new, FeatureGroupOutput::findings),
          new Kind(EventOutput::new, ContractJudge.NONE),
          new Kind(WarehousePort::new, WarehousePort::findings));

  private final Workspace workspace;
  private final List<Port> all;

  /**
   * A kind of port.
   *
   * @param judge what it finds wrong in contracts that it should serve
   */
  private record Kind(Function<Workspace, Port> port, ContractJudge judge) {}

  private Ports(Workspace workspace, List<Port> all) {
    this.workspace = workspace;
    this.all = List.copyOf(all);
  }

  public static Ports of(Workspace workspace) {
    return new Ports(workspace, KINDS.stream().map(k -> k.port().apply(workspace)).toList());
  }

  /** What keeps a contract from being served as it asks to be. */
  public static List<Finding> findings(Contract contract, Optional<Set<ProductId>> products) {
    return KINDS.stream().flatMap(k -> k.judge().findings(contract, products).stream()).toList();
  }

  /**
   * Serves every published product of these. A port is opened when there is something to serve; one
   * that fails as a whole leaves the others and the tables as they are.
   */
  public Served serve(Collection<Contract> contracts) {
    return serve(contracts, all, false);
  }

  /** Serves them through one port, which is opened in any case. */
  public Served serve(Collection<Contract> contracts, OutputPort kind) {
    return serve(contracts, all.stream().filter(port -> port.kind() == kind).toList(), true);
  }

  private Served serve(Collection<Contract> contracts, List<Port> ports, boolean always) {
    List<JetbridgeException> failures = new ArrayList<>();
    List<Publication> published =
        contracts.stream().flatMap(c -> published(c, failures).stream()).toList();
    Served served = new Served(List.of(), failures);
    for (Port port : ports) {
      List<Publication> ofPort = published.stream().filter(p -> port.serves(p.contract())).toList();
      if (always || !ofPort.isEmpty()) {
        served = served.and(serve(port, ofPort));
      }
    }
    return served;
  }

  private static Served serve(Port port, List<Publication> published) {
    try {
      return port.serve(published);
    } catch (Throwable e) {
      String kind = port.kind().label();
      return new Served(
          List.of("Port " + kind + ": failed, see below"),
          List.of(Failures.logged(e, "serve products: port " + kind)));
    }
  }

  private Optional<Publication> published(Contract contract, List<JetbridgeException> failures) {
    try {
      return Publication.of(workspace.lake(), contract);
    } catch (Throwable e) {
      failures.add(Failures.logged(e, "serve " + contract.id()));
      return Optional.empty();
    }
  }

  /** How each port of a product is read: its name and what to type. */
  public List<List<String>> howToRead(Contract contract, UnaryOperator<String> commands) {
    return contract.ports().stream()
        .flatMap(
            kind ->
                all.stream()
                    .filter(port -> port.kind() == kind)
                    .map(port -> List.of(kind.label(), port.howToRead(contract, commands))))
        .toList();
  }
}
