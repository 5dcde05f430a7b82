package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.GlueMain;
import dev.jetbridge.pipelines.Main;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobUpdate;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Schedules applied by the real clients of the SDK to a counterpart. */
class ScheduleApplyTest {
  private static final String ALARM =
      "schedule.alarm-topic=arn:aws:sns:eu-west-1:123456789012:alarms\n";

  private static final JobGraph MESH = JobGraph.of(ContractLoader.bundled());
  private static final int JOBS = MESH.all().size();
  private static final int AFTER = JOBS - MESH.waves().get(0).size();

  @TempDir private static Path folder;

  private static GlueCounterpart counterpart;
  private static GlueClient glue;
  private static S3Client s3;
  private static SfnClient states;
  private static EventBridgeClient events;
  private static int tests;

  private String name;
  private Path own;

  @BeforeAll
  static void startsTheCounterpart() throws Exception {
    assumeTrue(
        GlueCounterpart.isInstalled(),
        "moto_server is not on this machine: no counterpart of Glue and Step Functions");
    // Dummy credentials for the counterpart, found by the default chain.
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.cborEnabled", "false");
    counterpart = GlueCounterpart.start(folder.resolve("moto.log"));
    URI others = counterpart.others();
    AwsSettings aws =
        new AwsSettings(
            "eu-west-1",
            Map.of(
                AwsService.GLUE,
                counterpart.glue(),
                AwsService.S3,
                others,
                AwsService.STEPFUNCTIONS,
                others,
                AwsService.EVENTBRIDGE,
                others));
    glue = aws.configure(AwsService.GLUE, GlueClient.builder()).build();
    s3 = aws.configure(AwsService.S3, S3Client.builder()).forcePathStyle(true).build();
    states = aws.configure(AwsService.STEPFUNCTIONS, SfnClient.builder()).build();
    events = aws.configure(AwsService.EVENTBRIDGE, EventBridgeClient.builder()).build();
    s3.createBucket(
        b -> b.bucket("lake").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
  }

  @AfterAll
  static void stopsTheCounterpart() {
    if (counterpart != null) {
      List.of(glue, s3, states, events).forEach(client -> client.close());
      counterpart.close();
    }
  }

  @BeforeEach
  void takesANameOfItsOwn() throws IOException {
    name = "night" + ++tests;
    own = Files.createDirectories(folder.resolve(name).resolve("contracts"));
    for (String secret : List.of("pseudonym-key", "sftp-key")) {
      s3.putObject(
          r -> r.bucket("lake").key(name + "/secrets/" + secret), RequestBody.fromString("x"));
    }
    CallCounter.reset();
  }

  @Test
  void createsEverythingAndWritesNothingTheSecondTime() throws IOException {
    Changes first = apply(Schedule.Target.GLUE);

    assertThat(first.lines())
        .contains("create file s3://lake/" + name + "/jetbridge.jar", "create workflow " + name)
        .contains("create job " + name + "-loyalty-wave1")
        .contains("create trigger " + name + "-identity-wave1")
        // A run cannot start before everything is there.
        .endsWith("create trigger " + name + "-start", "create trigger " + name + "-maintain");
    assertThat(CallCounter.writes()).hasSameSizeAs(first.lines());
    assertThat(first.lines()).hasSize(3 + 1 + JOBS + 2 + AFTER + 3);
    Job job = job("features-wave1");
    assertThat(job.defaultArguments())
        .containsEntry("--product", "features.customer_lifetime_value,features.customer_segments")
        .containsEntry("--class", "GlueApp");
    assertThat(job.glueVersion()).isEqualTo("5.1");
    assertThat(trigger("features-wave1"))
        .satisfies(
            t -> {
              assertThat(t.state()).isEqualTo(TriggerState.ACTIVATED);
              assertThat(t.workflowName()).isEqualTo(name);
              assertThat(t.predicate().conditions())
                  .extracting(c -> c.jobName())
                  .containsExactly(name + "-customer360-wave1");
            });
    CallCounter.reset();

    Changes second = apply(Schedule.Target.GLUE);

    assertThat(second.lines()).isEmpty();
    assertThat(CallCounter.writes()).isEmpty();
    assertThat(CallCounter.all()).contains("ListJobs", "BatchGetJobs", "BatchGetTriggers");
  }

  @Test
  void changesOnlyTheJobOfAChangedContract() throws IOException {
    writeOwn("1.0.0");
    apply(Schedule.Target.GLUE);
    writeOwn("1.1.0");

    Changes changes = apply(Schedule.Target.GLUE);

    assertThat(changes.lines())
        .containsExactly(
            "update file s3://lake/" + name + "/jetbridge.jar: other content",
            "update job " + name + "-lounge-wave1: Description");
    assertThat(job("lounge-wave1").description()).startsWith("lounge.visits 1.1.0: ");
    assertThat(job("lounge-wave1").defaultArguments())
        .isEqualTo(withProduct(job("loyalty-wave1").defaultArguments(), "lounge.visits"));
    CallCounter.reset();
    assertThat(apply(Schedule.Target.GLUE).lines()).isEmpty();
  }

  @Test
  void removesAProductThatIsGoneAndTouchesNothingOfOthers() throws IOException {
    glue.createJob(r -> r.name(name + "-by-hand").role("other").command(c -> c.name("glueetl")));
    glue.createTrigger(r -> r.name("of-another-team").type("ON_DEMAND").actions(List.of()));
    writeOwn("1.0.0");
    apply(Schedule.Target.GLUE);
    Files.delete(own.resolve("visits.odcs.yaml"));

    Changes changes = apply(Schedule.Target.GLUE);

    assertThat(changes.lines())
        .containsExactly(
            "update file s3://lake/" + name + "/jetbridge.jar: other content",
            "update trigger " + name + "-serve: Predicate",
            "update trigger " + name + "-start: Actions",
            "delete job " + name + "-lounge-wave1");
    assertThat(glue.getJob(r -> r.jobName(name + "-by-hand")).job().role()).isEqualTo("other");
    assertThat(glue.getTrigger(r -> r.name("of-another-team")).trigger()).isNotNull();
    assertThat(trigger("start").actions())
        .extracting(a -> a.jobName())
        .doesNotContain(name + "-lounge-wave1");
  }

  @Test
  void keepsWhatAnOperatorAddedAndSaysWhatHePaused() throws IOException {
    apply(Schedule.Target.GLUE);
    Job before = job("loyalty-wave1");
    glue.updateJob(
        r ->
            r.jobName(before.name())
                .jobUpdate(
                    GlueDifferences.found(before).toBuilder()
                        .connections(c -> c.connections("to-the-airline"))
                        .timeout(5)
                        .build()));
    glue.stopTrigger(r -> r.name(name + "-start"));

    Changes changes = apply(Schedule.Target.GLUE);

    assertThat(changes.lines()).containsExactly("update job " + name + "-loyalty-wave1: Timeout");
    assertThat(job("loyalty-wave1").connections().connections()).containsExactly("to-the-airline");
    assertThat(job("loyalty-wave1").timeout()).isEqualTo(120);
    assertThat(changes.notes())
        .containsExactly("trigger " + name + "-start is not active; start it when runs may resume");
    assertThat(trigger("start").state()).isEqualTo(TriggerState.DEACTIVATED);
  }

  /**
   * Source: AWS Glue API, UpdateJob ("the previous job definition is completely overwritten by this
   * information").
   */
  @Test
  void saysWhatItWouldChangeAndKeepsWhatOperatorsAdded() throws IOException {
    apply(Schedule.Target.GLUE);
    Job before = job("loyalty-wave1");
    Map<String, String> arguments = new java.util.TreeMap<>(before.defaultArguments());
    arguments.put("--enable-auto-scaling", "true");
    glue.deleteJob(r -> r.jobName(before.name()));
    glue.createJob(
        r ->
            r.name(before.name())
                .tags(Map.of(ScheduleSettings.TAG, name, "owner", "somebody"))
                .role(before.role())
                .command(before.command())
                .glueVersion(before.glueVersion())
                .description("old")
                .defaultArguments(arguments)
                .nonOverridableArguments(Map.of("--audit", "yes"))
                .executionClass("FLEX")
                .notificationProperty(n -> n.notifyDelayAfter(30)));
    CallCounter.reset();
    String tagged = settings() + "schedule.cost-tags=team=data\n";

    Changes foreseen = schedule(Schedule.Target.GLUE, tagged).diff(jar());

    assertThat(CallCounter.writes()).isEmpty();
    assertThat(foreseen.kept())
        .containsExactly(
            "keep job "
                + name
                + "-loyalty-wave1: NonOverridableArguments, NotificationProperty, ExecutionClass,"
                + " --enable-auto-scaling");
    assertThat(foreseen.lines())
        .contains("update tags of job " + name + "-loyalty-wave1: team")
        .anyMatch(l -> l.startsWith("update job " + name + "-loyalty-wave1: Description"));

    Changes changes = schedule(Schedule.Target.GLUE, tagged).apply(jar());

    assertThat(changes.lines()).isEqualTo(foreseen.lines());
    Job after = job("loyalty-wave1");
    assertThat(after.description()).startsWith("loyalty.activity 1.0.0: ");
    assertThat(after.executionClassAsString()).isEqualTo("FLEX");
    assertThat(after.notificationProperty().notifyDelayAfter()).isEqualTo(30);
    assertThat(after.nonOverridableArguments()).containsEntry("--audit", "yes");
    assertThat(after.defaultArguments())
        .containsEntry("--enable-auto-scaling", "true")
        .containsEntry("--product", "loyalty.activity,loyalty.members");
    String arn = "arn:aws:glue:eu-west-1:123456789012:job/" + after.name();
    assertThat(glue.getTags(r -> r.resourceArn(arn)).tags())
        .containsEntry("team", "data")
        .containsEntry("owner", "somebody");
    assertThat(schedule(Schedule.Target.GLUE, tagged).diff(jar()).lines()).isEmpty();
  }

  /** What moto does not know of jobs. Source: AWS Glue API, JobUpdate. */
  @Test
  void keepsTheQueueAndTheWindowOfAJob() {
    Job found =
        Job.builder()
            .command(c -> c.name("glueetl"))
            .jobRunQueuingEnabled(true)
            .maintenanceWindow("Sun:10")
            .maxCapacity(2.0)
            .build();
    CreateJobRequest wanted =
        CreateJobRequest.builder()
            .command(c -> c.name("glueetl"))
            .workerType("G.1X")
            .numberOfWorkers(2)
            .build();

    JobUpdate update = GlueDifferences.wanted(wanted, found);

    assertThat(update.jobRunQueuingEnabled()).isTrue();
    assertThat(update.maintenanceWindow()).isEqualTo("Sun:10");
    assertThat(update.maxCapacity()).isNull();
    assertThat(GlueDifferences.added(wanted, found))
        .containsExactly("JobRunQueuingEnabled", "MaintenanceWindow");
  }

  /** Source: AWS Glue API, CreateTrigger (ConcurrentModificationException). */
  @Test
  void triesAgainWhileGlueIsBusyWithTheWorkflow() throws IOException {
    counterpart.refuseTriggers(3);

    assertThat(apply(Schedule.Target.GLUE).lines()).contains("create trigger " + name + "-start");
  }

  @Test
  @Tag("soak")
  void appliesAMeshOf300ProductsAndItsChangeOrphaningNothing() throws Exception {
    appliesAndChanges(LargeMesh.DOMAINS, 10);
  }

  @Test
  void appliesWorkflowsOfDomainsAndTheirChangeOrphaningNothing() throws Exception {
    appliesAndChanges(5, 2);
  }

  private void appliesAndChanges(int domains, int levels) throws Exception {
    String cron = "cron(0 3 * * ? *)";
    GlueJobs jobs = Installation.jobs(home(), settings() + Installation.EVENTS);
    converge(jobs, GlueObjects.byDomain(jobs, JobGraph.of(LargeMesh.of(domains, levels)), cron));
    String operated = name + "-domain_2-wave2";
    glue.updateJob(
        r ->
            r.jobName(operated)
                .jobUpdate(
                    GlueDifferences.found(glue.getJob(g -> g.jobName(operated)).job()).toBuilder()
                        .executionClass("FLEX")
                        .build()));
    glue.stopTrigger(r -> r.name(name + "-domain_2-after-start"));
    GlueObjects second =
        GlueObjects.byDomain(jobs, JobGraph.of(LargeMesh.changed(domains, levels)), cron);

    List<String> changed = converge(jobs, second);

    int last = levels + 1;
    assertThat(changed)
        .contains(
            "create job " + name + "-domain_0-wave" + (last + 1),
            "create trigger " + name + "-domain_0-wave" + (last + 1),
            "delete job " + name + "-domain_1-wave" + last)
        .hasSizeLessThan(20);
    Map<String, String> ours = Map.of(ScheduleSettings.TAG, name);
    assertThat(
            glue.listJobsPaginator(r -> r.tags(ours)).stream().flatMap(p -> p.jobNames().stream()))
        .containsExactlyInAnyOrderElementsOf(
            second.jobs().stream().map(CreateJobRequest::name).toList());
    assertThat(
            glue.listTriggersPaginator(r -> r.tags(ours)).stream()
                .flatMap(p -> p.triggerNames().stream()))
        .containsExactlyInAnyOrderElementsOf(
            second.triggers().stream().map(t -> t.name()).toList());
    assertThat(workflows())
        .containsExactlyInAnyOrderElementsOf(
            second.workflows().stream().map(w -> w.name()).toList());
    assertThat(glue.getJob(r -> r.jobName(operated)).job().executionClassAsString())
        .isEqualTo("FLEX");
    assertThat(trigger("domain_2-after-start"))
        .satisfies(
            t -> {
              assertThat(t.state()).isEqualTo(TriggerState.DEACTIVATED);
              assertThat(t.eventBatchingCondition().batchWindow()).isEqualTo(900);
            });
    assertThat(events.listRules(r -> r.namePrefix(name + "-")).rules())
        .hasSameSizeAs(second.rules());
    assertThat(converge(jobs, second)).isEmpty();
    converge(jobs, GlueObjects.jobsOf(jobs, JobGraph.of(LargeMesh.of(1, 1))));
    assertThat(glue.listTriggers(r -> r.tags(ours)).triggerNames())
        .containsExactly(name + "-maintain");
    assertThat(workflows()).isEmpty();
    assertThat(events.listRules(r -> r.namePrefix(name + "-")).rules()).isEmpty();
  }

  private List<String> workflows() {
    return glue.listWorkflowsPaginator(r -> r.maxResults(25)).stream()
        .flatMap(page -> page.workflows().stream())
        .filter(w -> w.startsWith(name + "-"))
        .toList();
  }

  private List<String> converge(GlueJobs jobs, GlueObjects objects) {
    Changes changes = Changes.made();
    new GlueSchedule(glue, jobs.settings(), changes).apply(objects);
    new EventRules(events, jobs.settings(), changes).apply(objects.rules());
    return changes.lines();
  }

  @Test
  void refusesNamesOfOthersBeforeItWritesToGlue() {
    glue.createJob(
        r -> r.name(name + "-loyalty-wave1").role("other").command(c -> c.name("glueetl")));

    assertThatThrownBy(() -> apply(Schedule.Target.GLUE))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("job " + name + "-loyalty-wave1 exist already")
        .hasMessageContaining("set another schedule.name");
    assertThat(glue.listWorkflows(r -> r.maxResults(25)).workflows()).doesNotContain(name);
  }

  /** What a document says of buckets and would otherwise be told by the first night. */
  @Test
  void refusesBucketsWithWhichNoJobCouldWork() throws IOException {
    String far = "s3://far-" + name + "/warehouse";
    String locked = "s3://locked-" + name + "/home";
    try (S3Client east =
        S3Client.builder()
            .endpointOverride(counterpart.others())
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      east.createBucket(b -> b.bucket("far-" + name));
    }
    s3.createBucket(
        b ->
            b.bucket("locked-" + name)
                .objectLockEnabledForBucket(true)
                .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    String settings =
        settings()
            .replace("s3://lake/warehouse", far)
            .replace("s3://lake/home/", locked)
            .replace("s3://lake/" + name, "s3://none-" + name + "/artifacts");
    CallCounter.reset();

    // Locked, but nothing new is by itself.
    assertThatThrownBy(() -> schedule(Schedule.Target.GLUE, settings).diff(jar()))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot schedule on AWS: bucket far-" + name + " (aws.warehouse)")
        .hasMessageContaining(" is in us-east-1, and aws.region is eu-west-1; name a bucket of")
        .hasMessageContaining("; there is no bucket none-" + name + " (schedule.artifacts); create")
        .hasMessageNotContaining("locked-" + name);
    s3.putObjectLockConfiguration(
        r ->
            r.bucket("locked-" + name)
                .objectLockConfiguration(
                    l ->
                        l.objectLockEnabled("Enabled")
                            .rule(
                                rule -> rule.defaultRetention(d -> d.mode("GOVERNANCE").days(1)))));
    assertThatThrownBy(() -> schedule(Schedule.Target.GLUE, settings).diff(jar()))
        .hasMessageContaining("bucket locked-" + name + " (aws.home) locks each new object by its");
    s3.createBucket(
        b ->
            b.bucket("versioned-" + name)
                .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    s3.putBucketVersioning(
        r -> r.bucket("versioned-" + name).versioningConfiguration(v -> v.status("Enabled")));
    String versioned = settings().replace("s3://lake/home", "s3://versioned-" + name + "/home");
    assertThat(schedule(Schedule.Target.GLUE, versioned).diff(jar()).notes())
        .singleElement()
        .asString()
        .startsWith("bucket versioned-" + name + " (aws.home) keeps old versions: what jobs");
  }

  @Test
  void refusesAnotherInstallationOfItsNameAndKeepsTwoNamesApart() throws IOException {
    apply(Schedule.Target.GLUE);
    String first = settings() + ALARM;
    String other =
        first
            .replace("s3://lake/" + name, "s3://lake/" + name + "-other")
            .replace("s3://lake/home/", "s3://lake/home-of-another/");
    for (String secret : List.of("pseudonym-key", "sftp-key")) {
      s3.putObject(
          r -> r.bucket("lake").key(name + "-other/secrets/" + secret),
          RequestBody.fromString("x"));
    }
    CallCounter.reset();

    assertThatThrownBy(() -> schedule(Schedule.Target.GLUE, other).apply(jar()))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot apply the schedule " + name + ": its job " + name + "-")
        .hasMessageContaining("is of another installation, which has s3://lake/" + name + "/")
        .hasMessageContaining("set another schedule.name");
    String renamed = "schedule.name=" + name + "\n";
    String longer = renamed.replace("\n", "-test\n");
    assertThatThrownBy(
            () -> schedule(Schedule.Target.GLUE, first.replace(renamed, longer)).apply(jar()))
        .hasMessageStartingWith("Cannot send the artifacts of the schedule " + name + "-test to ")
        .hasMessageContaining("those of the schedule " + name + " are there");
    assertThat(CallCounter.writes()).isEmpty();

    Schedule second = schedule(Schedule.Target.GLUE, other.replace(renamed, longer));
    second.apply(jar());
    CallCounter.reset();
    assertThat(schedule(Schedule.Target.GLUE, first).apply(jar()).lines())
        .containsExactly(
            "create rule " + name + "-alarm", "create target of rule " + name + "-alarm");
    assertThat(second.apply(jar()).lines()).isEmpty();
    assertThat(events.describeRule(r -> r.name(name + "-alarm")).eventPattern())
        .contains("{\"prefix\":\"" + name + "-loyalty-\"}", "\"" + name + "-serve\"")
        .doesNotContain("{\"prefix\":\"" + name + "-\"}");
  }

  @Test
  void refusesMissingSecretsAndAJarWithOtherContracts() throws IOException {
    s3.deleteObject(r -> r.bucket("lake").key(name + "/secrets/sftp-key"));
    Path other = folder.resolve(name).resolve("other.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
      zip.putNextEntry(new ZipEntry("products/other.odcs.yaml"));
    }

    assertThatThrownBy(() -> apply(Schedule.Target.GLUE))
        .hasMessageContaining("put the files that the configuration names at s3://lake/" + name)
        .hasMessageContaining("/secrets/sftp-key")
        .hasMessageNotContaining("pseudonym-key");
    assertThatThrownBy(() -> schedule(Schedule.Target.GLUE).apply(DeployableJar.at(other)))
        .hasMessageStartingWith("Cannot schedule ")
        .hasMessageContaining("customer360.interactions")
        .hasMessageContaining("has no such contract or another version of it");
    assertThat(CallCounter.writes()).containsExactly("DeleteObject");
  }

  @Test
  void movesFromTheWorkflowToAStateMachineAndBack() throws IOException {
    apply(Schedule.Target.GLUE);

    Changes there = apply(Schedule.Target.STEPFUNCTIONS);

    assertThat(there.lines())
        .contains(
            "create state machine " + name,
            "create rule " + name,
            "create target of rule " + name,
            "delete trigger " + name + "-start",
            "delete workflow " + name);
    assertThat(glue.listTriggers(r -> r.tags(Map.of(ScheduleSettings.TAG, name))).triggerNames())
        .containsExactly(name + "-maintain");
    String arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:" + name;
    assertThat(states.describeStateMachine(r -> r.stateMachineArn(arn)).definition())
        .contains("Wave 1", name + "-loyalty-wave1");
    assertThat(events.listTargetsByRule(r -> r.rule(name)).targets())
        .singleElement()
        .satisfies(t -> assertThat(t.arn()).isEqualTo(arn));
    CallCounter.reset();
    assertThat(apply(Schedule.Target.STEPFUNCTIONS).lines()).isEmpty();
    assertThat(CallCounter.writes()).isEmpty();
    events.disableRule(r -> r.name(name));

    Changes changed = schedule(Schedule.Target.STEPFUNCTIONS, settings() + CRON).apply(jar());

    assertThat(changed.lines()).containsExactly("update rule " + name + ": ScheduleExpression");
    assertThat(changed.notes()).singleElement().asString().contains("is disabled");
    assertThat(events.describeRule(r -> r.name(name)).state()).isEqualTo(RuleState.DISABLED);

    Changes back = apply(Schedule.Target.GLUE);

    assertThat(back.lines())
        .contains("delete state machine " + name, "delete rule " + name)
        .contains("create workflow " + name, "create trigger " + name + "-start");
    assertThat(events.listRules(r -> r.namePrefix(name)).rules()).isEmpty();
  }

  @Test
  void asksTheWorkflowForTheInstantBeforeAnythingElse() throws IOException {
    apply(Schedule.Target.GLUE);
    String[] job = {
      "--JOB_NAME",
      name + "-customer360.purchases",
      "--WORKFLOW_NAME",
      name,
      "--WORKFLOW_RUN_ID",
      "wr_unknown",
      "--config",
      home().resolve(Config.FILE).toString(),
      "--product",
      "customer360.purchases"
    };

    assertThatThrownBy(() -> GlueMain.main(job))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("Cannot call Glue GetWorkflowRun on " + name);
    assertThat(CallCounter.all()).last().isEqualTo("GetWorkflowRun");
  }

  @Test
  void isAppliedByTheCommand() throws IOException {
    Files.createDirectories(home());
    Files.writeString(
        home().resolve(Config.FILE),
        settings() + "aws.encryption=kms\naws.encryption-key=alias/lake\n");

    int code =
        Main.run(
            "schedule", "apply", "glue", "--home", home() + "", "--jar", jar().file().toString());
    int rendered =
        Main.run(
            "schedule", "render", "glue", "--home", home() + "", "--out", home() + "/schedule");

    assertThat(code).isZero();
    // A bucket may refuse what comes without its key ("Requiring server-side encryption", Amazon S3
    // User Guide).
    assertThat(
            s3.headObject(r -> r.bucket("lake").key(name + "/" + DeployableJar.NAME)).ssekmsKeyId())
        .isEqualTo("alias/lake");
    assertThat(job("loyalty-wave1").defaultArguments().get("--conf"))
        .contains("spark.hadoop.fs.s3a.encryption.algorithm=SSE-KMS")
        .contains("spark.sql.catalog.lake.s3.sse.key=alias/lake");
    assertThat(job("loyalty-wave1").name()).isEqualTo(name + "-loyalty-wave1");
    assertThat(rendered).isZero();
    assertThat(home().resolve("schedule/triggers/" + name + "-start.json")).isNotEmptyFile();
  }

  private static final String CRON = "schedule.cron=cron(15 4 * * ? *)\n";

  private Path home() {
    return folder.resolve(name).resolve("home");
  }

  private String settings() {
    return Installation.SETTINGS.replace("s3://lake/artifacts", "s3://lake/" + name)
        + """
        schedule.name=%s
        aws.glue-endpoint=%s
        aws.s3-endpoint=%s
        aws.stepfunctions-endpoint=%s
        aws.eventbridge-endpoint=%s
        """
            .formatted(
                name,
                counterpart.glue(),
                counterpart.others(),
                counterpart.others(),
                counterpart.others());
  }

  private Changes apply(Schedule.Target target) throws IOException {
    return schedule(target).apply(jar());
  }

  private Schedule schedule(Schedule.Target target) throws IOException {
    return schedule(target, settings());
  }

  private Schedule schedule(Schedule.Target target, String settings) throws IOException {
    boolean some;
    try (var files = Files.list(own)) {
      some = files.findAny().isPresent();
    }
    return Installation.schedule(home(), target, settings, some ? new Path[] {own} : new Path[0]);
  }

  /** A jar with the contracts of the program and those of this test. */
  private DeployableJar jar() throws IOException {
    Path file = folder.resolve(name).resolve(DeployableJar.NAME);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Contract contract : ContractLoader.bundled().all()) {
        ZipEntry entry = new ZipEntry(contract.origin());
        entry.setTime(0);
        zip.putNextEntry(entry);
        try (InputStream text = Contract.class.getResourceAsStream("/" + contract.origin())) {
          text.transferTo(zip);
        }
      }
    }
    DeployableJar jar = new DeployableJar(file);
    jar.add(List.of(own));
    return jar;
  }

  private void writeOwn(String version) throws IOException {
    Path example =
        Path.of(
            System.getProperty("jetbridge.root", "../.."),
            "docs/example/contracts/lounge/visits.odcs.yaml");
    Files.writeString(
        own.resolve("visits.odcs.yaml"),
        Files.readString(example).replace("version: 1.0.0", "version: " + version));
  }

  private Job job(String product) {
    return glue.getJob(r -> r.jobName(name + "-" + product)).job();
  }

  private Trigger trigger(String product) {
    return glue.getTrigger(r -> r.name(name + "-" + product)).trigger();
  }

  private static Map<String, String> withProduct(Map<String, String> arguments, String product) {
    Map<String, String> same = new java.util.TreeMap<>(arguments);
    same.put("--product", product);
    return same;
  }
}
