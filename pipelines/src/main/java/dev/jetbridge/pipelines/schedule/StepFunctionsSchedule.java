package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * name. Applying converges and touches nothing of others, like {@link GlueSchedule}.
 */
final class StepFunctionsSchedule {
  private static final String STATES = "states";
  private static final String EVENTS = "events";
  private static final String TARGET = "state-machine";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SfnClient states;
  private final EventBridgeClient events;
  private final ScheduleSettings settings;
  private final Changes changes;

  StepFunctionsSchedule(
      SfnClient states, EventBridgeClient events, ScheduleSettings settings, Changes changes) {
    this.states = states;
    this.events = events;
    this.settings = settings;
    this.changes = changes;
  }

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
    converge(definition, role, machine);
    converge(rule(settings, cron), rule);
    converge(targets(settings, role), rule.isPresent());
  }

  /** Deletes what an earlier application made. */
  void remove() {
    if (describeRule().isPresent() && ruleIsOurs()) {
      call(
          EVENTS,
          "RemoveTargets",
          settings.name(),
          () -> events.removeTargets(r -> r.rule(settings.name()).ids(TARGET)));
      changes.wrote("remove targets of rule " + settings.name());
      call(
          EVENTS,
          "DeleteRule",
          settings.name(),
          () -> events.deleteRule(r -> r.name(settings.name())));
      changes.wrote("delete rule " + settings.name());
    }
    if (describeMachine().isPresent() && machineIsOurs()) {
      call(
          STATES,
          "DeleteStateMachine",
          settings.name(),
          () -> states.deleteStateMachine(r -> r.stateMachineArn(machine(settings))));
      changes.wrote("delete state machine " + settings.name());
    }
  }

  private Optional<DescribeStateMachineResponse> describeMachine() {
    return call(
        STATES,
        "DescribeStateMachine",
        settings.name(),
        () -> {
          try {
            return Optional.of(
                states.describeStateMachine(r -> r.stateMachineArn(machine(settings))));
          } catch (StateMachineDoesNotExistException e) {
            return Optional.empty();
          }
        });
  }

  private Optional<DescribeRuleResponse> describeRule() {
    return call(
        EVENTS,
        "DescribeRule",
        settings.name(),
        () -> {
          try {
            return Optional.of(events.describeRule(r -> r.name(settings.name())));
          } catch (ResourceNotFoundException e) {
            return Optional.empty();
          }
        });
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

  private void converge(
      Map<String, Object> definition, String role, Optional<DescribeStateMachineResponse> found) {
    if (found.isEmpty()) {
      call(
          STATES,
          "CreateStateMachine",
          settings.name(),
          () ->
              states.createStateMachine(
                  r ->
                      r.name(settings.name())
                          .roleArn(role)
                          .definition(text(definition))
                          .tags(tag())));
      changes.wrote("create state machine " + settings.name());
    } else if (!sameDefinition(definition, found.get().definition())
        || !role.equals(found.get().roleArn())) {
      call(
          STATES,
          "UpdateStateMachine",
          settings.name(),
          () ->
              states.updateStateMachine(
                  r ->
                      r.stateMachineArn(machine(settings))
                          .roleArn(role)
                          .definition(text(definition))));
      changes.wrote("update state machine " + settings.name());
    }
  }

  private void converge(PutRuleRequest wanted, Optional<DescribeRuleResponse> found) {
    if (found.isPresent()
        && wanted.scheduleExpression().equals(found.get().scheduleExpression())
        && wanted.description().equals(found.get().description())) {
      noteDisabled(found.get());
      return;
    }
    // A rule that an operator disabled stays so.
    PutRuleRequest request =
        found.map(f -> wanted.toBuilder().state(f.state()).build()).orElse(wanted);
    call(EVENTS, "PutRule", settings.name(), () -> events.putRule(request));
    changes.wrote((found.isPresent() ? "update" : "create") + " rule " + settings.name());
    found.ifPresent(this::noteDisabled);
  }

  private void noteDisabled(DescribeRuleResponse rule) {
    if (rule.state() == RuleState.DISABLED) {
      changes.note("rule " + settings.name() + " is disabled; enable it when runs may go on");
    }
  }

  private void converge(PutTargetsRequest wanted, boolean ruleExists) {
    List<Target> found =
        ruleExists
            ? call(
                    EVENTS,
                    "ListTargetsByRule",
                    settings.name(),
                    () -> events.listTargetsByRule(r -> r.rule(settings.name())))
                .targets()
            : List.of();
    Target target = wanted.targets().get(0);
    boolean same =
        found.stream()
            .anyMatch(
                t ->
                    t.id().equals(target.id())
                        && t.arn().equals(target.arn())
                        && target.roleArn().equals(t.roleArn()));
    if (!same) {
      call(EVENTS, "PutTargets", settings.name(), () -> events.putTargets(wanted));
      changes.wrote("set the target of rule " + settings.name());
    }
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
