package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.pipelines.Main;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS Glue developer guide, "Using job parameters in AWS Glue jobs". */
class GlueStartTest {
  @TempDir private Path folder;

  @Test
  void oneArgumentChainsTheSettingsOfSpark() {
    assertThat(GlueStart.settings(Map.of("--conf", "a=1 --conf b=x y --conf c=--z")))
        .containsExactly("a=1", "b=x y", "c=--z");
    assertThat(GlueStart.settings(Map.of())).isEmpty();
  }

  /**
   * "--user-jars-first: when setting this value to true, it prioritizes the customer's extra JAR
   * files in the classpath."
   */
  @Test
  void anOlderDeequOfThePlatformDoesNotWin() throws Exception {
    Path ours = OlderDeequ.in(folder.resolve("jetbridge.jar"), "ours");
    Path platform = OlderDeequ.in(folder.resolve("deequ-1.0.jar"), "the platform's");
    Map<String, String> arguments = rendered();

    assertThat(loaded(GlueStart.classPath(arguments, List.of(ours), platform.toString())))
        .isEqualTo("ours");
    arguments.remove("--user-jars-first");
    assertThat(loaded(GlueStart.classPath(arguments, List.of(ours), platform.toString())))
        .isEqualTo("the platform's");
  }

  private static String loaded(String classPath) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      urls.add(Path.of(part).toUri().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      return (String) loader.loadClass(OlderDeequ.CLASS).getField("WHOSE").get(null);
    }
  }

  /** The arguments of a job as they are rendered. */
  private Map<String, String> rendered() throws Exception {
    PrintWriter out = new PrintWriter(new StringWriter());
    Path schedule = folder.resolve("schedule");
    String home = folder.resolve("home").toString();
    Main.run(out, "schedule", "render", "glue", "--out", schedule.toString(), "--home", home);
    JsonNode job =
        new ObjectMapper().readTree(schedule.resolve("jobs/jetbridge-serve.json").toFile());
    Map<String, String> arguments = new TreeMap<>();
    job.get("DefaultArguments")
        .properties()
        .forEach(argument -> arguments.put(argument.getKey(), argument.getValue().asText()));
    return arguments;
  }
}
