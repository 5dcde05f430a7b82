package dev.jetbridge.pipelines;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in a process of its own, which can be killed. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * Starts a program on a home, with the class path of the tests; its output goes to a file beside
   * the home.
   *
   * @param main the class with the entry
   * @param java options of the virtual machine, such as -Xmx1g
   */
  public static Process start(String main, Path home, List<String> java, List<String> command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(a -> a.startsWith("--add-opens") || a.startsWith("-XX:"))
            .toList());
    line.addAll(java);
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(main);
    line.addAll(command);
    line.add("--home");
    line.add(home.toString());
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(home + ".log")));
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_HOME", home.getParent().toString());
    return builder.start();
  }
}
