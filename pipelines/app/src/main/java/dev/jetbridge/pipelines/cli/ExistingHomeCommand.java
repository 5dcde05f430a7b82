package dev.jetbridge.pipelines.cli;

import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;

/** A command that looks into a home, or mends it: the home is there. */
abstract class ExistingHomeCommand extends HomeCommand {
  @Override
  public final Integer call() {
    PrintWriter out = out();
    try (Workspace workspace = options.existing()) {
      int code = in(workspace, out);
      out.flush();
      return code;
    }
  }

  /** Does it and returns the exit code. */
  abstract int in(Workspace workspace, PrintWriter out);
}
