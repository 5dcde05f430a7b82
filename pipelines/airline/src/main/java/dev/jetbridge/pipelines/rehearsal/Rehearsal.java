package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.policy.RolePolicy;
import dev.jetbridge.pipelines.schedule.Changes;
import dev.jetbridge.pipelines.schedule.Schedule;
import dev.jetbridge.pipelines.schedule.StatesExecution;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * A schedule on this machine: applied to counterparts as it would be to AWS, read back from them,
 * and run, each job in a process of its own from the deployable jar.
 */
final class Rehearsal implements AutoCloseable {
  /** Who applies the schedule; no role of the configuration is. */
  static final String APPLIER = "applier";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Schedule.Target target;
  private final RehearsedSettings settings;
  private final DeployableJar jar;
  private final Path folder;
  private final Platform platform;
  private final GlueScripts scripts;
  private final Moto moto;
  private final Gatekeeper keeper;
  private final WorkflowRuns runs = new WorkflowRuns();
  private final Caller operator;
  private final Optional<RehearsedWarehouse> warehouse;
  private final Path configuration;
  private final Map<String, Policy> policies = new TreeMap<>();
  private final List<JobRun> ended = new ArrayList<>();
  private int started;

  private Rehearsal(
      Schedule.Target target,
      RehearsedSettings settings,
      DeployableJar jar,
      String classPath,
      Path folder,
      Optional<URI> dataExchange,
      Faults faults) {
    this.target = target;
    this.settings = settings;
    this.jar = jar;
    this.folder = folder;
    Account account = settings.account();
    this.moto = Moto.start(account.id(), folder.resolve("moto.log"));
    Function<String, URI> upstreams =
        service ->
            service.equals("dataexchange") ? dataExchange.orElse(moto.address()) : moto.address();
    this.keeper = Gatekeeper.start(account, upstreams, runs, faults);
    this.platform = new Platform(classPath, keeper.address(), folder.resolve("platform"));
    this.scripts = new GlueScripts(platform, folder.resolve("scripts"));
    this.operator = keeper.admit("operator", "");
    settings.serveAt(keeper.address());
    this.warehouse = settings.hasWarehouse() ? Optional.of(startWarehouse()) : Optional.empty();
    this.configuration = settings.write(folder.resolve("rehearsed.properties"));
  }

  /**
   * Starts the counterparts and does what an operator does first: buckets, and secrets in them.
   *
   * @param target what starts the jobs
   * @param build where the build wrote
   * @param folder for everything that the rehearsal writes
   * @param dataExchange where its counterpart is; empty for none
   * @param faults of the services
   */
  static Rehearsal open(
      Schedule.Target target,
      RehearsedSettings settings,
      DeployableJar jar,
      Path build,
      Path folder,
      Optional<URI> dataExchange,
      Faults faults) {
    String classPath = Platform.classPath(build);
    Rehearsal rehearsal =
        new Rehearsal(target, settings, jar, classPath, folder, dataExchange, faults);
    try {
      rehearsal.prepare();
      return rehearsal;
    } catch (RuntimeException e) {
      rehearsal.close();
      throw e;
    }
  }

  private RehearsedWarehouse startWarehouse() {
    S3Client s3 = s3(keeper.admit("COPY", settings.copyRole()));
    RehearsedWarehouse started = new RehearsedWarehouse(settings, s3, folder.resolve("warehouse"));
    settings.loadAt(started.server().url());
    return started;
  }

  private void prepare() {
    try (S3Client s3 = s3(operator)) {
      String region = settings.account().region();
      for (String bucket : settings.buckets()) {
        s3.createBucket(
            b ->
                b.bucket(bucket)
                    .createBucketConfiguration(
                        c -> c.locationConstraint(region.equals("us-east-1") ? null : region)));
      }
      S3Objects objects = new S3Objects(s3);
      settings
          .secrets()
          .forEach(
              secret ->
                  objects.put(secret, settings.artifacts() + "/secrets/" + secret.getFileName()));
    }
    Map<String, String> texts = settings.managedSecrets();
    if (!texts.isEmpty()) {
      try (SecretsManagerClient secrets =
          client(AwsService.SECRETSMANAGER, SecretsManagerClient.builder())) {
        texts.forEach((name, text) -> secrets.createSecret(r -> r.name(name).secretString(text)));
      }
    }
  }

