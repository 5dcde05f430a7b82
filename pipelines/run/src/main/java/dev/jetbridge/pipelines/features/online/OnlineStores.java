package dev.jetbridge.pipelines.features.online;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The online stores of products that are served together, and what was done, in words. On platform
 * local nothing is sent: what would be is counted.
 */
public final class OnlineStores {
  private final Workspace workspace;
  private final List<OnlinePlan> plans = new ArrayList<>();
  private int stores;
  private HandOver done = HandOver.NOTHING;

  public OnlineStores(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Hands a publication over to the online store of its group, if it has one.
   *
   * @throws JetbridgeException EXTERNAL or CONFIG when some records are left; those that were sent
   *     are remembered
   */
  public void serve(Contract contract, FeatureGroup group, RunKey publication, Instant now) {
    if (group.online().isEmpty()) {
      return;
    }
    OnlineStore store = new OnlineStore(workspace.lake(), workspace.operations(), contract, group);
    stores++;
    if (workspace.config().platform() == Config.Platform.LOCAL) {
      plans.add(store.plan(publication.snapshot(), now));
      return;
    }
    HandOver handOver =
        store.handOver(workspace.awsSettings(), publication, OnlineStore.PATIENCE, now);
    done = done.and(handOver);
    if (handOver.failure().isPresent()) {
      throw handOver.failure().get();
    }
  }

  /** What was done; empty when no group has an online store. */
  public Optional<String> conclude() {
    if (stores == 0) {
      return Optional.empty();
    }
    if (workspace.config().platform() == Config.Platform.LOCAL) {
      long records = plans.stream().mapToLong(OnlinePlan::calls).sum();
      return Optional.of(
          "Online stores: platform is local, nothing was sent; the plan of "
              + records
              + " records is in "
              + workspace.report().writeJson("online-store-plan.json", plans));
    }
    return Optional.of("Online stores: " + stores + ", " + done.words());
  }
}
