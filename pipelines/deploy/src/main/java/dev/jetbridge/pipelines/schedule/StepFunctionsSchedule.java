package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.registry.converge.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.Tag;

/** The state machine of the schedule's name, brought to its desired state. */
record StepFunctionsSchedule(SfnClient states, ScheduleSettings settings, Changes changes) {
  private static final String STATES = "states";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The rule that starts the state machine, and as whom. */
  static EventRules.Wanted rule(ScheduleSettings settings, String cron, String role) {
    return new EventRules.Wanted(
        EventRules.rule(settings, settings.name(), EventRules.DEFAULT_BUS)
            .description("Starts the state machine of the data products.")
            .scheduleExpression(cron)
            .build(),
        Target.builder().id("state-machine").arn(machine(settings)).roleArn(role).build());
  }

  /** The rule that starts the upkeep by the same state machine. */
  static EventRules.Wanted upkeep(ScheduleSettings settings, String role) {
    return new EventRules.Wanted(
        EventRules.rule(settings, settings.name() + "-maintain", EventRules.DEFAULT_BUS)
            .description("Starts the upkeep of all tables.")
            .scheduleExpression(Frequency.checked(settings.configured().upkeepCron()))
            .build(),
        Target.builder()
            .id("state-machine")
            .arn(machine(settings))
            .roleArn(role)
            .input("{\"upkeep\":true}")
            .build());
  }

  /**
   * The rule that tells a topic of executions that did not succeed. Source: AWS Step Functions
   * developer guide, "Automating Step Functions event delivery with EventBridge".
   */
  static Optional<EventRules.Wanted> alarm(ScheduleSettings settings) {
    return FailureAlarm.of(
        settings,
        "aws.states",
        "Step Functions Execution Status Change",
        Map.of(
            "stateMachineArn",
            List.of(machine(settings)),
            "status",
            List.of("FAILED", "TIMED_OUT", "ABORTED")));
  }

  private static String machine(ScheduleSettings settings) {
    return settings.arn(STATES, "stateMachine:" + settings.name());
  }

  /**
   * Looks at what is there, before anything is written.
   *
   * @throws JetbridgeException CONFIG when the name is taken, or is of another installation
   */
  Optional<DescribeStateMachineResponse> find() {
    Optional<DescribeStateMachineResponse> machine = describeMachine();
    if (machine.isPresent() && !machineIsOurs()) {
      Calls.refuseForeign(List.of("state machine " + settings.name()));
    }
    // Jobs of Glue tell by themselves; only runs of EMR have their jar in the definition.
    machine
        .map(DescribeStateMachineResponse::definition)
        .filter(text -> text.contains("/" + DeployableJar.NAME))
        .filter(text -> !text.contains(settings.artifact(DeployableJar.NAME)))
        .ifPresent(
            text -> {
              throw new JetbridgeException(
                  FailureKind.CONFIG,
                  "Cannot apply the schedule "
                      + settings.name()
                      + ": its state machine starts a jar that is not in schedule.artifacts, so it"
                      + " is of another installation; set another schedule.name, or delete the"
                      + " state machine if this one replaces it");
            });
    return machine;
  }

  /** Makes the state machine as the definition says. */
  void apply(
      Map<String, Object> definition, String role, Optional<DescribeStateMachineResponse> found) {
    changes.converge(machine(definition, role, found));
  }

  /** Deletes what an earlier application made. */
  void remove() {
    changes.remove(
        "state machine",
        describeMachine().isPresent() && machineIsOurs() ? Set.of(settings.name()) : Set.of(),
        Set.of(),
        n ->
            call(
                STATES,
                "DeleteStateMachine",
                n,
                () -> states.deleteStateMachine(r -> r.stateMachineArn(machine(settings)))));
  }

  private Optional<DescribeStateMachineResponse> describeMachine() {
    return Calls.find(
        STATES,
        "DescribeStateMachine",
        settings.name(),
        StateMachineDoesNotExistException.class,
        () -> states.describeStateMachine(r -> r.stateMachineArn(machine(settings))));
  }

  private boolean machineIsOurs() {
    return call(
            STATES,
            "ListTagsForResource",
            settings.name(),
            () -> states.listTagsForResource(r -> r.resourceArn(machine(settings))))
        .tags()
        .contains(tag());
  }

  private Tag tag() {
    return Tag.builder().key(ScheduleSettings.TAG).value(settings.name()).build();
  }

  private DesiredState<DescribeStateMachineResponse> machine(
      Map<String, Object> definition, String role, Optional<DescribeStateMachineResponse> found) {
    String name = settings.name();
    return new DesiredState<>(
        "state machine " + name,
        () -> found,
        () ->
            call(
                STATES,
                "CreateStateMachine",
                name,
                () ->
                    states.createStateMachine(
                        r -> r.name(name).roleArn(role).definition(text(definition)).tags(tag()))),
        actual -> differences(definition, role, actual),
        actual ->
            call(
                STATES,
                "UpdateStateMachine",
                name,
                () ->
                    states.updateStateMachine(
                        r ->
                            r.stateMachineArn(machine(settings))
                                .roleArn(role)
                                .definition(text(definition)))));
  }

  private static List<String> differences(
      Map<String, Object> definition, String role, DescribeStateMachineResponse actual) {
    List<String> differences = new ArrayList<>();
    if (!sameDefinition(definition, actual.definition())) {
      differences.add("definition");
    }
    if (!role.equals(actual.roleArn())) {
      differences.add("roleArn");
    }
    return differences;
  }

  private static String text(Map<String, Object> definition) {
    try {
      return JSON.writeValueAsString(definition);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write a state machine", e);
    }
  }

  private static boolean sameDefinition(Map<String, Object> wanted, String found) {
    try {
      return JSON.readTree(text(wanted)).equals(JSON.readTree(found));
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
