package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the notebooks headless over the ports of the sample, with the Python of JETBRIDGE_PYTHON or
 * python3.
 */
class NotebooksTest {
  private static final Path NOTEBOOKS =
      Path.of(System.getProperty("jetbridge.root", "../.."), "notebooks")
          .toAbsolutePath()
          .normalize();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String EXECUTE =
      """
      import sys, nbformat
      from nbclient import NotebookClient
      notebook = nbformat.read(sys.argv[1], 4)
      NotebookClient(notebook, timeout=60, resources={"metadata": {"path": sys.argv[2]}}).execute()
      print("executed", sum(c.cell_type == "code" for c in notebook.cells))
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"01_meet_the_features", "02_segments_and_value", "03_training_set_and_churn"})
  void runsFromTopToBottom(String notebook) throws Exception {
    assumeTrue(canExecute(), "no Python with notebooks/requirements.txt: set JETBRIDGE_PYTHON");

    assertThat(
            python(
                Map.of("JETBRIDGE_HOME", SampleHome.path().toString()),
                "-c",
                EXECUTE,
                NOTEBOOKS.resolve(notebook + ".ipynb").toString(),
                NOTEBOOKS.toString()))
        .contains("executed");
  }

  @Test
  void everyNotebookIsRunHere() throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".ipynb")))
          .containsExactlyInAnyOrder(
              "01_meet_the_features.ipynb",
              "02_segments_and_value.ipynb",
              "03_training_set_and_churn.ipynb");
    }
  }

  private boolean canExecute() throws IOException, InterruptedException {
    try {
      return python(
              Map.of(),
              "-c",
              "import duckdb, matplotlib, nbclient, pandas, pyarrow, sklearn, ipykernel")
          .isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private String python(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path program = Path.of(System.getenv().getOrDefault("JETBRIDGE_PYTHON", "python3"));
    Path log = folder.resolve("log");
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(program.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("not done within " + LIMIT + ": " + String.join(" ", arguments));
    }
    String said = Files.readString(log, StandardCharsets.UTF_8);
    if (process.exitValue() != 0 && arguments.length > 2) {
      throw new AssertionError(said);
    }
    return said;
  }
}
