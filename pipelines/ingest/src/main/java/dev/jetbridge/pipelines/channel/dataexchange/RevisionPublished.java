package dev.jetbridge.pipelines.channel.dataexchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The event 'Revision Published To Data Set' of AWS Data Exchange, as EventBridge delivers it.
 *
 * @param dataSet the data set, from resources
 * @param revisions the revisions, from detail.RevisionIds
 */
public record RevisionPublished(String region, String dataSet, List<String> revisions) {
  private static final String SOURCE = "aws.dataexchange";
  private static final String TYPE = "Revision Published To Data Set";
  private static final ObjectMapper JSON = new ObjectMapper();

  public RevisionPublished {
    revisions = List.copyOf(revisions);
  }

  /**
   * Reads the event from a file.
   *
   * @throws JetbridgeException CONFIG when it cannot be read or is another event
   */
  public static RevisionPublished read(Path file) {
    try {
      return of(JSON.readTree(Files.readString(file)), file);
    } catch (JsonProcessingException e) {
      throw unusable(file, "it is not JSON");
    } catch (IOException e) {
      throw unusable(file, "no such readable file");
    }
  }

  private static RevisionPublished of(JsonNode event, Path file) {
    expect(event, "source", SOURCE, file);
    expect(event, "detail-type", TYPE, file);
    List<String> dataSets = texts(event.path("resources"));
    List<String> revisions = texts(event.path("detail").path("RevisionIds"));
    if (dataSets.size() != 1) {
      throw unusable(file, "resources must hold one data set, holds " + dataSets.size());
    }
    if (revisions.isEmpty()) {
      throw unusable(file, "detail.RevisionIds must hold the revisions, holds none");
    }
    return new RevisionPublished(event.path("region").asText(), dataSets.get(0), revisions);
  }

  private static void expect(JsonNode event, String field, String expected, Path file) {
    String found = event.path(field).asText();
    if (!expected.equals(found)) {
      throw unusable(
          file, field + " must be " + expected + ", is " + (found.isEmpty() ? "missing" : found));
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(n -> texts.add(n.asText()));
    return texts;
  }

  private static JetbridgeException unusable(Path file, String reason) {
    return new JetbridgeException(FailureKind.CONFIG, "Cannot use event " + file + ": " + reason);
  }
}
