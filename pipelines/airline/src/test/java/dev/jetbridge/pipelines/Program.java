package dev.jetbridge.pipelines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The program in a process of its own, which can be killed. */
final class Program {
  private Program() {}

  /**
   * Starts a command; its output goes to a file beside the home.
   *
   * @param java options of the virtual machine, such as -Xmx1g
   */
  static Process start(Path home, List<String> java, List<String> command) throws IOException {
    return JavaProcess.start("dev.jetbridge.pipelines.Main", home, java, command);
  }
}
