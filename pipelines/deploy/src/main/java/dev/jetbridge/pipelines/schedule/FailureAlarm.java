package dev.jetbridge.pipelines.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * The rule that tells a topic of SNS of each job that failed, among them the last one of a
 * workflow, which fails for what is not served. The topic's own policy lets EventBridge publish.
 * Source: AWS Glue developer guide, "Automating AWS Glue with EventBridge"; Amazon EventBridge user
 * guide, "Using resource-based policies for Amazon EventBridge" (targets of Amazon SNS have no
 * role).
 */
final class FailureAlarm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FailureAlarm() {}

  /**
   * Of jobs of Glue; empty without a topic. Their names begin with those of their domains: that of
   * the schedule alone may be what the name of another schedule begins with.
   */
  static Optional<EventRules.Wanted> of(ScheduleSettings settings, Collection<String> domains) {
    List<Object> names = new ArrayList<>();
    new TreeSet<>(domains)
        .forEach(domain -> names.add(Map.of("prefix", settings.name() + "-" + domain + "-")));
    names.add(settings.name() + "-" + GlueJobs.SERVE);
    names.add(settings.name() + "-" + GlueJobs.UPKEEP);
    return of(
        settings,
        "aws.glue",
        "Glue Job State Change",
        Map.of("jobName", names, "state", List.of("FAILED", "TIMEOUT", "STOPPED")));
  }

  /** Of such events; empty without a topic. */
  static Optional<EventRules.Wanted> of(
      ScheduleSettings settings, String source, String type, Map<String, Object> detail) {
    return settings
        .configured()
        .alarmTopic()
        .map(
            topic ->
                new EventRules.Wanted(
                    EventRules.rule(settings, settings.name() + "-alarm", EventRules.DEFAULT_BUS)
                        .description("Tells of what failed.")
                        .eventPattern(pattern(source, type, detail))
                        .build(),
                    Target.builder().id("topic").arn(topic).build()));
  }

  private static String pattern(String source, String type, Map<String, Object> detail) {
    Map<String, Object> pattern = new TreeMap<>();
    pattern.put("source", List.of(source));
    pattern.put("detail-type", List.of(type));
    pattern.put("detail", new TreeMap<>(detail));
    try {
      return JSON.writeValueAsString(pattern);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write an event pattern", e);
    }
  }
}
