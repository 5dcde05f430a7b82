package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the notebooks headless over the ports of the sample, with {@link Python}. */
class NotebooksTest {
  private static final Path NOTEBOOKS =
      Path.of(System.getProperty("jetbridge.root", "../.."), "notebooks")
          .toAbsolutePath()
          .normalize();

  private static final String EXECUTE =
      """
      import sys, nbformat
      from nbclient import NotebookClient
      notebook = nbformat.read(sys.argv[1], 4)
      NotebookClient(notebook, timeout=60, resources={"metadata": {"path": sys.argv[2]}}).execute()
      print("executed", sum(c.cell_type == "code" for c in notebook.cells))
      """;

  /** Days before the newest instant, with labels of 11 days: those of the one end at the other. */
  private static final List<Integer> EARLIER = List.of(12, 24);

  @TempDir private static Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {"01_meet_the_features", "02_segments_and_value", "03_training_set_and_churn"})
  void runsFromTopToBottom(String notebook) throws Exception {
    assumeTrue(canExecute(), "no Python with notebooks/requirements.txt: set JETBRIDGE_PYTHON");

    if (!Files.exists(home.resolve("ports"))) {
      linkPorts();
    }

    Python.Ended ended =
        Python.run(
                Map.of("JETBRIDGE_HOME", home.toString()),
                "-c",
                EXECUTE,
                NOTEBOOKS.resolve(notebook + ".ipynb").toString(),
                NOTEBOOKS.toString())
            .orElseThrow();

    assertThat(ended.said()).contains("executed");
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

  /**
   * The ports of the sample in a home of their own, where features speak of earlier instants, too.
   * Their values are those of the newest one: a backfill would take long, and what a notebook makes
   * of so few customers shows nothing but that it runs.
   */
  private static void linkPorts() throws IOException, SQLException {
    Path sample = SampleHome.path().resolve("ports");
    Path ports = Files.createDirectory(home.resolve("ports"));
    try (Stream<Path> domains = Files.list(sample)) {
      for (Path domain : domains.filter(d -> !d.endsWith("features")).toList()) {
        Files.createSymbolicLink(ports.resolve(domain.getFileName()), domain);
      }
    }
    try (Stream<Path> products = Files.list(sample.resolve("features"))) {
      for (Path product : products.toList()) {
        addEarlier(
            product,
            Files.createDirectories(ports.resolve("features").resolve(product.getFileName())));
      }
    }
  }

  private static void addEarlier(Path port, Path folder) throws IOException, SQLException {
    ObjectMapper json = new ObjectMapper();
    JsonNode manifest = json.readTree(port.resolve("current.json").toFile());
    List<String> files = new ArrayList<>();
    for (JsonNode file : manifest.get("files")) {
      String path = port.resolve(file.get("path").asText()).toString();
      ((ObjectNode) file).put("path", path);
      files.add("'" + path + "'");
    }
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (int days : EARLIER) {
        Path file = folder.resolve(days + ".parquet");
        statement.execute(
            ("copy (select * replace (as_of - interval %d days as as_of) from read_parquet(%s)"
                    + " qualify as_of = max(as_of) over ()) to '%s'")
                .formatted(days, files, file));
        ((ArrayNode) manifest.get("files")).addObject().put("path", file.toString());
      }
    }
    json.writeValue(folder.resolve("current.json").toFile(), manifest);
  }

  private static boolean canExecute() throws InterruptedException {
    return Python.run(
            Map.of(),
            "-c",
            "import duckdb, matplotlib, nbclient, pandas, pyarrow, sklearn, ipykernel")
        .filter(ended -> ended.code() == 0)
        .isPresent();
  }
}
