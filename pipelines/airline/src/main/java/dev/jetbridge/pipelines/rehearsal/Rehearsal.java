package dev.jetbridge.pipelines.rehearsal;

import com.sun.net.httpserver.Filter;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.schedule.Changes;
import dev.jetbridge.pipelines.schedule.Schedule;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A schedule on this machine: applied to counterparts as it would be to AWS, read back from them,
 * and run, each job in a process of its own from the deployable jar.
 */
final class Rehearsal implements AutoCloseable {
  /** Who applies the schedule; no role of the configuration is. */
  static final String APPLIER = "applier";

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
  private final List<JobRun> ended = new ArrayList<>();
  private int started;

  private Rehearsal(
      RehearsedSettings settings,
      DeployableJar jar,
      Path target,
      Path folder,
      Optional<URI> dataExchange,
      Map<String, Policy> policies,
      List<Filter> filters) {
    this.settings = settings;
    this.jar = jar;
    this.folder = folder;
    Account account = settings.account();
    this.moto = Moto.start(account.id(), folder.resolve("moto.log"));
    Function<String, URI> upstreams =
        service ->
            service.equals("dataexchange") ? dataExchange.orElse(moto.address()) : moto.address();
    this.keeper = Gatekeeper.start(account, upstreams, policies, runs, filters);
    this.platform = Platform.in(target, keeper.address());
    this.scripts = new GlueScripts(platform, folder.resolve("scripts"));
    this.operator = keeper.admit("operator", "");
    settings.serveAt(keeper.address());
    this.configuration = settings.write(folder.resolve("rehearsed.properties"));
  }

  /**
   * Starts the counterparts and does what an operator does first: buckets, and secrets in them.
   *
   * @param target where the build wrote
   * @param folder for everything that the rehearsal writes
   * @param dataExchange where its counterpart is; empty for none
   * @param policies by the ARN of the role, and {@link #APPLIER}'s
   * @param filters see each call first
   */
  static Rehearsal open(
      RehearsedSettings settings,
      DeployableJar jar,
      Path target,
      Path folder,
      Optional<URI> dataExchange,
      Map<String, Policy> policies,
      List<Filter> filters) {
    Rehearsal rehearsal =
        new Rehearsal(settings, jar, target, folder, dataExchange, policies, filters);
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
   * Applies the schedule of a workspace, with the credentials of who applies.
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
      return Schedule.of(workspace, Schedule.Target.GLUE, Optional.empty()).apply(jar);
    } finally {
      before.forEach(
          (key, value) ->
              value.ifPresentOrElse(
                  v -> System.setProperty(key, v), () -> System.clearProperty(key)));
    }
  }

  /**
   * Runs the workflow once.
   *
   * @param asOf what whoever starts it says; empty for nothing
   * @param told is told of each run of a job when it has ended
   * @return how each of its jobs ended; what was not started is absent
   */
  Map<String, JobRunState> run(Optional<String> asOf, Consumer<JobRun> told) {
    started++;
    WorkflowWalk walk = workflow();
    WorkflowRuns.Run run = begun(asOf);
    runs.begin(run);
    Map<String, String> more =
        Map.of("--WORKFLOW_NAME", run.workflow(), "--WORKFLOW_RUN_ID", run.id());
    return walk.run((job, attempt) -> ended(job, attempt, more, told));
  }

  /** Runs what has a clock of its own beside the workflow, such as the upkeep, once. */
  Map<String, JobRunState> runBeside(Consumer<JobRun> told) {
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

  /** The workflow as Glue has it now. */
  WorkflowWalk workflow() {
    return walk(Optional.of(settings.name()));
  }

  /** The triggers of a workflow, or those beside, with all jobs. */
  private WorkflowWalk walk(Optional<String> workflow) {
    try (GlueClient glue = glue()) {
      List<Trigger> triggers =
          glue.getTriggersPaginator(r -> {}).stream()
              .flatMap(page -> page.triggers().stream())
              .filter(t -> workflow.equals(Optional.ofNullable(t.workflowName())))
              .toList();
      Map<String, Job> jobs =
          glue.getJobsPaginator(r -> {}).stream()
              .flatMap(page -> page.jobs().stream())
              .collect(Collectors.toMap(Job::name, job -> job));
      return new WorkflowWalk(triggers, jobs);
    }
  }

  List<JobRun> ended() {
    return List.copyOf(ended);
  }

  /** The calls of all but the operator. */
  List<Call> calls() {
    return keeper.calls().stream().filter(call -> !call.caller().mayEverything()).toList();
  }

  private AwsSettings aws() {
    URI address = keeper.address();
    return new AwsSettings(
        settings.account().region(),
        Optional.empty(),
        Map.of(AwsService.GLUE, address, AwsService.S3, address));
  }

  private GlueClient glue() {
    return aws()
        .configure(AwsService.GLUE, GlueClient.builder())
        .credentialsProvider(credentials(operator))
        .build();
  }

  private S3Client s3(Caller caller) {
    return aws()
        .configure(AwsService.S3, S3Client.builder())
        .forcePathStyle(true)
        .credentialsProvider(credentials(caller))
        .build();
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
