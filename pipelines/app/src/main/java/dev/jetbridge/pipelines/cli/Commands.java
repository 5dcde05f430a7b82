package dev.jetbridge.pipelines.cli;

import java.util.List;
import java.util.Optional;

/**
 * Commands beyond those that the jar for Glue and EMR has; a service, see {@link
 * java.util.ServiceLoader}.
 */
public interface Commands {
  /** One object a command, as picocli takes it. */
  List<Object> all();

  /** The command of others that they belong to; empty for commands that stand alone. */
  default Optional<String> below() {
    return Optional.empty();
  }
}
