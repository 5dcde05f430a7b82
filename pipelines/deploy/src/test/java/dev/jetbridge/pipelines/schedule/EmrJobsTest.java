package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jobs as runs of EMR Serverless. Source: Amazon EMR Serverless API, StartJobRun; AWS Step
 * Functions developer guide, "Create and manage Amazon EMR Serverless applications".
 */
class EmrJobsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JobGraph MESH = JobGraph.of(ContractLoader.bundled());

  @TempDir private Path folder;

  @BeforeEach
  void renders() throws IOException {
    Installation.schedule(
            folder.resolve("home"),
            Schedule.Target.EMR,
            Installation.SETTINGS
                + """
                schedule.emr-application=00abc
                schedule.worker-type=G.2X
                schedule.workers=3
                schedule.log-group=/jetbridge/jobs
                schedule.alarm-topic=arn:aws:sns:eu-west-1:123456789012:alarms
                """)
        .render(folder);
  }

  @Test
  void startsEachJobByARequestOfItsOwn() throws IOException {
    JsonNode job = read("jobs/jetbridge-loyalty-wave1.json");
    List<String> line = new ArrayList<>();
    job.at("/jobDriver/sparkSubmit/entryPointArguments").forEach(a -> line.add(a.asText()));

    assertThat(job.get("applicationId").asText()).isEqualTo("00abc");
    assertThat(job.get("executionRoleArn").asText()).endsWith(":role/jetbridge-jobs");
    assertThat(job.get("executionTimeoutMinutes").asInt()).isEqualTo(120);
    assertThat(job.at("/tags/jetbridge:schedule").asText()).isEqualTo("jetbridge");
    assertThat(
            job.at(
                    "/configurationOverrides/monitoringConfiguration/cloudWatchLoggingConfiguration/logGroupName")
                .asText())
        .isEqualTo("/jetbridge/jobs");
    assertThat(line)
        .startsWith("run", "--scheduled", "--product", "loyalty.activity,loyalty.members");
    assertThat(Main.optionsWithValue("run")).contains("--product", "--config", "--home", "--as-of");
    assertThat(job.at("/jobDriver/sparkSubmit/sparkSubmitParameters").asText())
        .startsWith(
            "--class dev.jetbridge.pipelines.Main --conf spark.jars=/usr/share/aws/iceberg/")
        .contains("spark.driver.cores=8", "spark.executor.memory=29g")
        .contains("spark.executor.instances=2")
        .contains("s3://lake/artifacts/secrets/pseudonym-key")
        .doesNotContain("userClassPathFirst");
    assertThat(Arrays.asList(folder.resolve("jobs").toFile().list()))
        .hasSize(MESH.all().size() + 2)
        .contains("jetbridge-serve.json", "jetbridge-maintain.json");
    assertThat(Files.exists(folder.resolve("triggers"))).isFalse();
  }

  @Test
  void runsThemByTheStateMachineOfTheSameGroups() throws IOException {
    JsonNode machine = read("state-machine.asl.json");
    JsonNode task = machine.at("/States/Wave 1/Branches/1/States/loyalty-wave1");

    assertThat(task.get("Resource").asText())
        .isEqualTo("arn:aws:states:::emr-serverless:startJobRun.sync");
    assertThat(task.at("/Parameters/ApplicationId").asText()).isEqualTo("00abc");
    assertThat(task.at("/Parameters/JobDriver/SparkSubmit/EntryPointArguments.$").asText())
        .isEqualTo(
            "States.Array('run', '--scheduled', '--product',"
                + " 'loyalty.activity,loyalty.members', '--config', 'jetbridge.properties',"
                + " '--home', '/tmp/jetbridge', '--as-of', $.as_of)");
    assertThat(task.at("/Parameters/Tags/jetbridge:schedule").asText()).isEqualTo("jetbridge");
    assertThat(task.at("/Retry/0/ErrorEquals/0").asText()).startsWith("EMRServerless.");
    StatesRun run = new StatesRun(machine, Set.of()).start("{}");
    assertThat(run.outcome()).isEqualTo("All jobs succeeded");
    assertThat(run.jobs()).hasSize(MESH.all().size() + 1).endsWith("jetbridge-serve");
    assertThat(run.asOfs()).containsOnly(StatesRun.START, "");
    assertThat(new StatesRun(machine, Set.of()).start("{\"upkeep\": true}").jobs())
        .containsExactly("jetbridge-maintain");
    assertThat(read("rules/jetbridge-maintain-targets.json").at("/Targets/0/Input").asText())
        .isEqualTo("{\"upkeep\":true}");
    assertThat(read("rules/jetbridge-alarm.json").get("EventPattern").asText())
        .contains("Step Functions Execution Status Change");
  }

  private JsonNode read(String file) throws IOException {
    return JSON.readTree(folder.resolve(file).toFile());
  }
}
