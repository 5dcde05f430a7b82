package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.call;

import dev.jetbridge.registry.converge.DesiredState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * The rules of EventBridge that belong to a schedule, brought to their desired state: what has its
 * tag and is not wanted any more goes, nothing of others is touched.
 */
record EventRules(EventBridgeClient events, ScheduleSettings settings, Changes changes) {
  private static final String EVENTS = "events";

  /** The bus that has the clock, and the events of AWS. */
  static final String DEFAULT_BUS = "default";

  /**
   * A rule and what it starts.
   *
   * @param rule with the bus that it listens to
   */
  record Wanted(PutRuleRequest rule, Target target) {
    String name() {
      return rule.name();
    }
  }

  /** A rule of the schedule, enabled, with its tag. */
  static PutRuleRequest.Builder rule(ScheduleSettings settings, String name, String bus) {
    return PutRuleRequest.builder()
        .name(name)
        .eventBusName(bus)
        .state(RuleState.ENABLED)
        .tags(Tag.builder().key(ScheduleSettings.TAG).value(settings.name()).build());
  }

  /**
   * What is there.
   *
   * @param rules those whose names could be of the schedule
   * @param own the names of those with its tag
   */
  record Found(Map<String, Rule> rules, Set<String> own) {}

  /** {@link #find} and {@link #apply(Collection, Found)}. */
  void apply(Collection<Wanted> wanted) {
    apply(wanted, find(wanted));
  }

  /**
   * Looks at what is there, before anything is written.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when a name is taken
   */
  Found find(Collection<Wanted> wanted) {
    Map<String, Rule> found = found();
    Set<String> own = new TreeSet<>();
    found.values().stream().filter(this::isOurs).forEach(rule -> own.add(rule.name()));
    Calls.refuseForeign(
        wanted.stream()
            .map(Wanted::name)
            .filter(name -> found.containsKey(name) && !own.contains(name))
            .map(name -> "rule " + name)
            .toList());
    return new Found(found, own);
  }

  /** Makes the rules and removes others of the schedule. */
  void apply(Collection<Wanted> wanted, Found found) {
    for (Wanted each : wanted) {
      Optional<Rule> rule = Optional.ofNullable(found.rules().get(each.name()));
      changes.converge(desired(each.rule(), rule));
      rule.ifPresent(this::noteDisabled);
      changes.converge(desired(each, rule.isPresent()));
    }
    changes.remove(
        "rule",
        found.own(),
        wanted.stream().map(Wanted::name).toList(),
        name -> delete(found.rules().get(name)));
  }

  private Map<String, Rule> found() {
    Map<String, Rule> found = new HashMap<>();
    Set<String> buses = new TreeSet<>(List.of(DEFAULT_BUS, settings.eventBus()));
    for (String bus : buses) {
      Optional<String> next = Optional.empty();
      do {
        String token = next.orElse(null);
        ListRulesResponse page =
            call(
                EVENTS,
                "ListRules",
                settings.name(),
                () ->
                    events.listRules(
                        r -> r.namePrefix(settings.name()).eventBusName(bus).nextToken(token)));
        page.rules().stream()
            .filter(r -> settings.owns(r.name()))
            .forEach(r -> found.put(r.name(), r));
        next = Optional.ofNullable(page.nextToken());
      } while (next.isPresent());
    }
    return found;
  }

  private boolean isOurs(Rule rule) {
    return call(
            EVENTS,
            "ListTagsForResource",
            rule.name(),
            () -> events.listTagsForResource(r -> r.resourceARN(rule.arn())))
        .tags()
        .stream()
        .anyMatch(t -> t.key().equals(ScheduleSettings.TAG) && t.value().equals(settings.name()));
  }

  /** A rule that an operator disabled stays so. */
  private DesiredState<Rule> desired(PutRuleRequest wanted, Optional<Rule> found) {
    return new DesiredState<>(
        "rule " + wanted.name(),
        () -> found,
        () -> call(EVENTS, "PutRule", wanted.name(), () -> events.putRule(wanted)),
        actual ->
            GlueDifferences.between(
                wanted,
                wanted.toBuilder()
                    .scheduleExpression(actual.scheduleExpression())
                    .eventPattern(actual.eventPattern())
                    .description(actual.description())
                    .build()),
        actual ->
            call(
                EVENTS,
                "PutRule",
                wanted.name(),
                () -> events.putRule(wanted.toBuilder().state(actual.state()).build())));
  }

  private void noteDisabled(Rule rule) {
    if (rule.state() == RuleState.DISABLED) {
      changes.note("rule " + rule.name() + " is disabled; enable it when runs may resume");
    }
  }

  private DesiredState<Target> desired(Wanted wanted, boolean exists) {
    Target target = wanted.target();
    Runnable put =
        () ->
            call(
                EVENTS,
                "PutTargets",
                wanted.name(),
                () ->
                    events.putTargets(
                        r ->
                            r.rule(wanted.name())
                                .eventBusName(wanted.rule().eventBusName())
                                .targets(target)));
    return new DesiredState<>(
        "target of rule " + wanted.name(),
        () ->
            exists
                ? targets(wanted.name(), wanted.rule().eventBusName()).stream()
                    .filter(t -> t.id().equals(target.id()))
                    .findFirst()
                : Optional.empty(),
        put,
        actual ->
            GlueDifferences.between(
                target,
                target.toBuilder()
                    .arn(actual.arn())
                    .roleArn(actual.roleArn())
                    .input(actual.input())
                    .build()),
        actual -> put.run());
  }

  private List<Target> targets(String rule, String bus) {
    return call(
            EVENTS,
            "ListTargetsByRule",
            rule,
            () -> events.listTargetsByRule(r -> r.rule(rule).eventBusName(bus)))
        .targets();
  }

  /** A rule goes only without its targets. */
  private void delete(Rule rule) {
    List<String> ids = new ArrayList<>();
    targets(rule.name(), rule.eventBusName()).forEach(t -> ids.add(t.id()));
    if (!ids.isEmpty()) {
      call(
          EVENTS,
          "RemoveTargets",
          rule.name(),
          () ->
              events.removeTargets(
                  r -> r.rule(rule.name()).eventBusName(rule.eventBusName()).ids(ids)));
    }
    call(
        EVENTS,
        "DeleteRule",
        rule.name(),
        () -> events.deleteRule(r -> r.name(rule.name()).eventBusName(rule.eventBusName())));
  }
}