  /** The configuration by which anything finds the counterparts. */
  Path configuration() {
    return configuration;
  }

  /** An access key with which one may do everything. */
  Caller operator() {
    return operator;
  }

  /**
   * Applies the schedule of a workspace, with the credentials of who applies. From the first time
   * on, each role may do what its generated policy allows.
   *
   * @param workspace one of {@link #configuration()}
   */
  Changes apply(Workspace workspace) {
    Caller applier = keeper.admit("schedule apply", APPLIER);
    Map<String, String> credentials =
        Map.of("aws.accessKeyId", applier.accessKey(), "aws.secretAccessKey", Caller.SECRET);
    Map<String, Optional<String>> before = new TreeMap<>();
    credentials.forEach(
        (key, value) -> before.put(key, Optional.ofNullable(System.setProperty(key, value))));
    try {
      Schedule schedule = Schedule.of(workspace, target, Optional.empty());
      if (policies.isEmpty()) {
        schedule.policies().forEach(this::enforce);
        keeper.enforce(policies);
      }
      return schedule.apply(jar);
    } finally {
      before.forEach(
          (key, value) ->
              value.ifPresentOrElse(
                  v -> System.setProperty(key, v), () -> System.clearProperty(key)));
    }
  }

  private void enforce(RolePolicy role) {
    Optional<String> arn =
        switch (role.name()) {
          case "applier" -> Optional.of(APPLIER);
          case "copy" -> warehouse.map(w -> settings.copyRole());
          // Of those nobody here plays the service: rules, SageMaker.
          case "events", "feature-store" -> Optional.empty();
          default -> role.arn();
        };
    arn.ifPresent(name -> policies.put(name, Policy.of(role)));
  }

  /** The policies that are enforced, by role. */
  Map<String, Policy> policies() {
    return Map.copyOf(policies);
  }

  /**
   * Runs the schedule once.
   *
   * @param asOf what whoever starts it says; empty for nothing
   * @param told is told of each run of a job when it has ended
   */
  Outcome run(Optional<String> asOf, Consumer<JobRun> told) {
    started++;
    return target == Schedule.Target.GLUE
        ? runWorkflow(asOf, told)
        : runStates(asOf.map("{\"as_of\": \"%s\"}"::formatted).orElse("{}"), told);
  }

