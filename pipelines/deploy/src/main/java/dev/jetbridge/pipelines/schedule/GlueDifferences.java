package dev.jetbridge.pipelines.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
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
  private GlueDifferences() {}

  /**
   * A job as it shall be. An update replaces the whole definition, so what an operator added for
   * the network and for encryption is kept.
   */
  static JobUpdate wanted(CreateJobRequest job, Job found) {
    return JobUpdate.builder()
        .description(job.description())
        .role(job.role())
        .command(command(job.command()))
        .defaultArguments(job.defaultArguments())
        .glueVersion(job.glueVersion())
        .workerType(job.workerType())
        .numberOfWorkers(job.numberOfWorkers())
        .timeout(job.timeout())
        .maxRetries(job.maxRetries())
        .executionProperty(job.executionProperty())
        .connections(found.connections())
        .securityConfiguration(found.securityConfiguration())
        .build();
  }

  /** The same of a job as it is. */
  static JobUpdate found(Job job) {
    return JobUpdate.builder()
        .description(job.description())
        .role(job.role())
        .command(command(job.command()))
        .defaultArguments(job.defaultArguments())
        .glueVersion(job.glueVersion())
        .workerType(job.workerType())
        .numberOfWorkers(job.numberOfWorkers())
        .timeout(job.timeout())
        .maxRetries(job.maxRetries())
        .executionProperty(job.executionProperty())
        .connections(job.connections())
        .securityConfiguration(job.securityConfiguration())
        .build();
  }

  /** Glue adds a version of Python, which a job in Scala has no use for. */
  private static JobCommand command(JobCommand command) {
    return JobCommand.builder()
        .name(command.name())
        .scriptLocation(command.scriptLocation())
        .build();
  }

  /** A workflow as it is, as the request that would make it; its properties are not compared. */
  static CreateWorkflowRequest found(Workflow workflow, CreateWorkflowRequest wanted) {
    return wanted.toBuilder()
        .description(workflow.description())
        .maxConcurrentRuns(workflow.maxConcurrentRuns())
        .build();
  }

  /** A trigger as it shall be. */
  static TriggerUpdate wanted(CreateTriggerRequest trigger) {
    return TriggerUpdate.builder()
        .name(trigger.name())
        .description(trigger.description())
        .schedule(trigger.schedule())
        .predicate(sorted(trigger.predicate()))
        .actions(sorted(trigger.actions()))
        .build();
  }

  /** The same of a trigger as it is. */
  static TriggerUpdate found(Trigger trigger) {
    return TriggerUpdate.builder()
        .name(trigger.name())
        .description(trigger.description())
        .schedule(trigger.schedule())
        .predicate(sorted(trigger.predicate()))
        .actions(sorted(trigger.actions()))
        .build();
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
