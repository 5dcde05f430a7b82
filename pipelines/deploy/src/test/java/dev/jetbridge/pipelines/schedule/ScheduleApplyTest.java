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
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Schedules applied by the real clients of the SDK to a counterpart. */
class ScheduleApplyTest {
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
            Optional.empty(),
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
    assertThat(first.lines()).hasSize(3 + 1 + JOBS + 1 + AFTER + 2);
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
