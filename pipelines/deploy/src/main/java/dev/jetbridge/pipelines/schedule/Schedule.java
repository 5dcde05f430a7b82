package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.Channel;
import dev.jetbridge.pipelines.channel.registration.Channels;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.AwsCatalog;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.Encryption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** The products of a mesh as something that starts them by itself, each after its inputs. */
public final class Schedule {
  /** What starts the jobs. */
  public enum Target {
    /** A workflow of Glue. */
    GLUE,
    /** A state machine of Step Functions. */
    STEPFUNCTIONS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Target target;
  private final ScheduleSettings settings;
  private final AwsSettings aws;
  private final Optional<Encryption> encryption;
  private final Contracts contracts;
  private final JobGraph graph;
  private final JobFiles files;
  private final GlueJobs jobs;
  private final String cron;

  private Schedule(
      Target target,
      ScheduleSettings settings,
      Config config,
      Contracts contracts,
      Path file,
      Optional<String> cron) {
    this.target = target;
    this.settings = settings;
    this.aws = config.aws().settings();
    this.encryption = config.aws().encryption();
    this.contracts = contracts;
    this.graph = JobGraph.of(contracts);
    this.files = JobFiles.of(file);
    Map<String, String> spark =
        SparkSessions.settings(
            AwsCatalog.sparkProperties(aws, config.aws().warehouse(), encryption));
    this.jobs = new GlueJobs(settings, files, spark);
    this.cron = Frequency.cron(contracts.all(), cron.or(() -> settings.configured().cron()));
  }

  /**
   * The schedule of an installation.
   *
   * @param cron when, instead of what configuration and contracts say
   * @throws JetbridgeException CONFIG with everything that the configuration lacks, or with what is
   *     wrong in the contracts
   */
  public static Schedule of(Workspace workspace, Target target, Optional<String> cron) {
    Config config = workspace.config();
    ScheduleSettings settings = ScheduleSettings.of(config);
    refuseWithoutSources(workspace);
    // What no run could make would fail each night.
    Compilers.of(workspace.contracts()).compile(workspace.contracts().all());
    if (target == Target.STEPFUNCTIONS && settings.configured().stepFunctionsRole().isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot schedule with Step Functions: schedule.step-functions-role is missing");
    }
    // A platform other than local was read from a file.
    Path file = workspace.configFile().orElseThrow();
    return new Schedule(target, settings, config, workspace.contracts(), file, cron);
  }

  /** Nothing is simulated on AWS: somebody must serve the files. */
  private static void refuseWithoutSources(Workspace workspace) {
    List<String> problems = new ArrayList<>();
    for (Channel channel : Channels.of(workspace).all()) {
      String products =
          workspace.contracts().all().stream()
              .filter(channel::serves)
              .map(c -> c.id().toString())
              .collect(Collectors.joining(", "));
      channel
          .missing()
          .filter(missing -> !products.isEmpty())
          .ifPresent(
              missing ->
                  problems.add("Cannot schedule " + products + ": their files come " + missing));
    }
    if (!problems.isEmpty()) {
      throw new JetbridgeException(FailureKind.CONFIG, String.join("; ", problems));
    }
  }

  /** When it runs. */
  public String cron() {
    return cron;
  }

  /** Writes it as files and returns their names. */
  public List<String> render(Path folder) {
    RenderedFiles rendered = new RenderedFiles();
    rendered.add(files);
    rendered.add(glue());
    if (target == Target.STEPFUNCTIONS) {
      rendered.addStateMachine(
          settings, stepFunctionsRole(), new StateMachine(jobs, graph).definition());
      rendered.add(StepFunctionsSchedule.rule(settings, cron, stepFunctionsRole()));
    }
    return rendered.write(folder);
  }

  GlueObjects glue() {
    return target == Target.GLUE
        ? GlueObjects.of(jobs, graph, cron)
        : GlueObjects.jobsOf(jobs, graph);
  }

  private String stepFunctionsRole() {
    return settings.configured().stepFunctionsRole().orElseThrow();
  }

  /**
   * Sends the artifacts and makes AWS as the schedule says; the second time nothing is written.
   * Only one of the targets starts the products: what an earlier application made for the other
   * goes.
   *
   * @throws JetbridgeException CONFIG when the jar lacks a contract, a secret is missing or a name
   *     is taken by something of others; EXTERNAL when a service fails: apply again
   */
  public Changes apply(DeployableJar jar) {
    refuseOther(jar);
    Changes changes = new Changes();
    try (S3Client s3 =
            aws.configure(AwsService.S3, S3Client.builder())
                .forcePathStyle(aws.endpoint(AwsService.S3).isPresent())
                .build();
        GlueClient glue = aws.configure(AwsService.GLUE, GlueClient.builder()).build();
        SfnClient states = aws.configure(AwsService.STEPFUNCTIONS, SfnClient.builder()).build();
        EventBridgeClient events =
            aws.configure(AwsService.EVENTBRIDGE, EventBridgeClient.builder()).build()) {
      Artifacts artifacts = new Artifacts(s3, settings, encryption, changes);
      GlueSchedule inGlue = new GlueSchedule(glue, settings, changes);
      StepFunctionsSchedule machine = new StepFunctionsSchedule(states, settings, changes);
      artifacts.refuseMissingSecrets(files);
      artifacts.upload(jar, files);
      if (target == Target.GLUE && settings.configured().stepFunctionsRole().isPresent()) {
        machine.remove();
      }
      GlueObjects objects = glue();
      inGlue.apply(objects);
      List<EventRules.Wanted> rules = new ArrayList<>(objects.rules());
      if (target == Target.STEPFUNCTIONS) {
        machine.apply(new StateMachine(jobs, graph).definition(), stepFunctionsRole());
        rules.add(StepFunctionsSchedule.rule(settings, cron, stepFunctionsRole()));
      }
      if (settings.configured().hasRules()) {
        new EventRules(events, settings, changes).apply(rules);
      }
    }
    return changes;
  }

  /** Jobs know the contracts in the jar, and only those. */
  private void refuseOther(DeployableJar jar) {
    Set<String> packaged = jar.contractDigests();
    List<String> others =
        contracts.all().stream()
            .filter(contract -> !packaged.contains(contract.digest()))
            .map(contract -> contract.id().toString())
            .toList();
    if (!others.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot schedule "
              + String.join(", ", others)
              + ": "
              + jar.file()
              + " has no such contract or another version of it; run ./jetbridge package, with the"
              + " same --contracts");
    }
  }
}
