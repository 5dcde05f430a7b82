package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private static final Contracts MESH = ContractLoader.bundled();

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
  void startsEveryProductOnceAfterAllItsInputsAsOfOneInstant() {
    StatesRun run = new StatesRun(machine, Set.of()).start("{}");

    assertThat(run.outcome()).isEqualTo("All products are made");
    assertThat(run.jobs())
        .containsExactlyInAnyOrderElementsOf(
            MESH.all().stream().map(c -> "jetbridge-" + c.id()).toList());
    for (Contract contract : MESH.all()) {
      for (ProductId input : contract.derivation().inputs()) {
        assertThat(run.jobs().indexOf("jetbridge-" + input))
            .isLessThan(run.jobs().indexOf("jetbridge-" + contract.id()));
      }
    }
    assertThat(run.asOfs()).containsOnly(StatesRun.START);
    assertThat(run.visited()).doesNotHaveDuplicates();
  }

  @Test
  void runsAsOfWhatIsAsked() {
    StatesRun run =
        new StatesRun(machine, Set.of()).start("{\"as_of\": \"2023-08-15\", \"other\": 1}");

    assertThat(run.asOfs()).containsOnly("2023-08-15");
    assertThat(run.outcome()).isEqualTo("All products are made");
  }

  @Test
  void blocksWhatIsMadeOfAFailedProductAndGoesOnWithTheOthers() {
    StatesRun run = new StatesRun(machine, Set.of("jetbridge-loyalty.members")).start("{}");

    assertThat(run.outcome()).isEqualTo("Products are missing");
    assertThat(run.jobs())
        .contains("jetbridge-loyalty.members", "jetbridge-reservations.bookings")
        .doesNotContain("jetbridge-identity.links", "jetbridge-features.customer_segments");
    assertThat(run.visited())
        .contains("loyalty.members failed", "identity.links blocked")
        .contains("features.customer_segments blocked");
  }

  @Test
  void reachesEveryStateUnderANameOfItsOwn() {
    Set<String> visited =
        new TreeSet<>(
            new StatesRun(machine, Set.of()).start("{\"as_of\": \"2023-08-15\"}").visited());
    visited.addAll(new StatesRun(machine, Set.of()).start("{}").visited());
    for (Contract contract : MESH.all()) {
      visited.addAll(
          new StatesRun(machine, Set.of("jetbridge-" + contract.id())).start("{}").visited());
    }

    List<String> names = StatesRun.names(machine);
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() <= 80);
    assertThat(visited).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void hasTheJobsItStartsAndARuleThatStartsIt() throws IOException {
    JsonNode rule = JSON.readTree(folder.resolve("rule.json").toFile());
    JsonNode target = JSON.readTree(folder.resolve("targets.json").toFile()).at("/Targets/0");
    try (Stream<Path> jobs = Files.list(folder.resolve("jobs"))) {
      assertThat(jobs.map(f -> f.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      MESH.all().stream().map(c -> "jetbridge-" + c.id()),
                      Stream.of("jetbridge-maintain"))
                  .collect(Collectors.toSet()));
    }
    assertThat(rule.get("ScheduleExpression").asText()).isEqualTo("cron(0 3 * * ? *)");
    assertThat(target.get("Arn").asText())
        .isEqualTo("arn:aws:states:eu-west-1:123456789012:stateMachine:jetbridge");
    assertThat(folder.resolve("triggers").toFile().list())
        .containsExactly("jetbridge-maintain.json");
  }
}
