package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.features.FeatureStores;
import dev.jetbridge.pipelines.features.OfflineStore;
import dev.jetbridge.pipelines.features.online.OnlineStores;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.RegistrationResult;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import dev.jetbridge.registry.featurestore.FeatureGroupRegistrar;
import dev.jetbridge.registry.featurestore.OfflineStoreTable;
import dev.jetbridge.registry.featurestore.RegisteredGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Serves products as SageMaker feature groups: the group first, since Feature Store makes the table
 * of its offline store itself, then the records, those of the online store last. On platform local
 * group and online store are planned only.
 */
final class FeatureGroupPort implements AutoCloseable {
  private final Workspace workspace;
  private final FeatureGroupRegistrar registrar;
  private final OnlineStores online;
  private final List<RegistrationResult> registered = new ArrayList<>();
  private long records;

  private FeatureGroupPort(Workspace workspace, FeatureGroupRegistrar registrar) {
    this.workspace = workspace;
    this.registrar = registrar;
    this.online = new OnlineStores(workspace);
  }

  static FeatureGroupPort open(Workspace workspace) {
    return new FeatureGroupPort(workspace, FeatureStores.registrar(workspace));
  }

  void serve(Publication publication, Instant now) {
    Contract contract = publication.contract();
    FeatureGroup group = FeatureGroup.of(contract);
    OfflineStoreTable.createDatabase(workspace.lake().catalog(), group.table());
    RegisteredGroup registration = registrar.register(group);
    registered.add(registration.calls());
    records += new OfflineStore(workspace.lake(), contract, group, registration.table()).follow();
    RunKey key = new RunKey(publication.snapshot(), publication.runId(), contract.id());
    online.serve(contract, group, key, now);
  }

  /** What was done, in words; plans are written beside the report. */
  List<String> conclude() {
    return Stream.concat(Stream.of(groups()), online.conclude().stream()).toList();
  }

  private String groups() {
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
