package dev.jetbridge.pipelines.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Executes a state machine with jobs that only say their names, some of which fail. */
final class StatesRun {
  static final String START = "2023-09-01T03:00:00Z";

  private final StatesExecution execution;
  private final Set<String> failing;
  private final List<String> jobs = new ArrayList<>();
  private final List<String> asOfs = new ArrayList<>();

  StatesRun(JsonNode machine, Set<String> failing) {
    this.execution = new StatesExecution(machine, START, this::succeeds);
    this.failing = failing;
  }

  private boolean succeeds(String integration, JsonNode parameters) {
    String job = StatesExecution.job(parameters);
    jobs.add(job);
    asOfs.add(asOf(integration, parameters));
    return !failing.contains(job);
  }

  private static String asOf(String integration, JsonNode parameters) {
    if (integration.startsWith("glue:")) {
      return parameters.path("Arguments").path("--as-of").asText();
    }
    List<String> line = new ArrayList<>();
    parameters.at("/JobDriver/SparkSubmit/EntryPointArguments").forEach(a -> line.add(a.asText()));
    return line.contains("--as-of") ? line.get(line.indexOf("--as-of") + 1) : "";
  }

  StatesRun start(String input) {
    execution.start(input);
    return this;
  }

  /** The jobs in the order they were started. */
  List<String> jobs() {
    return jobs;
  }

  /** The as-of instants they got. */
  List<String> asOfs() {
    return asOfs;
  }

  List<String> visited() {
    return execution.visited();
  }

  /** The state in which the execution ended. */
  String outcome() {
    return execution.outcome();
  }

  /** The names of all states, those of branches too. */
  static List<String> names(JsonNode machine) {
    List<String> names = new ArrayList<>();
    machine
        .get("States")
        .fields()
        .forEachRemaining(
            state -> {
              names.add(state.getKey());
              state.getValue().path("Branches").forEach(branch -> names.addAll(names(branch)));
            });
    return names;
  }
}
