package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.call;
import static dev.jetbridge.pipelines.schedule.Calls.find;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.converge.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.Tag;

/**
 * A state machine and the rule of EventBridge that starts it by the clock, both of the schedule's
 * name, brought to their desired state; nothing of others is touched.
 */
record StepFunctionsSchedule(
    SfnClient states, EventBridgeClient events, ScheduleSettings settings, Changes changes) {
  private static final String STATES = "states";
  private static final String EVENTS = "events";
  private static final String TARGET = "state-machine";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The rule that starts the state machine. */
  static PutRuleRequest rule(ScheduleSettings settings, String cron) {
    return PutRuleRequest.builder()
        .name(settings.name())
        .description("Starts the state machine of the data products.")
        .scheduleExpression(cron)
        .state(RuleState.ENABLED)
        .tags(
            software.amazon.awssdk.services.eventbridge.model.Tag.builder()
                .key(ScheduleSettings.TAG)
                .value(settings.name())
                .build())
        .build();
  }

  /** What the rule starts, and as whom. */
  static PutTargetsRequest targets(ScheduleSettings settings, String role) {
    return PutTargetsRequest.builder()
        .rule(settings.name())
        .targets(Target.builder().id(TARGET).arn(machine(settings)).roleArn(role).build())
        .build();
  }

  private static String machine(ScheduleSettings settings) {
    return arn(settings, STATES, "stateMachine:" + settings.name());
  }

  private static String arn(ScheduleSettings settings, String service, String resource) {
    return "arn:"
        + settings.partition()
        + ":"
        + service
        + ":"
        + settings.region()
        + ":"
        + settings.account()
        + ":"
        + resource;
  }

  /** Makes the state machine and its rule as the definition and the expression say. */
  void apply(Map<String, Object> definition, String cron, String role) {
    Optional<DescribeStateMachineResponse> machine = describeMachine();
    Optional<DescribeRuleResponse> rule = describeRule();
    boolean ownMachine = machine.isPresent() && machineIsOurs();
    boolean ownRule = rule.isPresent() && ruleIsOurs();
    if (machine.isPresent() && !ownMachine) {
      Calls.refuseForeign(List.of("state machine " + settings.name()));
    }
    if (rule.isPresent() && !ownRule) {
      Calls.refuseForeign(List.of("rule " + settings.name()));
    }
    changes.converge(machine(definition, role, machine));
    changes.converge(rule(rule(settings, cron), rule));
    rule.ifPresent(this::noteDisabled);
    changes.converge(targets(targets(settings, role), rule.isPresent()));
  }

  /** Deletes what an earlier application made. */
  void remove() {
    Set<String> name = Set.of(settings.name());
    Set<String> none = Set.of();
    changes.remove(
        "rule", describeRule().isPresent() && ruleIsOurs() ? name : none, none, this::deleteRule);
    changes.remove(
        "state machine",
        describeMachine().isPresent() && machineIsOurs() ? name : none,
        none,
        n ->
            call(
                STATES,
                "DeleteStateMachine",
                n,
                () -> states.deleteStateMachine(r -> r.stateMachineArn(machine(settings)))));
  }

  /** A rule goes only without its targets. */
  private void deleteRule(String name) {
    call(EVENTS, "RemoveTargets", name, () -> events.removeTargets(r -> r.rule(name).ids(TARGET)));
    call(EVENTS, "DeleteRule", name, () -> events.deleteRule(r -> r.name(name)));
  }

  private Optional<DescribeStateMachineResponse> describeMachine() {
    return find(
        STATES,
        "DescribeStateMachine",
        settings.name(),
        StateMachineDoesNotExistException.class,
        () -> states.describeStateMachine(r -> r.stateMachineArn(machine(settings))));
  }

  private Optional<DescribeRuleResponse> describeRule() {
    return find(
        EVENTS,
        "DescribeRule",
        settings.name(),
        ResourceNotFoundException.class,
        () -> events.describeRule(r -> r.name(settings.name())));
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

  private boolean ruleIsOurs() {
    String arn = arn(settings, EVENTS, "rule/" + settings.name());
    return call(
            EVENTS,
            "ListTagsForResource",
            settings.name(),
            () -> events.listTagsForResource(r -> r.resourceARN(arn)))
        .tags()
        .stream()
        .anyMatch(t -> t.key().equals(ScheduleSettings.TAG) && t.value().equals(settings.name()));
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

  /** A rule that an operator disabled stays so. */
  private DesiredState<DescribeRuleResponse> rule(
      PutRuleRequest wanted, Optional<DescribeRuleResponse> found) {
    return new DesiredState<>(
        "rule " + settings.name(),
        () -> found,
        () -> call(EVENTS, "PutRule", settings.name(), () -> events.putRule(wanted)),
        actual ->
            GlueDifferences.between(
                wanted,
                wanted.toBuilder()
                    .scheduleExpression(actual.scheduleExpression())
                    .description(actual.description())
                    .build()),
        actual ->
            call(
                EVENTS,
                "PutRule",
                settings.name(),
                () -> events.putRule(wanted.toBuilder().state(actual.state()).build())));
  }

  private void noteDisabled(DescribeRuleResponse rule) {
    if (rule.state() == RuleState.DISABLED) {
      changes.note("rule " + settings.name() + " is disabled; enable it when runs may resume");
    }
  }

  private DesiredState<Target> targets(PutTargetsRequest wanted, boolean ruleExists) {
    Target target = wanted.targets().get(0);
    Runnable put =
        () -> call(EVENTS, "PutTargets", settings.name(), () -> events.putTargets(wanted));
    return new DesiredState<>(
        "target of rule " + settings.name(),
        () -> ruleExists ? target(target.id()) : Optional.empty(),
        put,
        actual ->
            GlueDifferences.between(
                target, target.toBuilder().arn(actual.arn()).roleArn(actual.roleArn()).build()),
        actual -> put.run());
  }

  private Optional<Target> target(String id) {
    return call(
            EVENTS,
            "ListTargetsByRule",
            settings.name(),
            () -> events.listTargetsByRule(r -> r.rule(settings.name())))
        .targets()
        .stream()
        .filter(t -> t.id().equals(id))
        .findFirst();
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
