package dev.jetbridge.pipelines.ports.registration;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.ports.Port;
import dev.jetbridge.pipelines.ports.Publication;
import dev.jetbridge.pipelines.ports.Served;
import dev.jetbridge.pipelines.ports.Unserved;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The ports of a workspace. */
public final class Ports {
  private final Workspace workspace;
  private final List<Port> all;

  private Ports(Workspace workspace, List<Port> all) {
    this.workspace = workspace;
    this.all = List.copyOf(all);
  }

  public static Ports of(Workspace workspace) {
    return of(workspace, PortKinds.bundled());
  }

  /** Ports of kinds that are not all of the program. */
  public static Ports of(Workspace workspace, PortKinds kinds) {
    return new Ports(
        workspace, kinds.all().stream().map(kind -> kind.port().apply(workspace)).toList());
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
    return serve(contracts, all.stream().filter(port -> port.kind().equals(kind)).toList(), true);
  }

  private Served serve(Collection<Contract> contracts, List<Port> ports, boolean always) {
    List<Unserved> unread = new ArrayList<>();
    List<Publication> published =
        contracts.stream().flatMap(c -> published(c, unread).stream()).toList();
    Served served = new Served(List.of(), unread);
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
      JetbridgeException failure = Failures.logged(e, "serve products: port " + kind);
      return new Served(
          List.of("Port " + kind + ": failed, see below"),
          published.stream().map(p -> new Unserved(p.contract().id(), kind, failure)).toList());
    }
  }

  private Optional<Publication> published(Contract contract, List<Unserved> unread) {
    try {
      return Publication.of(workspace.lake(), contract);
    } catch (Throwable e) {
      JetbridgeException failure = Failures.logged(e, "serve " + contract.id());
      contract.ports().stream()
          .filter(port -> !port.equals(OutputPort.TABLE))
          .forEach(port -> unread.add(new Unserved(contract.id(), port.label(), failure)));
      return Optional.empty();
    }
  }

  /** All of them, in the order in which they are served. */
  public List<Port> all() {
    return all;
  }

  /** How each port of a product is read: its name, the tool and what to type. */
  public List<List<String>> howToRead(Contract contract, UnaryOperator<String> commands) {
    return contract.ports().stream()
        .flatMap(
            kind ->
                all.stream()
                    .filter(port -> port.kind().equals(kind))
                    .flatMap(port -> port.howToRead(contract, commands).stream())
                    .map(how -> List.of(kind.label(), how.reader(), how.line())))
        .toList();
  }
}
