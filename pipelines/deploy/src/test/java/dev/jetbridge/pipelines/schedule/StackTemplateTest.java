package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same schedule as one template, judged by the specification that AWS publishes. */
class StackTemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** cfn-lint knows the properties, types and patterns of CloudFormation's resource schemas. */
  @Test
  void followsTheSchemasOfCloudFormation() throws IOException, InterruptedException {
    assumeTrue(onPath("cfn-lint"), "cfn-lint is not on this machine");
    List<String> command = new ArrayList<>(List.of("cfn-lint", "--regions", "eu-west-1", "--"));
    for (Schedule.Target target : Schedule.Target.values()) {
      Path template = folder.resolve(target + ".json");
      command.add(Files.move(rendered(target), template).toString());
    }

    Process lint = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(lint.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  /** What another resource names is made before it. */
  @ParameterizedTest
  @EnumSource(
      value = Schedule.Target.class,
      names = {"GLUE", "STEPFUNCTIONS"})
  void holdsEveryRequestOnceAndWhatItDependsOn(Schedule.Target target) throws IOException {
    JsonNode resources = JSON.readTree(rendered(target).toFile()).get("Resources");

    for (String kind : List.of("jobs", "triggers")) {
      List<String> names = new ArrayList<>();
      try (Stream<Path> files = Files.list(folder.resolve(kind))) {
        for (Path file : files.toList()) {
          names.add(JSON.readTree(file.toFile()).get("Name").asText());
        }
      }
      String type = kind.equals("jobs") ? "AWS::Glue::Job" : "AWS::Glue::Trigger";
      assertThat(ofType(resources, type).map(r -> r.at("/Properties/Name").asText()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
    assertThat(ofType(resources, "AWS::Glue::Trigger"))
        .allSatisfy(
            trigger -> {
              List<String> jobs = new ArrayList<>();
              trigger
                  .get("DependsOn")
                  .forEach(
                      id -> jobs.add(resources.get(id.asText()).at("/Properties/Name").asText()));
              for (JsonNode action : trigger.at("/Properties/Actions")) {
                assertThat(jobs).contains(action.get("JobName").asText());
              }
              for (JsonNode condition : trigger.at("/Properties/Predicate/Conditions")) {
                assertThat(jobs).contains(condition.get("JobName").asText());
              }
            });
  }

  private static Stream<JsonNode> ofType(JsonNode resources, String type) {
    return StreamSupport.stream(resources.spliterator(), false)
        .filter(r -> r.get("Type").asText().equals(type));
  }

  private Path rendered(Schedule.Target target) throws IOException {
    Installation.schedule(folder.resolve("home"), target, Installation.SETTINGS).render(folder);
    return folder.resolve("cloudformation.json");
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(f -> Files.isExecutable(Path.of(f, program)));
  }
}
