package dev.jetbridge.pipelines.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.registry.RequestJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;

/**
 * A schedule as files, each a request in the API's own shape, as {@code aws … --cli-input-json
 * file://…} takes it, and all of them as one template of CloudFormation; the same schedule gives
 * the same bytes.
 */
final class RenderedFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Folders of which every file is ours: what is no longer rendered goes. */
  private static final List<String> OWN_FOLDERS = List.of("workflows", "jobs", "triggers", "rules");

  private final Map<String, String> files = new TreeMap<>();
  private final StackTemplate stack = new StackTemplate();

  void add(GlueObjects objects) {
    objects.workflows().forEach(w -> add("workflows/" + w.name() + ".json", w));
    objects.jobs().forEach(job -> add("jobs/" + job.name() + ".json", job));
    objects.triggers().forEach(t -> add("triggers/" + t.name() + ".json", t));
    objects.rules().forEach(this::add);
  }

  void add(EventRules.Wanted rule) {
    add("rules/" + rule.name() + ".json", rule.rule());
    add(
        "rules/" + rule.name() + "-targets.json",
        PutTargetsRequest.builder()
            .rule(rule.name())
            .eventBusName(rule.rule().eventBusName())
            .targets(rule.target())
            .build());
  }

  void add(String name, SdkPojo request) {
    add(name, RequestJson.of(request));
    stack.add(request);
  }

  void addStateMachine(ScheduleSettings settings, String role, Map<String, Object> definition) {
    add("state-machine.asl.json", definition);
    stack.addStateMachine(settings.name(), role, definition, settings.tags());
  }

  void add(String name, Map<String, Object> content) {
    try {
      files.put(name, JSON.writeValueAsString(content) + "\n");
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot render " + name, e);
    }
  }

  void add(JobFiles job) {
    files.put("artifacts/" + JobFiles.SCRIPT, JobFiles.script());
    files.put("artifacts/" + Config.FILE, job.configuration());
  }

  /** Writes the files and returns their names. */
  List<String> write(Path folder) {
    add("cloudformation.json", stack.content());
    writePlain(folder);
    try {
      for (String own : OWN_FOLDERS) {
        deleteObsolete(folder, own);
      }
    } catch (IOException e) {
      throw unwritten(folder, e);
    }
    return List.copyOf(files.keySet());
  }

  /** Writes what was added and nothing else, and returns the names of the files. */
  List<String> writePlain(Path folder) {
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw unwritten(folder, e);
    }
    return List.copyOf(files.keySet());
  }

  private static JetbridgeException unwritten(Path folder, IOException e) {
    return new JetbridgeException(
        FailureKind.EXTERNAL, "Cannot write to " + folder + ": " + e.getMessage(), e);
  }

  private void deleteObsolete(Path folder, String own) throws IOException {
    if (!Files.isDirectory(folder.resolve(own))) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder.resolve(own), "*.json")) {
      for (Path file : found) {
        if (!files.containsKey(own + "/" + file.getFileName())) {
          Files.delete(file);
        }
      }
    }
  }
}
