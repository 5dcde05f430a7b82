package dev.jetbridge.pipelines.cli;

import java.util.List;

/**
 * Commands beyond those that the jar for Glue and EMR has; a service, see {@link
 * java.util.ServiceLoader}.
 */
public interface Commands {
  /** One object a command, as picocli takes it. */
  List<Object> all();
}
