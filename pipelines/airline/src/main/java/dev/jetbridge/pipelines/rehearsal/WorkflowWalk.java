package dev.jetbridge.pipelines.rehearsal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.LogicalOperator;
import software.amazon.awssdk.services.glue.model.Predicate;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;

/**
 * One run of a workflow as we read Glue's documents: the trigger by the clock starts it; a
 * conditional trigger fires once, when its conditions hold of the jobs that have ended; a job that
 * failed is started again as often as it says. Jobs run one after another. Source: AWS Glue
 * developer guide, "AWS Glue triggers" and "Overview of workflows in AWS Glue"; Job, MaxRetries.
 *
 * @param triggers those of the workflow
 */
record WorkflowWalk(List<Trigger> triggers, Map<String, Job> jobs) {
  WorkflowWalk {
    triggers = List.copyOf(triggers);
    jobs = Map.copyOf(jobs);
  }

  /** Runs a job once and says how it ended. */
  @FunctionalInterface
  interface Starter {
    JobRunState run(Job job, int attempt);
  }

  /** Runs it once. */
  Outcome run(Starter starter) {
    Map<String, JobRunState> ended = new LinkedHashMap<>();
    Set<String> fired = new HashSet<>();
    Deque<String> due = new ArrayDeque<>();
    triggers.stream()
        .filter(t -> t.type() != TriggerType.CONDITIONAL)
        .forEach(t -> fire(t, fired, due));
    while (!due.isEmpty()) {
      String name = due.remove();
      if (ended.containsKey(name)) {
        continue;
      }
      ended.put(name, attempts(jobs.get(name), starter));
      triggers.stream()
          .filter(t -> t.type() == TriggerType.CONDITIONAL && !fired.contains(t.name()))
          .filter(t -> holds(t.predicate(), ended))
          .forEach(t -> fire(t, fired, due));
    }
    return Outcome.of(ended, names());
  }

  /** The jobs that it has, started or not. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    triggers.forEach(t -> t.actions().stream().map(Action::jobName).forEach(names::add));
    return names.stream().distinct().toList();
  }

  private static void fire(Trigger trigger, Set<String> fired, Deque<String> due) {
    fired.add(trigger.name());
    trigger.actions().stream().map(Action::jobName).forEach(due::add);
  }

  private static JobRunState attempts(Job job, Starter starter) {
    int retries = job.maxRetries() == null ? 0 : job.maxRetries();
    JobRunState state = starter.run(job, 0);
    for (int attempt = 1; attempt <= retries && state == JobRunState.FAILED; attempt++) {
      state = starter.run(job, attempt);
    }
    return state;
  }

  private static boolean holds(Predicate predicate, Map<String, JobRunState> ended) {
    List<Condition> conditions = predicate.conditions();
    return predicate.logical() == Logical.ANY
        ? conditions.stream().anyMatch(c -> holds(c, ended))
        : conditions.stream().allMatch(c -> holds(c, ended));
  }

  private static boolean holds(Condition condition, Map<String, JobRunState> ended) {
    return condition.logicalOperator() == LogicalOperator.EQUALS
        && condition.state() == ended.get(condition.jobName());
  }
}
