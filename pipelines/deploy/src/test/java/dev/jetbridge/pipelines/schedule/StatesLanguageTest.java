package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state machines, judged by asl-validator 4, which knows the Amazon States Language
 * specification (states-language.net) and where a definition does not follow it. cfn-lint judges
 * them too, in the template of {@link StackTemplateTest}.
 */
class StatesLanguageTest {
  private static final String VALIDATOR = "asl-validator";

  @TempDir private Path folder;

  @Test
  void theStateMachinesFollowTheStatesLanguage() throws IOException, InterruptedException {
    assumeTrue(isOnPath(), VALIDATOR + " is not on this machine: npm install -g " + VALIDATOR);
    List<String> command = new ArrayList<>(List.of(VALIDATOR));
    for (Schedule.Target target : List.of(Schedule.Target.STEPFUNCTIONS, Schedule.Target.EMR)) {
      Path rendered = folder.resolve(target.toString());
      Installation.schedule(folder.resolve("home"), target, Installation.SETTINGS).render(rendered);
      command.addAll(List.of("--json-path", rendered.resolve("state-machine.asl.json").toString()));
    }

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }

  private static boolean isOnPath() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(f -> Files.isExecutable(Path.of(f, VALIDATOR)));
  }
}
