package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.RegistrationResult;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes products known to SageMaker as feature groups. It converges: it reads the group, compares,
 * and writes only what differs, so that the second time writes nothing.
 */
public interface FeatureGroupRegistrar extends AutoCloseable {
  /** How long a group may take until it is made or updated. */
  Duration PATIENCE = Duration.ofMinutes(15);

  /** Plans the calls against an account without groups; nothing remote is touched. */
  static FeatureGroupRegistrar local() {
    return new SageMakerRegistrar(
        RegistrationResult.Platform.LOCAL,
        new PlannedFeatureStore(),
        OfflineStorage.UNKNOWN,
        PATIENCE);
  }

  /** Makes the calls by the AWS SDK with the default chain of credentials. */
  static FeatureGroupRegistrar aws(AwsSettings settings, OfflineStorage storage) {
    return new SageMakerRegistrar(
        RegistrationResult.Platform.AWS, LiveFeatureStore.connect(settings), storage, PATIENCE);
  }

  /**
   * Creates the group, or adds the features it lacks and sets the time to live of its online store,
   * and waits until that is done. The database of its table must exist.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONTRACT when the group differs in what
   *     cannot be changed, with all of it; EXTERNAL when SageMaker throttles, fails, cannot be
   *     reached or does not end in time; CONFIG when credentials, a permission or quota are missing
   */
  RegisteredGroup register(FeatureGroup group);

  /** The table of a group as SageMaker knows it; empty when there is no such group. */
  Optional<ProductId> table(FeatureGroup group);

  @Override
  void close();
}
