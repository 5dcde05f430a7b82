package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a job finds beside the jar: the script that Glue starts, and in its working directory the
 * configuration and the files that this names.
 *
 * @param configuration that of the installation, as jobs need it
 * @param secrets the names of the files that hold secrets; they never pass through this program
 */
record JobFiles(String configuration, List<String> secrets) {
  static final String SCRIPT = "GlueApp.scala";
  static final String CLASS = "GlueApp";

  JobFiles {
    secrets = List.copyOf(secrets);
  }

  /**
   * The configuration of jobs: files are named without their folders, nothing is simulated, and
   * what only scheduling needs is left out.
   *
   * @param file the configuration of the installation; empty for one without
   * @throws JetbridgeException CONFIG when two files have one name
   */
  static JobFiles of(Optional<Path> file) {
    TreeMap<String, String> lines = new TreeMap<>();
    List<String> secrets = new ArrayList<>();
    Properties properties = file.map(Config::properties).orElseGet(Properties::new);
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      String value = properties.getProperty(key).strip();
      if (key.startsWith("schedule.")) {
        continue;
      }
      if (key.endsWith("-file")) {
        value = Path.of(value).getFileName().toString();
        if (secrets.contains(value) || value.equals(Config.FILE)) {
          throw new JetbridgeException(
              FailureKind.CONFIG,
              "Cannot give jobs their files: two are named " + value + "; rename that of " + key);
        }
        secrets.add(value);
      }
      lines.put(key, value);
    }
    lines.put("sample-airline", "false");
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append('=').append(escaped(value)).append('\n'));
    return new JobFiles(text.toString(), secrets);
  }

  /** A backslash begins an escape in a file of properties. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\");
  }

  static String script() {
    try (InputStream in = JobFiles.class.getResourceAsStream("/schedule/" + SCRIPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot read the script of jobs", e);
    }
  }

  /** Where the files for the working directory are. */
  List<String> locations(ScheduleSettings settings) {
    List<String> locations = new ArrayList<>();
    locations.add(settings.artifact(Config.FILE));
    secrets.forEach(name -> locations.add(secret(settings, name)));
    return locations;
  }

  static String secret(ScheduleSettings settings, String name) {
    return settings.artifact("secrets/" + name);
  }
}
