package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the rendered state machine with jobs that only say their names. */
class StateMachineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JobGraph MESH = JobGraph.of(ContractLoader.bundled());

  @TempDir private Path folder;

  private JsonNode machine;

  @BeforeEach
  void renders() throws IOException {
    Installation.schedule(
            folder.resolve("home"), Schedule.Target.STEPFUNCTIONS, Installation.SETTINGS)
        .render(folder);
    machine = JSON.readTree(folder.resolve("state-machine.asl.json").toFile());
  }

  @Test
  void startsEveryJobOnceAfterThoseOfItsInputsAsOfOneInstant() {
    StatesRun run = new StatesRun(machine, Set.of()).start("{}");

    assertThat(run.outcome()).isEqualTo("All jobs succeeded");
    assertThat(run.jobs()).endsWith("jetbridge-serve");
    assertThat(run.jobs().subList(0, run.jobs().size() - 1))
        .containsExactlyInAnyOrderElementsOf(
            MESH.all().stream().map(StateMachineTest::job).toList());
    for (JobGroup group : MESH.all()) {
      for (JobGroup input : MESH.inputs(group)) {
        assertThat(run.jobs().indexOf(job(input))).isLessThan(run.jobs().indexOf(job(group)));
      }
    }
    assertThat(run.asOfs()).containsOnly(StatesRun.START, "");
    assertThat(run.visited()).doesNotHaveDuplicates();
  }

  @Test
  void runsAsOfWhatIsAsked() {
    StatesRun run =
        new StatesRun(machine, Set.of()).start("{\"as_of\": \"2023-08-15\", \"other\": 1}");

    assertThat(run.asOfs()).containsOnly("2023-08-15", "");
    assertThat(run.outcome()).isEqualTo("All jobs succeeded");
  }

  @Test
  void blocksTheJobsAfterAFailedOneAndGoesOnWithTheOthers() {
    StatesRun run = new StatesRun(machine, Set.of("jetbridge-loyalty-wave1")).start("{}");

    assertThat(run.outcome()).isEqualTo("Jobs failed");
    assertThat(run.jobs())
        .contains("jetbridge-loyalty-wave1", "jetbridge-reservations-wave1")
        .doesNotContain("jetbridge-identity-wave1", "jetbridge-features-wave1");
    assertThat(run.visited())
        .contains("loyalty-wave1 failed", "identity-wave1 blocked", "features-wave1 blocked");
  }

  /**
   * A run is paid for, and tries again by itself what may get well. Source: AWS Step Functions
   * developer guide, "Handling errors in Step Functions workflows" (a job run that failed is
   * States.TaskFailed, whatever it failed for).
   */
  @Test
  void startsNoJobAgainThatRanAndFailed() {
    JsonNode branch = machine.at("/States/Wave 1/Branches/0");

    assertThat(branch.at("/States/flightops-wave1/Retry")).isNotEmpty();
    branch
        .at("/States/flightops-wave1/Retry")
        .forEach(
            retry ->
                retry
                    .get("ErrorEquals")
                    .forEach(error -> assertThat(error.asText()).startsWith("Glue.")));
    assertThat(new StatesRun(machine, Set.of("jetbridge-loyalty-wave1")).start("{}").jobs())
        .containsOnlyOnce("jetbridge-loyalty-wave1");
  }

  @Test
  void reachesEveryStateUnderANameOfItsOwn() {
    Set<String> visited =
        new TreeSet<>(
            new StatesRun(machine, Set.of()).start("{\"as_of\": \"2023-08-15\"}").visited());
    visited.addAll(new StatesRun(machine, Set.of()).start("{}").visited());
    visited.addAll(new StatesRun(machine, Set.of("jetbridge-serve")).start("{}").visited());
    for (JobGroup group : MESH.all()) {
      visited.addAll(new StatesRun(machine, Set.of(job(group))).start("{}").visited());
    }

    List<String> names = StatesRun.names(machine);
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() <= 80);
    assertThat(visited).containsExactlyInAnyOrderElementsOf(names);
  }

  /** Source: Amazon States Language, "States" (at most 80 characters, unique in the machine). */
  @Test
  void shortensNamesOfStatesThatWouldBeTooLong() throws IOException {
    String domain = "d".repeat(78);
    Contracts mesh =
        new Contracts(
            List.of(LargeMesh.source(domain + "a", "x"), LargeMesh.source(domain + "b", "x")),
            List.of(),
            List.of());

    Map<String, Object> definition =
        new StateMachine(
                Installation.jobs(folder.resolve("long"), Installation.SETTINGS), JobGraph.of(mesh))
            .definition();

    assertThat(StatesRun.names(JSON.valueToTree(definition)))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.length() <= 80);
    assertThat(new StatesRun(JSON.valueToTree(definition), Set.of()).start("{}").outcome())
        .isEqualTo("All jobs succeeded");
  }

  @Test
  void hasTheJobsItStartsAndARuleThatStartsIt() throws IOException {
    JsonNode rule = JSON.readTree(folder.resolve("rules/jetbridge.json").toFile());
    JsonNode target =
        JSON.readTree(folder.resolve("rules/jetbridge-targets.json").toFile()).at("/Targets/0");
    try (Stream<Path> jobs = Files.list(folder.resolve("jobs"))) {
      assertThat(jobs.map(f -> f.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      MESH.all().stream().map(StateMachineTest::job),
                      Stream.of("jetbridge-maintain", "jetbridge-serve"))
                  .collect(Collectors.toSet()));
    }
    assertThat(rule.get("ScheduleExpression").asText()).isEqualTo("cron(0 3 * * ? *)");
    assertThat(target.get("Arn").asText())
        .isEqualTo("arn:aws:states:eu-west-1:123456789012:stateMachine:jetbridge");
    assertThat(folder.resolve("triggers").toFile().list())
        .containsExactly("jetbridge-maintain.json");
  }

  private static String job(JobGroup group) {
    return "jetbridge-" + group.id();
  }
}
