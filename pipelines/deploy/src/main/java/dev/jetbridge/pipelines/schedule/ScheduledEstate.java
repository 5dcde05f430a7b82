package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.channel.registration.Channels;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.ScheduleConfig;
import dev.jetbridge.pipelines.config.SecretSource;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.policy.Estate;
import dev.jetbridge.pipelines.policy.JobRole;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.Encryption;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an installation has in its account, by its configuration and its contracts. */
final class ScheduledEstate {
  private static final String OPERATIONS = OperationsTable.RUNS.id().domain();

  private final ScheduleSettings settings;
  private final JobGraph graph;
  private final Collection<Contract> contracts;
  private final DomainHoldings holdings;
  private final Channels channels;

  private ScheduledEstate(Workspace workspace, ScheduleSettings settings, JobGraph graph) {
    this.settings = settings;
    this.graph = graph;
    this.contracts = workspace.contracts().all();
    this.holdings = new DomainHoldings(settings, workspace.config().portsLocation());
    this.channels = Channels.of(workspace);
  }

  static Estate of(
      Workspace workspace, ScheduleSettings settings, JobGraph graph, Schedule.Target target) {
    return new ScheduledEstate(workspace, settings, graph).estate(workspace.config(), target);
  }

  private Estate estate(Config config, Schedule.Target target) {
    Config.Aws aws = config.aws();
    ScheduleConfig schedule = settings.configured();
    List<Contract> grouped = grouped(contracts);
    return new Estate(
        settings.partition(),
        settings.region(),
        settings.account(),
        settings.name(),
        settings.artifacts(),
        files(aws.warehouse(), config.portsLocation()),
        holdings.ports(domains(contracts)),
        new Estate.OfflineStores(
            holdings.offlineStores(domains(grouped)),
            grouped.isEmpty() ? Optional.empty() : aws.featureStoreRole()),
        settings.eventBus(),
        jobRoles(),
        schedule.stepFunctionsRole(),
        schedule.eventsRole(),
        target == Schedule.Target.EMR ? Optional.of(settings.emrApplication()) : Optional.empty(),
        target == Schedule.Target.GLUE,
        schedule.alarmTopic().isPresent(),
        schedule.logGroup(),
        aws.dataExchangeRegion(),
        config.managedSecrets().stream().map(s -> arn(settings, s)).toList(),
        aws.secretsKey(),
        aws.featureStoreOnlineKey(),
        Stream.concat(
                aws.encryption().flatMap(Encryption::key).stream(), aws.featureStoreKey().stream())
            .toList());
  }

  /** The common role serves and maintains all products; that of a domain makes its own. */
  private List<JobRole> jobRoles() {
    Set<String> all = domains(contracts);
    all.add(OPERATIONS);
    List<JobRole> roles = new ArrayList<>();
    roles.add(
        new JobRole(
            "jobs",
            settings.role(),
            holdings.all(all, domains(grouped(contracts))),
            holdings.read(domains(contracts)),
            holdings.read(Set.of()),
            featureGroups(contracts),
            onlineStores(contracts),
            true));
    Map<String, List<Contract>> own = new TreeMap<>();
    for (JobGroup group : graph.all()) {
      String role = settings.role(Optional.of(group.domain()));
      if (!role.equals(settings.role())) {
        own.computeIfAbsent(role, r -> new ArrayList<>()).addAll(group.products());
      }
    }
    own.forEach((arn, products) -> roles.add(jobRole(arn, products)));
    return roles;
  }

  private JobRole jobRole(String arn, List<Contract> products) {
    Set<String> made = domains(products);
    Set<String> read =
        products.stream()
            .flatMap(contract -> contract.derivation().inputs().stream())
            .map(ProductId::domain)
            .collect(Collectors.toCollection(TreeSet::new));
    read.removeAll(made);
    return new JobRole(
        "jobs-" + String.join("-", made),
        arn,
        holdings.made(made, OPERATIONS, domains(grouped(products))),
        holdings.read(made),
        holdings.read(read),
        featureGroups(products),
        onlineStores(products),
        products.stream().anyMatch(this::comeFromDataExchange));
  }

  private boolean comeFromDataExchange(Contract contract) {
    return channels.all().stream()
        .filter(channel -> channel.calls().contains(AwsService.DATAEXCHANGE))
        .anyMatch(channel -> channel.serves(contract));
  }

  private static Set<String> featureGroups(Collection<Contract> products) {
    return names(grouped(products));
  }

  private static Set<String> onlineStores(Collection<Contract> products) {
    return names(products.stream().filter(c -> c.serving().online().isPresent()).toList());
  }

  private static Set<String> names(List<Contract> grouped) {
    return grouped.stream()
        .map(contract -> FeatureGroup.of(contract).name())
        .collect(Collectors.toSet());
  }

  private static List<Contract> grouped(Collection<Contract> products) {
    return products.stream().filter(c -> c.ports().contains(OutputPort.FEATURE_GROUP)).toList();
  }

  private static Set<String> domains(Collection<Contract> products) {
    return products.stream()
        .map(contract -> contract.id().domain())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> files(String warehouse, Optional<String> ports) {
    return Stream.of(
            Optional.of(warehouse.isEmpty() ? ScheduleSettings.WAREHOUSE : warehouse),
            Optional.of(settings.home()),
            ports.filter(location -> location.startsWith("s3")))
        .flatMap(Optional::stream)
        .toList();
  }

  private static String arn(ScheduleSettings settings, SecretSource.Managed secret) {
    return secret.region().isPresent()
        ? secret.id()
        : settings.arn("secretsmanager", "secret:" + secret.id() + "-??????");
  }
}
