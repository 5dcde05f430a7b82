package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The run of a workflow that is under way, of which the counterpart of Glue knows nothing. */
final class WorkflowRuns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private volatile Optional<Run> current = Optional.empty();

  /**
   * A run.
   *
   * @param properties what whoever started it said
   */
  record Run(String workflow, String id, Instant startedOn, Map<String, String> properties) {
    Run {
      properties = Map.copyOf(properties);
    }
  }

  void begin(Run run) {
    current = Optional.of(run);
  }

  /** The answer of Glue to who asks for the run; empty for any other request. */
  Optional<String> answer(Request request) throws IOException {
    if (current.isEmpty()
        || request.service().filter("glue"::equals).isEmpty()
        || request.target().filter("GetWorkflowRun"::equals).isEmpty()) {
      return Optional.empty();
    }
    Run run = current.get();
    if (!JSON.readTree(request.body()).path("RunId").asText().equals(run.id)) {
      return Optional.empty();
    }
    ObjectNode told = JSON.createObjectNode();
    told.put("Name", run.workflow)
        .put("WorkflowRunId", run.id)
        .put("Status", "RUNNING")
        .put("StartedOn", run.startedOn.getEpochSecond());
    run.properties.forEach(told.putObject("WorkflowRunProperties")::put);
    return Optional.of(JSON.writeValueAsString(JSON.createObjectNode().set("Run", told)));
  }
}
