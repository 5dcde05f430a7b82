package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables of offline stores as they were asked for: moto describes each with a table of its own
 * choice. Source: Amazon SageMaker AI API, DataCatalogConfig.
 */
final class FeatureGroups {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "FeatureGroupName";
  private static final String STORE = "OfflineStoreConfig";
  private static final String TABLE = "DataCatalogConfig";

  private final Map<String, JsonNode> asked = new ConcurrentHashMap<>();

  /** The answer to a request, with the table that the group was made with. */
  byte[] mended(Request request, int status, byte[] answer) throws IOException {
    String operation =
        request.service().filter("sagemaker"::equals).flatMap(s -> request.target()).orElse("");
    if (status != 200) {
      return answer;
    }
    if (operation.equals("CreateFeatureGroup")) {
      JsonNode body = JSON.readTree(request.body());
      JsonNode table = body.path(STORE).path(TABLE);
      if (!table.isMissingNode()) {
        asked.put(body.path(NAME).asText(), table);
      }
    }
    if (operation.equals("DescribeFeatureGroup")) {
      JsonNode group = JSON.readTree(answer);
      JsonNode table = asked.get(group.path(NAME).asText());
      if (table != null && group.path(STORE) instanceof ObjectNode store) {
        store.set(TABLE, table);
        return JSON.writeValueAsBytes(group);
      }
    }
    return answer;
  }
}
