package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.Main;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks the rendered workflow as Glue would. */
class GlueWorkflowTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JobGraph MESH = JobGraph.of(ContractLoader.bundled());

  @TempDir private Path folder;

  private Path out;

  @BeforeEach
  void renders() throws IOException {
    out = folder.resolve("schedule");
    schedule(Installation.SETTINGS).render(out);
  }

  @Test
  void startsEveryJobOnceAfterThoseOfItsInputs() throws IOException {
    List<String> started = walk(Set.of());

    assertThat(started).endsWith("jetbridge-serve");
    started.remove("jetbridge-serve");
    assertThat(started).containsExactlyInAnyOrderElementsOf(jobs(MESH.all()));
    for (JobGroup group : MESH.all()) {
      for (JobGroup input : MESH.inputs(group)) {
        assertThat(started.indexOf(job(input))).isLessThan(started.indexOf(job(group)));
      }
    }
  }

  @Test
  void startsNothingThatIsMadeByJobsAfterAFailedOneAndEverythingElse() throws IOException {
    List<String> started = walk(Set.of("jetbridge-loyalty-wave1"));

    Set<JobGroup> after = new HashSet<>();
    for (JobGroup group : MESH.all()) {
      if (MESH.inputs(group).stream()
          .anyMatch(i -> after.contains(i) || i.id().equals("loyalty-wave1"))) {
        after.add(group);
      }
    }
    assertThat(after).hasSizeGreaterThan(2);
    assertThat(started)
        .containsExactlyInAnyOrderElementsOf(
            jobs(MESH.all().stream().filter(g -> !after.contains(g)).toList()));
  }

  @Test
  void hasOneTriggerByTheClockInTheWorkflowAndNoCycle() throws IOException {
    List<JsonNode> triggers = inWorkflow();
    String workflow =
        JSON.readTree(out.resolve("workflows/jetbridge.json").toFile()).get("Name").asText();

    assertThat(triggers)
        .hasSizeGreaterThan(1)
        .allMatch(t -> t.get("WorkflowName").asText().equals(workflow));
    assertThat(triggers).allMatch(t -> t.get("StartOnCreation").asBoolean());
    assertThat(triggers.stream().filter(t -> t.get("Type").asText().equals("SCHEDULED")))
        .singleElement()
        .satisfies(t -> assertThat(t.get("Schedule").asText()).isEqualTo("cron(0 3 * * ? *)"));
    // Each round starts something that was not started: a cycle would leave jobs behind.
    assertThat(walk(Set.of())).doesNotHaveDuplicates().hasSize(MESH.all().size() + 1);
  }

  @Test
  void givesEachJobEverythingItNeeds() throws IOException {
    Set<String> own = Main.optionsWithValue("run");
    List<JsonNode> jobs = read("jobs");
    jobs.removeIf(
        job -> Set.of("jetbridge-maintain", "jetbridge-serve").contains(job.get("Name").asText()));
    assertThat(jobs).hasSameSizeAs(MESH.all());
    List<String> made = new ArrayList<>();
    for (JsonNode job : jobs) {
      Map<String, String> arguments = new TreeMap<>();
      job.get("DefaultArguments")
          .fields()
          .forEachRemaining(e -> arguments.put(e.getKey(), e.getValue().asText()));

      assertThat(job.get("Role").asText())
          .isEqualTo("arn:aws:iam::123456789012:role/jetbridge-jobs");
      assertThat(job.get("GlueVersion").asText()).isEqualTo("5.1");
      assertThat(job.get("WorkerType").asText()).isEqualTo("G.1X");
      assertThat(job.get("NumberOfWorkers").asInt()).isEqualTo(2);
      assertThat(job.at("/Command/Name").asText()).isEqualTo("glueetl");
      assertThat(job.at("/Command/ScriptLocation").asText())
          .isEqualTo("s3://lake/artifacts/GlueApp.scala");
      assertThat(job.at("/ExecutionProperty/MaxConcurrentRuns").asInt()).isEqualTo(1);
      assertThat(arguments)
          .containsEntry("--job-language", "scala")
          .containsEntry("--class", "GlueApp")
          .containsEntry("--scheduled", "true")
          .containsEntry("--extra-jars", "s3://lake/artifacts/jetbridge.jar")
          .containsEntry(
              "--extra-files",
              "s3://lake/artifacts/jetbridge.properties,s3://lake/artifacts/secrets/pseudonym-key,"
                  + "s3://lake/artifacts/secrets/sftp-key")
          .containsEntry("--datalake-formats", "iceberg")
          .containsEntry("--config", "jetbridge.properties")
          .containsEntry("--TempDir", "s3://lake/home/temporary/");
      made.addAll(List.of(arguments.get("--product").split(",", -1)));
      assertThat(own).contains("--product", "--config", "--home");
      assertThat(Main.flags("run")).contains("--scheduled");
      List<String> conf = Arrays.asList(("--conf " + arguments.get("--conf")).split(" ", -1));
      assertThat(conf)
          .contains(
              "spark.sql.extensions=org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
              "spark.sql.catalog.lake=org.apache.iceberg.spark.SparkCatalog",
              "spark.sql.catalog.lake.catalog-impl=org.apache.iceberg.aws.glue.GlueCatalog",
              "spark.sql.catalog.lake.warehouse=s3://lake/warehouse",
              "spark.plugins=dev.jetbridge.pipelines.session.RedactedFailures");
      for (int i = 0; i < conf.size(); i += 2) {
        assertThat(conf.get(i)).isEqualTo("--conf");
        assertThat(conf.get(i + 1)).matches("spark\\.\\S+=\\S+");
      }
    }
    assertThat(made)
        .containsExactlyInAnyOrderElementsOf(
            ContractLoader.bundled().all().stream().map(c -> c.id().toString()).toList());
  }

  @Test
  void maintainsTheTablesBesideTheWorkflow() throws IOException {
    JsonNode job = JSON.readTree(out.resolve("jobs/jetbridge-maintain.json").toFile());
    JsonNode trigger = JSON.readTree(out.resolve("triggers/jetbridge-maintain.json").toFile());

    assertThat(job.at("/DefaultArguments/--command").asText()).isEqualTo("maintain");
    assertThat(job.at("/DefaultArguments").has("--product")).isFalse();
    assertThat(job.get("GlueVersion").asText()).isEqualTo("5.1");
    assertThat(Main.optionsWithValue("maintain")).contains("--config", "--home");
    assertThat(trigger.has("WorkflowName")).isFalse();
    assertThat(trigger.get("Schedule").asText()).isEqualTo("cron(0 12 ? * SUN *)");
    assertThat(trigger.at("/Actions/0/JobName").asText()).isEqualTo("jetbridge-maintain");
    schedule(Installation.SETTINGS + "schedule.upkeep-cron=cron(0 1 1 * ? *)\n").render(out);
    trigger = JSON.readTree(out.resolve("triggers/jetbridge-maintain.json").toFile());
    assertThat(trigger.get("Schedule").asText()).isEqualTo("cron(0 1 1 * ? *)");
    assertThatThrownBy(
            () -> schedule(Installation.SETTINGS + "schedule.upkeep-cron=daily\n").render(out))
        .hasMessageStartingWith("Invalid schedule: daily (must be of the form cron(");
  }

  @Test
  void rendersTheSameBytesAgainAndRemovesWhatIsNoLongerRendered() throws IOException {
    Map<String, String> before = files();
    Files.writeString(out.resolve("jobs/jetbridge-removed.product.json"), "{}");
    Files.writeString(out.resolve("notes.txt"), "mine");

    schedule(Installation.SETTINGS).render(out);

    Map<String, String> after = files();
    assertThat(after.remove("notes.txt")).isEqualTo("mine");
    assertThat(after).isEqualTo(before);
  }

  /** Who has no account yet looks first; who applies is told everything at once. */
  @Test
  void rendersPlaceholdersAndSaysEverythingThatTheConfigurationLacks() throws IOException {
    Schedule drafted = schedule("platform=local\n");

    assertThat(drafted.render(out)).contains("jobs/jetbridge-loyalty-wave1.json");
    JsonNode job = JSON.readTree(out.resolve("jobs/jetbridge-loyalty-wave1.json").toFile());
    assertThat(job.get("Role").asText()).isEqualTo("arn:aws:iam::000000000000:role/JOBS");
    assertThat(job.at("/DefaultArguments/--extra-jars").asText())
        .isEqualTo("s3://BUCKET/artifacts/jetbridge.jar");
    assertThat(job.at("/DefaultArguments/--conf").asText())
        .contains("warehouse=s3://BUCKET/warehouse", "client.region=xx-region-1");
    assertThat(drafted.missing())
        .startsWith(
            "platform is local, must be aws",
            "aws.home is missing",
            "schedule.artifacts is missing",
            "schedule.role is missing",
            "aws.region is missing",
            "aws.warehouse is missing")
        .anyMatch(m -> m.matches("the files of flightops.* come over SFTP and sftp.host is not .*"))
        .anyMatch(m -> m.matches("the files of reference.* come from AWS Data Exchange and .*"))
        .endsWith(
            "pseudonym-key-secret or pseudonym-key-file is missing, by which jobs make tokens",
            "aws.feature-store-role is missing, for the port feature-group of"
                + " features.customer_lifetime_value, features.customer_segments");
    assertThatThrownBy(() -> drafted.diff(new DeployableJar(out)))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot schedule on AWS: platform is local, must be aws; aws.home")
        .hasMessageContaining("features.customer_segments");
    assertThat(schedule(Installation.SETTINGS).missing()).isEmpty();
    assertThat(
            schedule(
                    Installation.SETTINGS
                        .replace("s3://lake/artifacts", "/tmp/artifacts")
                        .replace("role/jetbridge-jobs", "user/jetbridge"))
                .missing())
        .containsExactly(
            "schedule.artifacts is /tmp/artifacts, must be of the form s3://bucket/folder",
            "schedule.role is arn:aws:iam::123456789012:user/jetbridge, must be the ARN of a role");
  }

  /**
   * Source: AWS Glue developer guide, "AWS Glue job parameters" (--user-jars-first "prioritizes the
   * customer's extra JAR files in the classpath"; --continuous-log-logGroup).
   */
  @Test
  void endsWithTheJobThatServesAndTellsATopicOfFailures() throws IOException {
    schedule(
            Installation.SETTINGS
                + """
                schedule.alarm-topic=arn:aws:sns:eu-west-1:123456789012:alarms
                schedule.log-group=/jetbridge/jobs
                schedule.cost-tags=team=data, cost-center=42
                """)
        .render(out);
    JsonNode serve = JSON.readTree(out.resolve("jobs/jetbridge-serve.json").toFile());
    JsonNode last = JSON.readTree(out.resolve("triggers/jetbridge-serve.json").toFile());
    JsonNode rule = JSON.readTree(out.resolve("rules/jetbridge-alarm.json").toFile());
    JsonNode target = JSON.readTree(out.resolve("rules/jetbridge-alarm-targets.json").toFile());

    assertThat(serve.at("/DefaultArguments/--command").asText()).isEqualTo("serve");
    assertThat(serve.at("/DefaultArguments").has("--product")).isFalse();
    assertThat(serve.at("/DefaultArguments/--user-jars-first").asText()).isEqualTo("true");
    assertThat(serve.at("/DefaultArguments/--continuous-log-logGroup").asText())
        .isEqualTo("/jetbridge/jobs");
    assertThat(serve.at("/Tags/cost-center").asText()).isEqualTo("42");
    assertThat(serve.get("MaxRetries").asInt()).isZero();
    assertThat(last.at("/Predicate/Conditions").findValuesAsText("JobName"))
        .containsExactlyInAnyOrderElementsOf(
            jobs(
                MESH.all().stream()
                    .filter(g -> MESH.all().stream().noneMatch(o -> MESH.inputs(o).contains(g)))
                    .toList()));
    assertThat(walk(Set.of())).endsWith("jetbridge-serve");
    assertThat(JSON.readTree(rule.get("EventPattern").asText()).at("/detail/jobName").toString())
        .startsWith("[{\"prefix\":\"jetbridge-analytics-\"},")
        .endsWith(",\"jetbridge-serve\",\"jetbridge-maintain\"]")
        // What the name of another schedule may begin with.
        .doesNotContain("\"jetbridge-\"");
    assertThat(target.at("/Targets/0/Arn").asText()).endsWith(":alarms");
    assertThat(target.at("/Targets/0").has("RoleArn")).isFalse();
  }

  @Test
  void takesTheScheduleThatSomebodySays() throws IOException {
    schedule(Installation.SETTINGS + "schedule.cron=cron(30 4 ? * MON-FRI *)\n").render(out);

    JsonNode start = JSON.readTree(out.resolve("triggers/jetbridge-start.json").toFile());
    assertThat(start.get("Schedule").asText()).isEqualTo("cron(30 4 ? * MON-FRI *)");
  }

  private static String job(JobGroup group) {
    return "jetbridge-" + group.id();
  }

  private static List<String> jobs(List<JobGroup> groups) {
    return groups.stream().map(GlueWorkflowTest::job).toList();
  }

  private Schedule schedule(String settings) throws IOException {
    return Installation.schedule(folder.resolve("home"), Schedule.Target.GLUE, settings);
  }

  /** The jobs in the order Glue would start them; all succeed but those named. */
  private List<String> walk(Set<String> failing) throws IOException {
    List<JsonNode> triggers = inWorkflow();
    Set<String> known =
        read("jobs").stream().map(j -> j.get("Name").asText()).collect(Collectors.toSet());
    List<String> started = new ArrayList<>();
    Set<String> fired = new HashSet<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (JsonNode trigger : triggers) {
        if (!fired.contains(trigger.get("Name").asText()) && fires(trigger, started, failing)) {
          fired.add(trigger.get("Name").asText());
          trigger.get("Actions").forEach(a -> started.add(a.get("JobName").asText()));
          progress = true;
        }
      }
    }
    assertThat(known).containsAll(started);
    return started;
  }

  private static boolean fires(JsonNode trigger, List<String> started, Set<String> failing) {
    if (trigger.get("Type").asText().equals("SCHEDULED")) {
      return true;
    }
    assertThat(trigger.at("/Predicate/Logical").asText()).isEqualTo("AND");
    for (JsonNode condition : trigger.at("/Predicate/Conditions")) {
      assertThat(condition.get("State").asText()).isEqualTo("SUCCEEDED");
      assertThat(condition.get("LogicalOperator").asText()).isEqualTo("EQUALS");
      String job = condition.get("JobName").asText();
      if (!started.contains(job) || failing.contains(job)) {
        return false;
      }
    }
    return true;
  }

  private List<JsonNode> inWorkflow() throws IOException {
    return read("triggers").stream().filter(t -> t.has("WorkflowName")).toList();
  }

  private List<JsonNode> read(String kind) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    try (Stream<Path> files = Files.list(out.resolve(kind))) {
      for (Path file : files.sorted().toList()) {
        nodes.add(JSON.readTree(file.toFile()));
      }
    }
    return nodes;
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(out.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