  private Outcome runWorkflow(Optional<String> asOf, Consumer<JobRun> told) {
    WorkflowWalk walk = walk(Optional.of(settings.name()));
    if (walk.names().isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot rehearse glue: there is no workflow "
              + settings.name()
              + ", since the mesh needs one a domain, which publications start; rehearse"
              + " stepfunctions, which takes a mesh of any size");
    }
    WorkflowRuns.Run run = begun(asOf);
    runs.begin(run);
    Map<String, String> more =
        Map.of("--WORKFLOW_NAME", run.workflow(), "--WORKFLOW_RUN_ID", run.id());
    return walk.run((job, attempt) -> ended(glueStart(job, more), attempt, told));
  }

  private Outcome runStates(String input, Consumer<JobRun> told) {
    Map<String, Job> jobs = jobs();
    Caller machine = keeper.admit("state machine", settings.statesRole());
    return new StatesWalk(
            definition(),
            settings.account(),
            settings.name(),
            needs -> keeper.judge(machine, needs))
        .run(
            input,
            (integration, parameters) ->
                ended(
                    integration.startsWith("glue:")
                        ? glueStart(
                            jobs.get(StatesExecution.job(parameters)), arguments(parameters))
                        : new EmrStart(parameters, platform),
                    0,
                    told));
  }

  private JsonNode definition() {
    try (SfnClient states = client(AwsService.STEPFUNCTIONS, SfnClient.builder())) {
      return JSON.readTree(
          states.describeStateMachine(r -> r.stateMachineArn(machine())).definition());
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot rehearse: the state machine is not JSON", e);
    }
  }

  private String machine() {
    return settings.account().arn("states", "stateMachine:" + settings.name());
  }

  private static Map<String, String> arguments(JsonNode parameters) {
    Map<String, String> arguments = new TreeMap<>();
    parameters
        .path("Arguments")
        .properties()
        .forEach(argument -> arguments.put(argument.getKey(), argument.getValue().asText()));
    return arguments;
  }

  /** Runs what has a clock of its own beside the schedule, such as the upkeep, once. */
  Outcome runBeside(Consumer<JobRun> told) {
    started++;
    return target == Schedule.Target.EMR
        ? runStates(inputBeside(), told)
        : walk(Optional.empty())
            .run((job, attempt) -> ended(glueStart(job, Map.of()), attempt, told));
  }

  /** The input by which another rule starts the same state machine. */
  private String inputBeside() {
    try (EventBridgeClient events = client(AwsService.EVENTBRIDGE, EventBridgeClient.builder())) {
      return events.listRuleNamesByTarget(r -> r.targetArn(machine())).ruleNames().stream()
          .flatMap(rule -> events.listTargetsByRule(r -> r.rule(rule)).targets().stream())
          .map(Target::input)
          .filter(Objects::nonNull)
          .findFirst()
          .orElseThrow();
    }
  }

  private WorkflowRuns.Run begun(Optional<String> asOf) {
    try (GlueClient glue = glue()) {
      // Those of the workflow, unless whoever starts it says otherwise.
      Map<String, String> properties =
          new TreeMap<>(
              glue.getWorkflow(r -> r.name(settings.name())).workflow().defaultRunProperties());
      asOf.ifPresent(instant -> properties.put("as-of", instant));
      return new WorkflowRuns.Run(
          settings.name(), "wr_%064d".formatted(started), Instant.now(), properties);
    }
  }

  private Start glueStart(Job job, Map<String, String> ofRun) {
    Map<String, String> more = new TreeMap<>(ofRun);
    more.put("--JOB_NAME", job.name());
    more.put("--JOB_ID", "j_%064d".formatted(1));
    more.put("--JOB_RUN_ID", "jr_%064d".formatted(ended.size() + 1));
    return new GlueStart(job, more, platform, scripts);
  }

  private JobRunState ended(Start start, int attempt, Consumer<JobRun> told) {
    Path own = folder.resolve("run-" + started).resolve(start.job() + "-" + attempt);
    Caller caller = keeper.admit(start.job(), start.role());
    long begun = System.nanoTime();
    try (S3Client s3 = s3(caller)) {
      JobRunState state =
          new JobProcess(new Place(own), platform, new S3Objects(s3), caller).run(start);
      double seconds = (System.nanoTime() - begun) / 1e9;
      JobRun run = new JobRun(start.job(), attempt, state, seconds, caller, own);
      ended.add(run);
      told.accept(run);
      return state;
    }
  }

  /** The triggers of a workflow, or those beside, as Glue has them now. */
  private WorkflowWalk walk(Optional<String> workflow) {
    try (GlueClient glue = glue()) {
      List<Trigger> triggers =
          glue.getTriggersPaginator(r -> {}).stream()
              .flatMap(page -> page.triggers().stream())
              .filter(t -> workflow.equals(Optional.ofNullable(t.workflowName())))
              .toList();
      return new WorkflowWalk(triggers, jobs());
    }
  }

  private Map<String, Job> jobs() {
    try (GlueClient glue = glue()) {
      return glue.getJobsPaginator(r -> {}).stream()
          .flatMap(page -> page.jobs().stream())
          .collect(Collectors.toMap(Job::name, job -> job));
    }
  }

  /** Where products are loaded; empty when none is, or there is no counterpart. */
  Optional<RehearsedWarehouse> warehouse() {
    return warehouse;
  }

  List<JobRun> ended() {
    return List.copyOf(ended);
  }

  /** The calls of all but the operator. */
  List<Call> calls() {
    return keeper.calls().stream().filter(call -> !call.caller().mayEverything()).toList();
  }

  private GlueClient glue() {
    return client(AwsService.GLUE, GlueClient.builder());
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      AwsService service, B builder) {
    return at(service, builder).credentialsProvider(credentials(operator)).build();
  }

  private S3Client s3(Caller caller) {
    return at(AwsService.S3, S3Client.builder())
        .forcePathStyle(true)
        .credentialsProvider(credentials(caller))
        .build();
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B at(
      AwsService service, B builder) {
    return new AwsSettings(settings.account().region(), Map.of(service, keeper.address()))
        .configure(service, builder);
  }

  private static StaticCredentialsProvider credentials(Caller caller) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(caller.accessKey(), Caller.SECRET));
  }

  @Override
  public void close() {
    warehouse.ifPresent(RehearsedWarehouse::close);
    keeper.close();
    moto.close();
  }
}
