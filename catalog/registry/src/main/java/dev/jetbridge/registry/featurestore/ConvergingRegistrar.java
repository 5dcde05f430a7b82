package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.RegistrationCall;
import dev.jetbridge.registry.RegistrationCall.Effect;
import dev.jetbridge.registry.RegistrationResult;
import dev.jetbridge.registry.RequestJson;
import dev.jetbridge.registry.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.LastUpdateStatusValue;

/** Reads a group, compares it with what it shall be, writes what differs and waits for it. */
final class ConvergingRegistrar implements FeatureGroupRegistrar {
  private static final int ADDITIONS_A_CALL = 100;
  private final RegistrationResult.Platform platform;
  private final FeatureStore store;
  private final OfflineStorage storage;
  private final Duration patience;

  ConvergingRegistrar(
      RegistrationResult.Platform platform,
      FeatureStore store,
      OfflineStorage storage,
      Duration patience) {
    this.platform = platform;
    this.store = store;
    this.storage = storage;
    this.patience = patience;
  }

  @Override
  public RegisteredGroup register(FeatureGroup group) {
    FeatureGroupRequests requests = new FeatureGroupRequests(group, storage);
    List<RegistrationCall> calls = new ArrayList<>();
    // A refused creation is well: another run made it, or SageMaker's index does not know it yet.
    if (!exists(requests, calls) && store.create(requests.create())) {
      calls.add(call("CreateFeatureGroup", Effect.WRITE, requests.create()));
    }
    GroupDifference difference = compare(group, ready(requests, calls));
    List<FeatureGroup.Feature> additions = difference.additions();
    for (int from = 0; from < additions.size(); from += ADDITIONS_A_CALL) {
      int to = Math.min(additions.size(), from + ADDITIONS_A_CALL);
      add(requests, additions.subList(from, to), calls);
    }
    return new RegisteredGroup(
        new RegistrationResult(group.product().toString(), platform, calls),
        difference.table().orElseThrow());
  }

  @Override
  public Optional<ProductId> table(FeatureGroup group) {
    FeatureGroupRequests requests = new FeatureGroupRequests(group, storage);
    List<RegistrationCall> calls = new ArrayList<>();
    return exists(requests, calls)
        ? compare(group, ready(requests, calls)).table()
        : Optional.empty();
  }

  @Override
  public void close() {
    store.close();
  }

  private boolean exists(FeatureGroupRequests requests, List<RegistrationCall> calls) {
    calls.add(call("Search", Effect.READ, requests.search()));
    return store.search(requests.search()) && describe(requests, calls).isPresent();
  }

  private void add(
      FeatureGroupRequests requests,
      List<FeatureGroup.Feature> features,
      List<RegistrationCall> calls) {
    store.update(requests.add(features));
    calls.add(call("UpdateFeatureGroup", Effect.WRITE, requests.add(features)));
    DescribeFeatureGroupResponse updated = ready(requests, calls);
    if (updated.lastUpdateStatus() != null
        && updated.lastUpdateStatus().status() == LastUpdateStatusValue.FAILED) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot add features to feature group "
              + requests.group().name()
              + ": Feature Store says "
              + updated.lastUpdateStatus().failureReason()
              + "; run again");
    }
  }

  private static GroupDifference compare(FeatureGroup group, DescribeFeatureGroupResponse found) {
    GroupDifference difference = GroupDifference.between(group, found);
    if (!difference.unchangeable().isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          "Cannot bring feature group "
              + group.name()
              + " to the contract of "
              + group.product()
              + ": "
              + String.join("; ", difference.unchangeable())
              + "; a group cannot be changed so: give the changed product a new name, or delete the"
              + " group if nobody reads it");
    }
    return difference;
  }

  /** The group once nothing is under way on it. */
  private DescribeFeatureGroupResponse ready(
      FeatureGroupRequests requests, List<RegistrationCall> calls) {
    String name = requests.group().name();
    Retry.Tries looks =
        Retry.looks(Duration.ofMillis(250), Duration.ofSeconds(10), patience).begin();
    while (true) {
      DescribeFeatureGroupResponse found =
          describe(requests, calls)
              .orElseThrow(() -> failed(name, "it was deleted meanwhile; run again"));
      switch (found.featureGroupStatus()) {
        case CREATED -> {
          if (found.lastUpdateStatus() == null
              || found.lastUpdateStatus().status() != LastUpdateStatusValue.IN_PROGRESS) {
            return found;
          }
        }
        case CREATE_FAILED ->
            throw failed(
                name,
                "Feature Store says "
                    + found.failureReason()
                    + "; delete the group, settle the reason and run again");
        case DELETING, DELETE_FAILED ->
            throw failed(name, "it is " + found.featureGroupStatusAsString() + "; run again later");
        case CREATING, UNKNOWN_TO_SDK_VERSION -> {
          // Not yet.
        }
      }
      if (!looks.again()) {
        throw failed(
            name,
            "still "
                + found.featureGroupStatusAsString()
                + " after "
                + patience.toSeconds()
                + " s; run again later");
      }
    }
  }

  private static JetbridgeException failed(String name, String reason) {
    return new JetbridgeException(
        FailureKind.EXTERNAL, "Cannot use feature group " + name + ": " + reason);
  }

  private Optional<DescribeFeatureGroupResponse> describe(
      FeatureGroupRequests requests, List<RegistrationCall> calls) {
    calls.add(call("DescribeFeatureGroup", Effect.READ, requests.describe()));
    return store.describe(requests.describe());
  }

  private static RegistrationCall call(String operation, Effect effect, SdkPojo request) {
    return new RegistrationCall("SageMaker", operation, effect, RequestJson.of(request));
  }
}
