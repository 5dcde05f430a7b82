package dev.jetbridge.pipelines.ports.registration;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractJudge;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.ports.EventOutput;
import dev.jetbridge.pipelines.ports.FeatureGroupOutput;
import dev.jetbridge.pipelines.ports.ParquetOutput;
import dev.jetbridge.pipelines.ports.PortKind;
import dev.jetbridge.pipelines.ports.TableOutput;
import dev.jetbridge.pipelines.warehouse.WarehousePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The kinds of ports that contracts may name, in the order in which they are served: a warehouse
 * loads what Parquet ports hold.
 */
public final class PortKinds implements ContractJudge {
  private static final List<PortKind> BUNDLED =
      List.of(
          new PortKind(OutputPort.TABLE, TableOutput::new, ContractJudge.NONE),
          new PortKind(OutputPort.PARQUET, ParquetOutput::new, ContractJudge.NONE),
          new PortKind(
              OutputPort.FEATURE_GROUP, FeatureGroupOutput::new, FeatureGroupOutput::findings),
          new PortKind(OutputPort.EVENT, EventOutput::new, ContractJudge.NONE),
          new PortKind(OutputPort.WAREHOUSE, WarehousePort::new, WarehousePort::findings));

  private final List<PortKind> all;

  private PortKinds(List<PortKind> all) {
    this.all = List.copyOf(all);
    Set<String> words = new TreeSet<>();
    for (PortKind kind : all) {
      if (!words.add(kind.word().label())) {
        throw new JetbridgeException(
            FailureKind.INTERNAL,
            "Cannot register port " + kind.word().label() + ": two ports have this name");
      }
    }
  }

  /** Those of the program. */
  public static PortKinds bundled() {
    return bundledAnd();
  }

  /**
   * Those of the program and others.
   *
   * @throws JetbridgeException INTERNAL when two have the same word
   */
  public static PortKinds bundledAnd(PortKind... others) {
    List<PortKind> all = new ArrayList<>(BUNDLED);
    all.addAll(List.of(others));
    return new PortKinds(all);
  }

  List<PortKind> all() {
    return all;
  }

  /** What keeps a contract from being served as it asks to be. */
  @Override
  public List<Finding> findings(Contract contract, Optional<Set<ProductId>> products) {
    List<Finding> findings = new ArrayList<>();
    List<String> words = all.stream().map(kind -> kind.word().label()).toList();
    for (OutputPort port : contract.ports()) {
      if (!words.contains(port.label())) {
        findings.add(
            Finding.ofProperty(
                "outputPorts",
                "unknown port " + port.label() + NearestName.hint(port.label(), words)));
      }
    }
    all.forEach(kind -> findings.addAll(kind.judge().findings(contract, products)));
    return findings;
  }
}
