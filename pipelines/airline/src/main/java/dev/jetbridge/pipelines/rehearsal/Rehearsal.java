package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Filter;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.s3.S3Client;
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
  private final Path configuration;
  private final Map<String, Policy> policies = new TreeMap<>();
  private final List<JobRun> ended = new ArrayList<>();
  private int started;

  private Rehearsal(
      Schedule.Target target,
      RehearsedSettings settings,
      DeployableJar jar,
      Path build,
      Path folder,
      Optional<URI> dataExchange,
      List<Filter> filters) {
    this.target = target;
    this.settings = settings;
    this.jar = jar;
    this.folder = folder;
    Account account = settings.account();
    this.moto = Moto.start(account.id(), folder.resolve("moto.log"));
    Function<String, URI> upstreams =
        service ->
            service.equals("dataexchange") ? dataExchange.orElse(moto.address()) : moto.address();
    this.keeper = Gatekeeper.start(account, upstreams, runs, filters);
    this.platform = Platform.in(build, keeper.address());
    this.scripts = new GlueScripts(platform, folder.resolve("scripts"));
    this.operator = keeper.admit("operator", "");
    settings.serveAt(keeper.address());
    this.configuration = settings.write(folder.resolve("rehearsed.properties"));
  }

  /**
   * Starts the counterparts and does what an operator does first: buckets, and secrets in them.
   *
   * @param target what starts the jobs
   * @param build where the build wrote
   * @param folder for everything that the rehearsal writes
   * @param dataExchange where its counterpart is; empty for none
   * @param filters see each call first
   */
  static Rehearsal open(
      Schedule.Target target,
      RehearsedSettings settings,
      DeployableJar jar,
      Path build,
      Path folder,
      Optional<URI> dataExchange,
      List<Filter> filters) {
    Rehearsal rehearsal =
        new Rehearsal(target, settings, jar, build, folder, dataExchange, filters);
    rehearsal.prepare();
    return rehearsal;
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
          case "jobs" -> Optional.of(settings.jobRole());
          case "applier" -> Optional.of(APPLIER);
          case "step-functions" -> Optional.of(settings.statesRole());
          // Of those nobody here plays the service: COPY, rules, SageMaker.
          default -> Optional.empty();
        };
    try {
      Policy policy = Policy.of(JSON.writeValueAsString(role.document()));
      arn.ifPresent(name -> policies.put(name, policy));
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot rehearse: the policy of " + role.name() + " is no JSON", e);
    }
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
    return target == Schedule.Target.GLUE ? runWorkflow(asOf, told) : runStates(asOf, told);
  }

  private Outcome runWorkflow(Optional<String> asOf, Consumer<JobRun> told) {
    WorkflowWalk walk = walk(Optional.of(settings.name()));
    WorkflowRuns.Run run = begun(asOf);
    runs.begin(run);
    Map<String, String> more =
        Map.of("--WORKFLOW_NAME", run.workflow(), "--WORKFLOW_RUN_ID", run.id());
    return walk.run((job, attempt) -> ended(job, attempt, more, told));
  }

  /**
   * Executes the state machine. Source: AWS Step Functions developer guide, "IAM policies for
   * calling AWS Glue".
   */
  private Outcome runStates(Optional<String> asOf, Consumer<JobRun> told) {
    Map<String, Job> jobs = jobs();
    Caller machine = keeper.admit("state machine", settings.statesRole());
    Map<String, JobRunState> ended = new LinkedHashMap<>();
    StatesExecution.Jobs starter =
        (name, arguments) -> {
          Account account = settings.account();
          String arn = account.arn("glue", "job/" + name);
          boolean may =
              keeper.judge(
                  machine,
                  List.of(
                      new Permission("glue:StartJobRun", arn),
                      new Permission("glue:GetJobRun", arn)));
          if (may) {
            ended.put(name, ended(jobs.get(name), 0, arguments, told));
          }
          return ended.get(name) == JobRunState.SUCCEEDED;
        };
    try (SfnClient states = client(AwsService.STEPFUNCTIONS, SfnClient.builder())) {
      String arn = settings.account().arn("states", "stateMachine:" + settings.name());
      JsonNode definition =
          JSON.readTree(states.describeStateMachine(r -> r.stateMachineArn(arn)).definition());
      new StatesExecution(definition, Instant.now().toString(), starter)
          .start(JSON.writeValueAsString(asOf.map(a -> Map.of("as_of", a)).orElse(Map.of())));
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot rehearse: the state machine is not JSON", e);
    }
    Set<String> beside = Set.copyOf(walk(Optional.empty()).names());
    return Outcome.of(
        ended, jobs.keySet().stream().filter(name -> !beside.contains(name)).toList());
  }

  /** Runs what has a clock of its own beside the schedule, such as the upkeep, once. */
  Outcome runBeside(Consumer<JobRun> told) {
    started++;
    return walk(Optional.empty()).run((job, attempt) -> ended(job, attempt, Map.of(), told));
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

  private JobRunState ended(Job job, int attempt, Map<String, String> more, Consumer<JobRun> told) {
    JobRun run = run(job, attempt, more);
    ended.add(run);
    told.accept(run);
    return run.state();
  }

  private JobRun run(Job job, int attempt, Map<String, String> ofWorkflow) {
    Path own = folder.resolve("run-" + started).resolve(job.name() + "-" + attempt);
    Caller caller = keeper.admit(job.name(), job.role());
    Map<String, String> more = new TreeMap<>(ofWorkflow);
    more.put("--JOB_NAME", job.name());
    more.put("--JOB_ID", "j_%064d".formatted(1));
    more.put("--JOB_RUN_ID", "jr_%064d".formatted(ended.size() + 1));
    long start = System.nanoTime();
    try (S3Client s3 = s3(caller)) {
      JobRunState state =
          new JobProcess(job, own, platform, scripts, new S3Objects(s3), caller).run(more);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new JobRun(job.name(), attempt, state, seconds, caller, own);
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
    return new AwsSettings(
            settings.account().region(), Optional.empty(), Map.of(service, keeper.address()))
        .configure(service, builder);
  }

  private static StaticCredentialsProvider credentials(Caller caller) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(caller.accessKey(), Caller.SECRET));
  }

  @Override
  public void close() {
    keeper.close();
    moto.close();
  }
}
