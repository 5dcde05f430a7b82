package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.RegistrationCall;
import dev.jetbridge.registry.RegistrationCall.Effect;
import dev.jetbridge.registry.RegistrationResult;
import dev.jetbridge.registry.RequestJson;
import dev.jetbridge.registry.converge.Convergence;
import dev.jetbridge.registry.converge.DesiredState;
import dev.jetbridge.registry.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.LastUpdateStatusValue;
import software.amazon.awssdk.services.sagemaker.model.UpdateFeatureGroupRequest;

/** Brings a group to its desired state and waits for it. */
record SageMakerRegistrar(
    RegistrationResult.Platform platform,
    FeatureStore store,
    OfflineStorage storage,
    Duration patience)
    implements FeatureGroupRegistrar {
  private static final int ADDITIONS_A_CALL = 100;

  @Override
  public RegisteredGroup register(FeatureGroup group) {
    Registration registration = new Registration(group);
    Convergence.converge(registration.desired());
    return new RegisteredGroup(
        new RegistrationResult(group.product().toString(), platform, registration.calls),
        registration.found.table().orElseThrow());
  }

  @Override
  public Optional<ProductId> table(FeatureGroup group) {
    return new Registration(group).actual().flatMap(GroupDifference::table);
  }

  @Override
  public void close() {
    store.close();
  }

  /** The calls about one group. */
  private final class Registration {
    private final FeatureGroup group;
    private final FeatureGroupRequests requests;
    private final List<RegistrationCall> calls = new ArrayList<>();
    private GroupDifference found;

    Registration(FeatureGroup group) {
      this.group = group;
      this.requests = new FeatureGroupRequests(group, storage);
    }

    DesiredState<GroupDifference> desired() {
      return new DesiredState<>(
          "feature group " + group.name(),
          this::actual,
          this::create,
          GroupDifference::changes,
          this::update);
    }

    private Optional<GroupDifference> actual() {
      calls.add(call("Search", Effect.READ, requests.search()));
      boolean exists = store.search(requests.search()) && describe().isPresent();
      return exists ? Optional.of(difference()) : Optional.empty();
    }

    /** A refusal is well: another run made it, or SageMaker's index does not know it yet. */
    private void create() {
      if (store.create(requests.create())) {
        calls.add(call("CreateFeatureGroup", Effect.WRITE, requests.create()));
      }
      update(difference());
    }

    private void update(GroupDifference difference) {
      List<FeatureGroup.Feature> additions = difference.additions();
      for (int from = 0; from < additions.size(); from += ADDITIONS_A_CALL) {
        update(
            "add features to",
            requests.add(
                additions.subList(from, Math.min(additions.size(), from + ADDITIONS_A_CALL))));
      }
      if (difference.otherTimeToLive()) {
        update("set the time to live of", requests.timeToLive());
      }
    }

    private void update(String what, UpdateFeatureGroupRequest request) {
      store.update(request);
      calls.add(call("UpdateFeatureGroup", Effect.WRITE, request));
      DescribeFeatureGroupResponse updated = ready();
      if (updated.lastUpdateStatus() != null
          && updated.lastUpdateStatus().status() == LastUpdateStatusValue.FAILED) {
        throw new JetbridgeException(
            FailureKind.EXTERNAL,
            "Cannot %s feature group %s: Feature Store says %s; run again"
                .formatted(what, group.name(), updated.lastUpdateStatus().failureReason()));
      }
    }

    /** What separates the group from the desired state, once nothing is under way on it. */
    private GroupDifference difference() {
      found = GroupDifference.between(group, storage.database(group), ready());
      if (!found.unchangeable().isEmpty()) {
        throw new JetbridgeException(
            FailureKind.CONTRACT,
            "Cannot bring feature group "
                + group.name()
                + " to the contract of "
                + group.product()
                + ": "
                + String.join("; ", found.unchangeable())
                + "; a group cannot be changed so: give the changed product a new name, or delete"
                + " the group if nobody reads it");
      }
      return found;
    }

    private DescribeFeatureGroupResponse ready() {
      Retry.Tries looks =
          Retry.looks(Duration.ofMillis(250), Duration.ofSeconds(10), patience).begin();
      while (true) {
        DescribeFeatureGroupResponse found =
            describe().orElseThrow(() -> failed("it was deleted meanwhile; run again"));
        switch (found.featureGroupStatus()) {
          case CREATED -> {
            if (found.lastUpdateStatus() == null
                || found.lastUpdateStatus().status() != LastUpdateStatusValue.IN_PROGRESS) {
              return found;
            }
          }
          case CREATE_FAILED ->
              throw failed(
                  "Feature Store says "
                      + found.failureReason()
                      + "; delete the group, fix the cause and run again");
          case DELETING, DELETE_FAILED ->
              throw failed("it is " + found.featureGroupStatusAsString() + "; run again later");
          case CREATING, UNKNOWN_TO_SDK_VERSION -> {
            // Not yet.
          }
        }
        if (!looks.again()) {
          throw failed(
              "still "
                  + found.featureGroupStatusAsString()
                  + " after "
                  + patience.toSeconds()
                  + " s; run again later");
        }
      }
    }

    private Optional<DescribeFeatureGroupResponse> describe() {
      calls.add(call("DescribeFeatureGroup", Effect.READ, requests.describe()));
      return store.describe(requests.describe());
    }

    private JetbridgeException failed(String reason) {
      return new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot use feature group " + group.name() + ": " + reason);
    }
  }

  private static RegistrationCall call(String operation, Effect effect, SdkPojo request) {
    return new RegistrationCall("SageMaker", operation, effect, RequestJson.of(request));
  }
}
