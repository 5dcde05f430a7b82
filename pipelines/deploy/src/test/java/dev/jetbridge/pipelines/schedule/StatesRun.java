package dev.jetbridge.pipelines.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a definition in the Amazon States Language: our reading of the states and paths that our
 * definitions use; anything else is refused. Branches run one after another.
 */
final class StatesRun {
  static final String START = "2023-09-01T03:00:00Z";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode machine;
  private final Set<String> failing;
  private final List<String> jobs = new ArrayList<>();
  private final List<String> asOfs = new ArrayList<>();
  private final List<String> visited = new ArrayList<>();
  private String outcome;

  StatesRun(JsonNode machine, Set<String> failing) {
    this.machine = machine;
    this.failing = failing;
  }

  StatesRun start(String input) {
    try {
      run(machine, JSON.readTree(input));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    return visited;
  }

  /** The state in which the execution ended. */
  String outcome() {
    return outcome;
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

  private JsonNode run(JsonNode definition, JsonNode input) {
    String name = definition.get("StartAt").asText();
    JsonNode data = input;
    while (true) {
      JsonNode state = definition.get("States").get(name);
      if (state == null) {
        throw new IllegalStateException("no state " + name);
      }
      visited.add(name);
      String next = null;
      switch (state.get("Type").asText()) {
        case "Choice" -> next = choose(state, data);
        case "Pass" -> data = pass(state, data);
        case "Parallel" -> data = parallel(state, data);
        case "Task" -> {
          if (!succeeds(state, data)) {
            next = state.at("/Catch/0/Next").asText();
          } else if (state.has("ResultSelector")) {
            data = filled(state.get("ResultSelector"), data);
          }
        }
        case "Succeed", "Fail" -> {
          outcome = name;
          return data;
        }
        default -> throw new IllegalStateException("no such type of state: " + state);
      }
      if (next == null && state.path("End").asBoolean()) {
        return data;
      }
      name = next == null ? state.get("Next").asText() : next;
    }
  }

  private static String choose(JsonNode state, JsonNode data) {
    for (JsonNode choice : state.get("Choices")) {
      if (holds(choice, data)) {
        return choice.get("Next").asText();
      }
    }
    return state.get("Default").asText();
  }

  private static boolean holds(JsonNode rule, JsonNode data) {
    if (rule.has("And")) {
      for (JsonNode part : rule.get("And")) {
        if (!holds(part, data)) {
          return false;
        }
      }
      return true;
    }
    JsonNode value = at(rule.get("Variable").asText(), data);
    if (rule.has("IsPresent")) {
      return value.isMissingNode() != rule.get("IsPresent").asBoolean();
    }
    if (value.isMissingNode()) {
      throw new IllegalStateException("States.Runtime: nothing at " + rule.get("Variable"));
    }
    return value.asText().equals(rule.get("StringEquals").asText());
  }

  private static JsonNode pass(JsonNode state, JsonNode data) {
    return state.has("Result") ? state.get("Result") : filled(state.get("Parameters"), data);
  }

  private JsonNode parallel(JsonNode state, JsonNode data) {
    ArrayNode results = JSON.createArrayNode();
    state.get("Branches").forEach(branch -> results.add(run(branch, data)));
    JsonNode selected = filled(state.get("ResultSelector"), results);
    String path = state.get("ResultPath").asText();
    ObjectNode output = data.deepCopy();
    output.set(path.substring(2), selected);
    return output;
  }

  private boolean succeeds(JsonNode state, JsonNode data) {
    if (!state.get("Resource").asText().equals("arn:aws:states:::glue:startJobRun.sync")) {
      throw new IllegalStateException("no such resource: " + state);
    }
    JsonNode parameters = filled(state.get("Parameters"), data);
    String job = parameters.get("JobName").asText();
    jobs.add(job);
    asOfs.add(parameters.at("/Arguments/--as-of").asText());
    return !failing.contains(job);
  }

  /** A template with the values that its paths name. */
  private static JsonNode filled(JsonNode template, JsonNode data) {
    if (!template.isObject()) {
      return template;
    }
    ObjectNode filled = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : template.properties()) {
      String name = member.getKey();
      if (name.endsWith(".$")) {
        filled.set(name.substring(0, name.length() - 2), at(member.getValue().asText(), data));
      } else {
        filled.set(name, filled(member.getValue(), data));
      }
    }
    return filled;
  }

  private static JsonNode at(String path, JsonNode data) {
    if (path.equals("$$.Execution.StartTime")) {
      return JSON.getNodeFactory().textNode(START);
    }
    return data.at(path.substring(1).replaceAll("\\[(\\d+)]", "/$1").replace('.', '/'));
  }
}
