package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.ScheduleConfig;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.policy.Estate;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.Encryption;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an installation has in its account, by its configuration and its contracts. */
final class ScheduledEstate {
  private ScheduledEstate() {}

  static Estate of(Workspace workspace, ScheduleSettings settings, Schedule.Target target) {
    Config config = workspace.config();
    Config.Aws aws = config.aws();
    ScheduleConfig schedule = settings.configured();
    String warehouse =
        aws.warehouse().isEmpty()
            ? ScheduleSettings.WAREHOUSE
            : aws.warehouse().replaceAll("/+$", "");
    String ports = config.portsLocation().orElse(settings.home() + "/ports").replaceAll("/+$", "");
    List<FeatureGroup> groups =
        workspace.contracts().all().stream()
            .filter(c -> c.ports().contains(OutputPort.FEATURE_GROUP))
            .map(FeatureGroup::of)
            .toList();
    Set<String> databases = new TreeSet<>();
    databases.add(OperationsTable.RUNS.id().domain());
    workspace.contracts().all().stream()
        .map(Contract::id)
        .forEach(id -> databases.add(id.domain()));
    return new Estate(
        settings.partition(),
        settings.region(),
        settings.account(),
        settings.name(),
        settings.artifacts(),
        List.of(warehouse, settings.home(), ports),
        ports,
        databases,
        new Estate.OfflineStores(
            groups.stream().map(g -> g.table().domain()).collect(Collectors.toSet()),
            warehouse + "/feature-store",
            groups.isEmpty() ? Optional.empty() : aws.featureStoreRole()),
        settings.eventBus(),
        settings.role(),
        schedule.stepFunctionsRole(),
        schedule.eventsRole(),
        target == Schedule.Target.EMR ? Optional.of(settings.emrApplication()) : Optional.empty(),
        schedule.alarmTopic().isPresent(),
        schedule.logGroup(),
        groups.stream().map(g -> g.name()).collect(Collectors.toSet()),
        aws.dataExchangeRegion(),
        Stream.concat(
                aws.encryption().flatMap(Encryption::key).stream(), aws.featureStoreKey().stream())
            .toList());
  }
}
