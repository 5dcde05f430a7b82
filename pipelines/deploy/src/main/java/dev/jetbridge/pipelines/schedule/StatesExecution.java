package dev.jetbridge.pipelines.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One execution of a definition in the Amazon States Language: our reading of the states and paths
 * that our definitions use; anything else is refused. Branches run one after another, and a job
 * that failed is not started again: what our definitions retry are errors of Glue itself.
 */
public final class StatesExecution {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode machine;
  private final String startedAt;
  private final Jobs jobs;
  private final List<String> visited = new ArrayList<>();
  private String outcome;

  /**
   * An execution that has not begun.
   *
   * @param startedAt when it starts, as the context object has it
   */
  public StatesExecution(JsonNode machine, String startedAt, Jobs jobs) {
    this.machine = machine;
    this.startedAt = startedAt;
    this.jobs = jobs;
  }

  /** Runs jobs of Glue. */
  @FunctionalInterface
  public interface Jobs {
    /**
     * Runs one to its end.
     *
     * @param arguments those that the state gives it, instead of its own
     * @return whether it succeeded
     */
    boolean succeeds(String name, Map<String, String> arguments);
  }

  /** Runs it to its end. */
  public StatesExecution start(String input) {
    try {
      run(machine, JSON.readTree(input));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The states that it was in, in order. */
  public List<String> visited() {
    return List.copyOf(visited);
  }

  /** The state in which it ended. */
  public String outcome() {
    return outcome;
  }

  private JsonNode run(JsonNode definition, JsonNode input) {
    String name = definition.get("StartAt").asText();
    JsonNode data = input;
    while (true) {
      JsonNode state = definition.get("States").get(name);
      if (state == null) {
        throw unread("there is no state " + name);
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
        default -> throw unread("no type of state is that of " + name);
      }
      if (next == null && state.path("End").asBoolean()) {
        return data;
      }
      name = next == null ? state.get("Next").asText() : next;
    }
  }

  private static JetbridgeException unread(String reason) {
    return new JetbridgeException(
        FailureKind.INTERNAL, "Cannot execute the state machine: " + reason);
  }

  private String choose(JsonNode state, JsonNode data) {
    for (JsonNode choice : state.get("Choices")) {
      if (holds(choice, data)) {
        return choice.get("Next").asText();
      }
    }
    return state.get("Default").asText();
  }

  private boolean holds(JsonNode rule, JsonNode data) {
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
      throw unread("States.Runtime, nothing is at " + rule.get("Variable"));
    }
    return value.asText().equals(rule.get("StringEquals").asText());
  }

  private JsonNode pass(JsonNode state, JsonNode data) {
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
    if (!state.get("Resource").asText().endsWith(":states:::glue:startJobRun.sync")) {
      throw unread("nothing here plays " + state.get("Resource"));
    }
    JsonNode parameters = filled(state.get("Parameters"), data);
    Map<String, String> arguments = new TreeMap<>();
    parameters
        .path("Arguments")
        .properties()
        .forEach(argument -> arguments.put(argument.getKey(), argument.getValue().asText()));
    return jobs.succeeds(parameters.get("JobName").asText(), arguments);
  }

  /** A template with the values that its paths name. */
  private JsonNode filled(JsonNode template, JsonNode data) {
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

  private JsonNode at(String path, JsonNode data) {
    if (path.equals("$$.Execution.StartTime")) {
      return JSON.getNodeFactory().textNode(startedAt);
    }
    return data.at(path.substring(1).replaceAll("\\[(\\d+)]", "/$1").replace('.', '/'));
  }
}
