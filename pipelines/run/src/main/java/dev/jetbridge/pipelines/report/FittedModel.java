package dev.jetbridge.pipelines.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.contracts.ProductId;

/** A row of operations.models: its parameters and what it was fitted on. */
record FittedModel(
    ProductId product, String id, String kind, JsonNode parameters, JsonNode provenance) {

  double parameter(String name) {
    return parameters.path(name).asDouble();
  }

  /** In what respects its likelihood has no maximum; empty for an ordinary one. */
  String degenerate() {
    return provenance.path("degenerate").asText("");
  }

  /** False when there were too few customers, so that a plain mean stands in for the model. */
  boolean fitted() {
    return parameters.path("fitted").asBoolean(true);
  }
}
