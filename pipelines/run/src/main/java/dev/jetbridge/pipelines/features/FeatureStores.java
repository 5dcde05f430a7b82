package dev.jetbridge.pipelines.features;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.Encryption;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import dev.jetbridge.registry.featurestore.FeatureGroupRegistrar;
import dev.jetbridge.registry.featurestore.OfflineStorage;
import java.util.Optional;
import java.util.function.Function;

/** Reaches the feature store of an installation. */
public final class FeatureStores {
  private FeatureStores() {}

  /**
   * The registrar of the platform.
   *
   * @throws JetbridgeException CONFIG on platform aws without a role for Feature Store
   */
  public static FeatureGroupRegistrar registrar(Workspace workspace) {
    Config config = workspace.config();
    if (config.platform() == Config.Platform.LOCAL) {
      return FeatureGroupRegistrar.local();
    }
    String role =
        config
            .aws()
            .featureStoreRole()
            .orElseThrow(
                () ->
                    new JetbridgeException(
                        FailureKind.CONFIG,
                        "Cannot reach the feature store: aws.feature-store-role is missing; name in"
                            + " "
                            + Config.FILE
                            + " the role that SageMaker assumes to write offline stores"));
    return FeatureGroupRegistrar.aws(
        workspace.awsSettings(),
        OfflineStorage.in(
            config.databases(), role, key(config.aws()), config.aws().featureStoreOnlineKey()));
  }

  /** That of tables and files where none is named: a bucket may take no other. */
  private static Optional<String> key(Config.Aws aws) {
    return aws.featureStoreKey().or(() -> aws.encryption().flatMap(Encryption::key));
  }

  /** Where the offline stores of groups are: on platform aws where SageMaker says. */
  public static Function<FeatureGroup, Optional<ProductId>> tables(
      Workspace workspace, FeatureGroupRegistrar registrar) {
    return workspace.config().platform() == Config.Platform.LOCAL
        ? group -> Optional.of(group.table())
        : registrar::table;
  }
}
