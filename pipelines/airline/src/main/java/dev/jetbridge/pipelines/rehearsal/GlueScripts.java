package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scripts of jobs, compiled as Glue does before it starts them. Glue compiles for each run; here
 * the same script with the same jar is compiled once.
 */
final class GlueScripts {
  private final Platform platform;
  private final Path folder;
  private final Map<String, Path> compiled = new HashMap<>();

  GlueScripts(Platform platform, Path folder) {
    this.platform = platform;
    this.folder = folder;
  }

  /**
   * The classes of a script.
   *
   * @throws JetbridgeException INTERNAL when it does not compile
   */
  Path classes(Path script, List<Path> jars) throws IOException {
    String text = Files.readString(script);
    Path known = compiled.get(text);
    if (known == null) {
      known = compile(script, jars, folder.resolve(compiled.size() + 1 + ".jar"));
      compiled.put(text, known);
    }
    return known;
  }

  private Path compile(Path script, List<Path> jars, Path classes) throws IOException {
    Files.createDirectories(folder);
    Path log = folder.resolve(classes.getFileName() + ".log");
    List<String> command = platform.java("512m");
    command.addAll(List.of("-cp", platform.classPath(), "scala.tools.nsc.Main", "-cp"));
    command.add(
        String.join(File.pathSeparator, jars.stream().map(Path::toString).toList())
            + File.pathSeparator
            + platform.classPath());
    command.addAll(List.of("-d", classes.toString(), script.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (process.waitFor() != 0) {
        throw new JetbridgeException(
            FailureKind.INTERNAL, "Cannot compile the script of the jobs: see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JetbridgeException(FailureKind.EXTERNAL, "Cannot rehearse: interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    return classes;
  }
}
