package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.features.FeatureStores;
import dev.jetbridge.pipelines.features.OfflineStore;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.RegistrationResult;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import dev.jetbridge.registry.featurestore.FeatureGroupRegistrar;
import dev.jetbridge.registry.featurestore.OfflineStoreTable;
import dev.jetbridge.registry.featurestore.RegisteredGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves products as SageMaker feature groups: the group first, since Feature Store makes the table
 * of its offline store itself, then the records. On platform local the group is planned only.
 */
final class FeatureGroupPort implements AutoCloseable {
  private final Workspace workspace;
  private final FeatureGroupRegistrar registrar;
  private final List<RegistrationResult> registered = new ArrayList<>();
  private long records;

  private FeatureGroupPort(Workspace workspace, FeatureGroupRegistrar registrar) {
    this.workspace = workspace;
    this.registrar = registrar;
  }

  static FeatureGroupPort open(Workspace workspace) {
    return new FeatureGroupPort(workspace, FeatureStores.registrar(workspace));
  }

  void serve(Contract contract) {
    FeatureGroup group = FeatureGroup.of(contract);
    OfflineStoreTable.createDatabase(workspace.lake().catalog(), group.table());
    RegisteredGroup registration = registrar.register(group);
    registered.add(registration.calls());
    records += new OfflineStore(workspace.lake(), contract, group, registration.table()).follow();
  }

  /** What was done, in words; a plan is written beside the report. */
  String conclude() {
    int writes = registered.stream().mapToInt(RegistrationResult::writes).sum();
    String done =
        "Feature groups: " + registered.size() + ", " + records + " records appended offline, ";
    if (workspace.config().platform() == Config.Platform.AWS) {
      return done + writes + " write calls";
    }
    String plan = workspace.report().writeJson("feature-group-plan.json", registered);
    return done + "the plan of " + writes + " calls is in " + plan;
  }

  @Override
  public void close() {
    registrar.close();
  }
}
