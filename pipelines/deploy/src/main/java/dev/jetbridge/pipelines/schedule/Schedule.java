package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.policy.Estate;
import dev.jetbridge.pipelines.policy.OwnerGrants;
import dev.jetbridge.pipelines.policy.RolePolicies;
import dev.jetbridge.pipelines.policy.RolePolicy;
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
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;

/** The products of a mesh as something that starts them by itself, each after its inputs. */
public final class Schedule {
  /** What starts the jobs. */
  public enum Target {
    /** A workflow of Glue. */
    GLUE,
    /** A state machine of Step Functions, which starts jobs of Glue. */
    STEPFUNCTIONS,
    /** A state machine of Step Functions, which starts runs of EMR Serverless. */
    EMR;

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
  private final SecretsInPlace secrets;
  private final Config config;
  private final List<String> missing;
  private final Estate estate;

  private Schedule(
      Target target,
      Workspace workspace,
      ScheduleSettings settings,
      Optional<String> cron,
      List<String> missing) {
    Config config = workspace.config();
    this.config = config;
    this.target = target;
    this.settings = settings;
    this.missing = List.copyOf(missing);
    this.aws = new AwsSettings(settings.region(), config.aws().endpoints());
    this.secrets = new SecretsInPlace(aws, config.managedSecrets());
    this.encryption = config.aws().encryption();
    this.contracts = workspace.contracts();
    this.graph = JobGraph.of(contracts);
    this.files = JobFiles.of(workspace.configFile());
    Map<String, String> spark =
        SparkSessions.settings(AwsCatalog.sparkProperties(aws, settings.databases(), encryption));
    this.jobs = new GlueJobs(settings, files, spark);
    this.estate = ScheduledEstate.of(workspace, settings, graph, target);
    this.cron = Frequency.cron(contracts.all(), cron.or(() -> settings.configured().cron()));
  }

  /**
   * The schedule of an installation, with placeholders for what the configuration lacks.
   *
   * @param cron when, instead of what configuration and contracts say
   * @throws JetbridgeException CONFIG with what is wrong in the contracts
   */
  public static Schedule of(Workspace workspace, Target target, Optional<String> cron) {
    List<String> missing = new ArrayList<>();
    ScheduleSettings settings = ScheduleSettings.of(workspace.config(), missing);
    missing.addAll(JobNeeds.missing(workspace));
    if (target != Target.GLUE && settings.configured().stepFunctionsRole().isEmpty()) {
      missing.add("schedule.step-functions-role is missing");
    }
    if (target == Target.EMR && settings.configured().emrApplication().isEmpty()) {
      missing.add("schedule.emr-application is missing");
    }
    // What no run could make would fail each night.
    Compilers.of(workspace.contracts()).compile(workspace.contracts().all());
    return new Schedule(target, workspace, settings, cron, missing);
  }

  /** What the configuration lacks; placeholders stand for it. */
  public List<String> missing() {
    return missing;
  }

  /**
   * Writes the policies of the roles, whom they trust, and what other accounts grant them, as files
   * and returns their names.
   */
  public List<String> renderPolicies(Path folder) {
    RenderedFiles rendered = new RenderedFiles();
    for (RolePolicy policy : policies()) {
      rendered.add(policy.name() + ".json", policy.document());
      if (!policy.trusts().isEmpty()) {
        rendered.add(policy.name() + "-trust.json", policy.trust());
      }
    }
    new OwnerGrants(policies(), settings.account(), settings.bucketsOfOthers())
        .documents()
        .forEach((name, document) -> rendered.add(name + ".json", document));
    return rendered.writePlain(folder);
  }

  /** What each role of the installation may do. */
  public List<RolePolicy> policies() {
    return new RolePolicies(estate).all();
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
    if (target == Target.EMR) {
      emr().requests(graph).forEach((name, job) -> rendered.add("jobs/" + name + ".json", job));
    }
    if (target != Target.GLUE) {
      rendered.addStateMachine(settings, stepFunctionsRole(), machine().definition());
      rules().forEach(rendered::add);
    }
    return rendered.write(folder);
  }

  private StateMachine machine() {
    return new StateMachine(target == Target.EMR ? emr() : jobs, graph);
  }

  /** What starts a state machine. */
  private List<EventRules.Wanted> rules() {
    List<EventRules.Wanted> rules = new ArrayList<>();
    rules.add(StepFunctionsSchedule.rule(settings, cron, stepFunctionsRole()));
    if (target == Target.EMR) {
      rules.add(StepFunctionsSchedule.upkeep(settings, stepFunctionsRole()));
      StepFunctionsSchedule.alarm(settings).ifPresent(rules::add);
    }
    return rules;
  }

  private EmrJobs emr() {
    return new EmrJobs(settings, settings.emrApplication(), files);
  }

  GlueObjects glue() {
    return switch (target) {
      case GLUE -> GlueObjects.of(jobs, graph, cron);
      case STEPFUNCTIONS -> GlueObjects.jobsOf(jobs, graph);
      case EMR -> GlueObjects.none();
    };
  }

  private String stepFunctionsRole() {
    return settings
        .configured()
        .stepFunctionsRole()
        .orElse("arn:aws:iam::000000000000:role/STATES");
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
    return converge(jar, Changes.made());
  }

  /**
   * What an application would change, and what operators added and would keep. Nothing is written.
   *
   * @throws JetbridgeException as {@link #apply}
   */
  public Changes diff(DeployableJar jar) {
    return converge(jar, Changes.foreseen());
  }

  private Changes converge(DeployableJar jar, Changes changes) {
    if (!missing.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot schedule on AWS: " + String.join("; ", missing));
    }
    refuseOther(jar);
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
      Buckets.of(s3, config, settings, changes).check();
      artifacts.refuseMissingSecrets(files);
      secrets.refuseMissing();
      artifacts.refuseOthers();
      GlueObjects objects = glue();
      List<EventRules.Wanted> rules = new ArrayList<>(objects.rules());
      if (target != Target.GLUE) {
        rules.addAll(rules());
      }
      // All that may be refused is looked at first: nothing is left half applied.
      GlueSchedule.Found found = inGlue.find(objects);
      Optional<DescribeStateMachineResponse> foundMachine =
          target == Target.GLUE ? Optional.empty() : machine.find();
      EventRules eventRules = new EventRules(events, settings, changes);
      boolean hasRules = settings.configured().hasRules();
      Optional<EventRules.Found> foundRules =
          hasRules ? Optional.of(eventRules.find(rules)) : Optional.empty();
      artifacts.upload(jar, files);
      if (target == Target.GLUE && settings.configured().stepFunctionsRole().isPresent()) {
        machine.remove();
      }
      inGlue.apply(objects, found);
      if (target != Target.GLUE) {
        machine.apply(machine().definition(), stepFunctionsRole(), foundMachine);
      }
      foundRules.ifPresent(there -> eventRules.apply(rules, there));
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
