package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.features.FeatureStores;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import dev.jetbridge.registry.featurestore.FeatureGroupRegistrar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Feature groups of SageMaker, see {@link FeatureGroupPort}. */
public record FeatureGroupOutput(Workspace workspace) implements Port {
  /** What Feature Store does not take. */
  public static List<Finding> findings(Contract contract, Optional<Set<ProductId>> products) {
    return contract.ports().contains(OutputPort.FEATURE_GROUP)
        ? FeatureGroup.faults(contract).stream().map(Finding::ofPort).toList()
        : List.of();
  }

  @Override
  public OutputPort kind() {
    return OutputPort.FEATURE_GROUP;
  }

  @Override
  public Served serve(List<Publication> published) {
    List<Unserved> unserved = new ArrayList<>();
    try (FeatureGroupPort port = FeatureGroupPort.open(workspace)) {
      for (Publication publication : published) {
        Contract contract = publication.contract();
        try {
          port.serve(publication, Instant.now());
        } catch (Throwable e) {
          unserved.add(
              Unserved.at(
                  kind(),
                  publication,
                  Failures.logged(e, "serve " + contract.id() + " as a feature group")));
        }
      }
      return new Served(port.conclude(), unserved);
    } catch (JetbridgeException e) {
      return new Served(
          List.of("Feature groups: none served"),
          published.stream().map(p -> Unserved.at(kind(), p, e)).toList());
    }
  }

  /**
   * The offline store. SageMaker makes its table and leaves it to its owner to keep it small
   * (Amazon SageMaker AI Developer Guide, "Offline store", Iceberg table format). Without a role
   * for Feature Store nothing was ever served.
   */
  @Override
  public Optional<ProductId> table(Contract contract) {
    if (workspace.config().platform() == Config.Platform.AWS
        && workspace.config().aws().featureStoreRole().isEmpty()) {
      return Optional.empty();
    }
    try (FeatureGroupRegistrar registrar = FeatureStores.registrar(workspace)) {
      return FeatureStores.tables(workspace, registrar).apply(FeatureGroup.of(contract));
    }
  }

  @Override
  public List<HowToRead> howToRead(Contract contract, UnaryOperator<String> commands) {
    return List.of(
        new HowToRead(
            "training set",
            commands.apply(
                "jetbridge features training-set --labels labels.csv --features '"
                    + contract.id()
                    + ".*' --out training.parquet")));
  }
}
