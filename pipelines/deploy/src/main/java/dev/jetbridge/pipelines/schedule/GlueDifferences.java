package dev.jetbridge.pipelines.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.ExecutionClass;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobCommand;
import software.amazon.awssdk.services.glue.model.JobUpdate;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.Predicate;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerUpdate;
import software.amazon.awssdk.services.glue.model.Workflow;

/**
 * Objects of Glue as updates, as they are and as they shall be, so that the two can be compared.
 */
final class GlueDifferences {
  /** What the schedule says of a job, by the names of the service. */
  private static final Set<String> SAID =
      Set.of(
          "Description",
          "Role",
          "DefaultArguments",
          "GlueVersion",
          "WorkerType",
          "NumberOfWorkers",
          "Timeout",
          "MaxRetries",
          "ExecutionProperty");

  /**
   * What an operator adds. Left out is what cannot stand beside the type of the workers: source,
   * AWS Glue API, JobUpdate ("do not set MaxCapacity if using WorkerType and NumberOfWorkers").
   */
  private static final Set<String> OF_OPERATORS =
      Set.of(
          "Connections",
          "SecurityConfiguration",
          "NonOverridableArguments",
          "JobMode",
          "JobRunQueuingEnabled",
          "NotificationProperty",
          "ExecutionClass",
          "MaintenanceWindow",
          "SourceControlDetails");

  private static final Set<String> OF_TRIGGERS =
      Set.of("Name", "Description", "Schedule", "EventBatchingCondition");

  private GlueDifferences() {}

  /**
   * A job as it shall be. An update replaces the whole definition (AWS Glue API, UpdateJob), so
   * what an operator added is kept, arguments among it.
   */
  static JobUpdate wanted(CreateJobRequest job, Job found) {
    JobUpdate.Builder update = JobUpdate.builder().command(command(job.command()));
    copy(job, update, SAID);
    copy(found, update, OF_OPERATORS);
    Map<String, String> arguments = new HashMap<>(found.defaultArguments());
    arguments.putAll(job.defaultArguments());
    return update.defaultArguments(arguments).build();
  }

  /** What an operator added to a job, as the service names it, arguments by their own names. */
  static List<String> added(CreateJobRequest job, Job found) {
    JobUpdate.Builder update = JobUpdate.builder();
    copy(found, update, OF_OPERATORS);
    if (found.executionClass() == ExecutionClass.STANDARD) {
      // What Glue says of a job that nobody said it of.
      update.executionClass((String) null);
    }
    List<String> added = between(update.build(), JobUpdate.builder().build());
    found.defaultArguments().keySet().stream()
        .filter(argument -> !job.defaultArguments().containsKey(argument))
        .sorted()
        .forEach(added::add);
    return added;
  }

  /** The same of a job as it is. */
  static JobUpdate found(Job job) {
    JobUpdate.Builder update = JobUpdate.builder().command(command(job.command()));
    copy(job, update, SAID);
    copy(job, update, OF_OPERATORS);
    return update.build();
  }

  /** Takes over members of another type that have the same names. */
  private static void copy(SdkPojo from, SdkPojo into, Set<String> members) {
    Map<String, Object> values = new HashMap<>();
    from.sdkFields().forEach(f -> values.put(f.memberName(), f.getValueOrDefault(from)));
    into.sdkFields().stream()
        .filter(f -> members.contains(f.memberName()))
        .forEach(f -> f.set(into, values.get(f.memberName())));
  }

  /** Glue adds a version of Python, which a job in Scala has no use for. */
  private static JobCommand command(JobCommand command) {
    return JobCommand.builder()
        .name(command.name())
        .scriptLocation(command.scriptLocation())
        .build();
  }

  /** A workflow as it is, as the request that would make it; of its properties only ours. */
  static CreateWorkflowRequest found(Workflow workflow, CreateWorkflowRequest wanted) {
    Map<String, String> ours = new HashMap<>(workflow.defaultRunProperties());
    ours.keySet().retainAll(wanted.defaultRunProperties().keySet());
    return wanted.toBuilder()
        .description(workflow.description())
        .maxConcurrentRuns(workflow.maxConcurrentRuns())
        .defaultRunProperties(ours)
        .build();
  }

  /** The properties of a workflow as they shall be: ours, and what an operator added. */
  static Map<String, String> properties(Workflow workflow, CreateWorkflowRequest wanted) {
    Map<String, String> all = new HashMap<>(workflow.defaultRunProperties());
    all.putAll(wanted.defaultRunProperties());
    return all;
  }

  /** A trigger as it shall be. */
  static TriggerUpdate wanted(CreateTriggerRequest trigger) {
    return update(trigger, trigger.predicate(), trigger.actions());
  }

  /** The same of a trigger as it is. */
  static TriggerUpdate found(Trigger trigger) {
    return update(trigger, trigger.predicate(), trigger.actions());
  }

  private static TriggerUpdate update(SdkPojo trigger, Predicate predicate, List<Action> actions) {
    TriggerUpdate.Builder update =
        TriggerUpdate.builder().predicate(sorted(predicate)).actions(sorted(actions));
    copy(trigger, update, OF_TRIGGERS);
    return update.build();
  }

  private static List<Action> sorted(List<Action> actions) {
    return actions.stream()
        .map(a -> Action.builder().jobName(a.jobName()).build())
        .sorted(Comparator.comparing(Action::jobName))
        .toList();
  }

  /** Conditions in one order; all must hold unless it says otherwise. */
  private static Predicate sorted(Predicate predicate) {
    if (predicate == null) {
      return null;
    }
    return Predicate.builder()
        .logical(predicate.logical() == null ? Logical.AND : predicate.logical())
        .conditions(
            predicate.conditions().stream()
                .sorted(Comparator.comparing(Condition::jobName))
                .toList())
        .build();
  }

  /** The members in which two objects of one type differ, as the service names them. */
  static List<String> between(SdkPojo wanted, SdkPojo found) {
    List<String> members = new ArrayList<>();
    for (SdkField<?> field : wanted.sdkFields()) {
      if (!Objects.equals(field.getValueOrDefault(wanted), field.getValueOrDefault(found))) {
        members.add(field.memberName());
      }
    }
    return members;
  }
}
