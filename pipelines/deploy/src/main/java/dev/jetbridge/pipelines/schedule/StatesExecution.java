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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One execution of a definition in the Amazon States Language: our reading of the states and paths
 * that our definitions use; anything else is refused. Branches run one after another, and a job
 * that failed is not started again: what our definitions retry are errors of Glue itself.
 */
public final class StatesExecution {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INTEGRATION = ":states:::";
  private static final String ARRAY = "States.Array(";
  private static final Pattern ELEMENT = Pattern.compile("'([^']*)'|[^', ]+");

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

  /** Runs jobs. */
  @FunctionalInterface
  public interface Jobs {
    /**
     * Runs one to its end.
     *
     * @param integration by which it is started, such as glue:startJobRun.sync
     * @param parameters what the state gives it
     * @return whether it succeeded
     */
    boolean succeeds(String integration, JsonNode parameters);
  }

  /** The name of the job that parameters start. */
  public static String job(JsonNode parameters) {
    return parameters.path("JobName").asText(parameters.path("Name").asText());
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
    String resource = state.get("Resource").asText();
    if (!resource.endsWith(":startJobRun.sync")) {
      throw unread("nothing here plays " + resource);
    }
    String integration = resource.substring(resource.indexOf(INTEGRATION) + INTEGRATION.length());
    return jobs.succeeds(integration, filled(state.get("Parameters"), data));
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
        filled.set(name.substring(0, name.length() - 2), value(member.getValue().asText(), data));
      } else {
        filled.set(name, filled(member.getValue(), data));
      }
    }
    return filled;
  }

  /** What a path names, or an array of texts and of what paths name. */
  private JsonNode value(String expression, JsonNode data) {
    if (!expression.startsWith(ARRAY)) {
      return at(expression, data);
    }
    ArrayNode array = JSON.createArrayNode();
    Matcher elements =
        ELEMENT.matcher(expression.substring(ARRAY.length(), expression.length() - 1));
    while (elements.find()) {
      if (elements.group(1) == null) {
        array.add(at(elements.group(), data));
      } else {
        array.add(elements.group(1));
      }
    }
    return array;
  }

  private JsonNode at(String path, JsonNode data) {
    if (path.equals("$$.Execution.StartTime")) {
      return JSON.getNodeFactory().textNode(startedAt);
    }
    return data.at(path.substring(1).replaceAll("\\[(\\d+)]", "/$1").replace('.', '/'));
  }
}
