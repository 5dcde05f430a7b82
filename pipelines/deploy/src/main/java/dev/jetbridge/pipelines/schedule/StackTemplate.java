package dev.jetbridge.pipelines.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.Sha256;
import dev.jetbridge.registry.RequestJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;

/**
 * A schedule as one template of CloudFormation, for an account in which everything comes by stacks.
 * Resources have the properties of the requests, which CloudFormation names alike; what starts a
 * job depends on it. Artifacts are not in it.
 *
 * <p>Source: AWS CloudFormation template reference, resource types of AWS Glue, Step Functions and
 * EventBridge.
 */
final class StackTemplate {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How much of a name's digest tells two names apart that have the same letters. */
  private static final int DIGEST = 8;

  private final Map<String, Map<String, Object>> resources = new TreeMap<>();

  /**
   * Adds the resource that the request would create.
   *
   * @throws JetbridgeException INTERNAL for a request of a kind that has no resource here
   */
  void add(SdkPojo request) {
    Map<String, Object> properties = RequestJson.of(request);
    if (request instanceof CreateJobRequest job) {
      put("Job", job.name(), "AWS::Glue::Job", properties, List.of());
    } else if (request instanceof CreateWorkflowRequest workflow) {
      put("Workflow", workflow.name(), "AWS::Glue::Workflow", properties, List.of());
    } else if (request instanceof CreateTriggerRequest trigger) {
      put("Trigger", trigger.name(), "AWS::Glue::Trigger", properties, needs(trigger));
    } else if (request instanceof PutRuleRequest rule) {
      // The tags of a rule are the list that CloudFormation has, too.
      put("Rule", rule.name(), "AWS::Events::Rule", properties, List.of());
    } else if (request instanceof PutTargetsRequest targets) {
      properties(resources.get(id("Rule", targets.rule())))
          .put("Targets", properties.get("Targets"));
    } else {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot render " + request.getClass().getSimpleName() + " for CloudFormation");
    }
  }

  /** Adds a state machine; its jobs are named in the definition. */
  void addStateMachine(
      String name, String role, Map<String, Object> definition, Map<String, String> tags) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("StateMachineName", name);
    properties.put("RoleArn", role);
    properties.put("DefinitionString", text(definition));
    List<Map<String, String>> pairs = new ArrayList<>();
    new TreeMap<>(tags).forEach((key, value) -> pairs.add(Map.of("Key", key, "Value", value)));
    properties.put("Tags", pairs);
    put("StateMachine", name, "AWS::StepFunctions::StateMachine", properties, List.of());
  }

  /** The template, resources in the order of their ids. */
  Map<String, Object> content() {
    Map<String, Object> template = new LinkedHashMap<>();
    template.put("AWSTemplateFormatVersion", "2010-09-09");
    template.put("Description", "Data products of Jetbridge, each after its inputs.");
    template.put("Resources", resources);
    return template;
  }

  private void put(
      String kind, String name, String type, Map<String, Object> properties, List<String> needs) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("Type", type);
    if (!needs.isEmpty()) {
      resource.put("DependsOn", needs);
    }
    resource.put("Properties", new LinkedHashMap<>(properties));
    resources.put(id(kind, name), resource);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> properties(Map<String, Object> resource) {
    return (Map<String, Object>) resource.get("Properties");
  }

  private static List<String> needs(CreateTriggerRequest trigger) {
    TreeSet<String> needs = new TreeSet<>();
    trigger.actions().stream().map(Action::jobName).map(job -> id("Job", job)).forEach(needs::add);
    if (trigger.predicate() != null) {
      trigger.predicate().conditions().stream()
          .map(Condition::jobName)
          .map(job -> id("Job", job))
          .forEach(needs::add);
    }
    if (trigger.workflowName() != null) {
      needs.add(id("Workflow", trigger.workflowName()));
    }
    return List.copyOf(needs);
  }

  /** Letters and digits only, the same for the same name in every rendering. */
  private static String id(String kind, String name) {
    StringBuilder id = new StringBuilder(kind);
    for (String word : name.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        id.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return id + Sha256.of(name.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST);
  }

  private static String text(Map<String, Object> definition) {
    try {
      return JSON.writeValueAsString(definition);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write a state machine", e);
    }
  }
}
