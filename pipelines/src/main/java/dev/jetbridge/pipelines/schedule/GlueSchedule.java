package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.glue.model.TriggerType;
import software.amazon.awssdk.services.glue.model.Workflow;

/**
 * The schedule in Glue itself. Applying it converges: it reads what is there, writes only what
 * differs, and deletes what an earlier application made and nobody wants any more. What is ours has
 * our tag; nothing else is touched.
 */
final class GlueSchedule {
  private static final String GLUE = "glue";

  /** How many objects Glue hands out in one call. */
  private static final int BATCH = 25;

  private final GlueClient glue;
  private final ScheduleSettings settings;
  private final Changes changes;

  GlueSchedule(GlueClient glue, ScheduleSettings settings, Changes changes) {
    this.glue = glue;
    this.settings = settings;
    this.changes = changes;
  }

  /**
   * Makes Glue as the workflow says. The trigger by the clock comes last, so that no run starts
   * before everything is there.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when a name is taken by something
   *     that is not ours or a permission is missing; EXTERNAL when the service fails
   */
  void apply(GlueWorkflow wanted) {
    Set<String> ownJobs = ownJobs();
    Set<String> ownTriggers = ownTriggers();
    Map<String, Job> jobs = jobs(names(wanted, ownJobs));
    Map<String, Trigger> triggers = triggers(triggerNames(wanted, ownTriggers));
    Optional<Workflow> workflow = workflow();
    boolean ownWorkflow = workflow.filter(this::isOurs).isPresent();
    refuseForeign(wanted, ownJobs, jobs, ownTriggers, triggers, workflow.isPresent(), ownWorkflow);
    wanted.workflow().ifPresent(w -> converge(w, workflow));
    wanted.jobs().forEach(job -> converge(job, jobs.get(job.name())));
    wanted.triggers().stream()
        .filter(t -> t.type() != TriggerType.SCHEDULED)
        .forEach(t -> converge(t, triggers.get(t.name())));
    wanted.triggers().stream()
        .filter(t -> t.type() == TriggerType.SCHEDULED)
        .forEach(t -> converge(t, triggers.get(t.name())));
    deleteTriggers(wanted, ownTriggers);
    deleteJobs(wanted, ownJobs);
    if (wanted.workflow().isEmpty() && ownWorkflow) {
      call(
          GLUE,
          "DeleteWorkflow",
          settings.name(),
          () -> glue.deleteWorkflow(r -> r.name(settings.name())));
      changes.wrote("delete workflow " + settings.name());
    }
  }

  private Set<String> ownJobs() {
    return call(
        GLUE,
        "ListJobs",
        settings.name(),
        () ->
            new TreeSet<>(
                glue.listJobsPaginator(r -> r.tags(settings.tags())).stream()
                    .flatMap(page -> page.jobNames().stream())
                    .toList()));
  }

  private Set<String> ownTriggers() {
    return call(
        GLUE,
        "ListTriggers",
        settings.name(),
        () ->
            new TreeSet<>(
                glue.listTriggersPaginator(r -> r.tags(settings.tags())).stream()
                    .flatMap(page -> page.triggerNames().stream())
                    .toList()));
  }

  private static List<String> names(GlueWorkflow wanted, Set<String> own) {
    Set<String> names = new LinkedHashSet<>(own);
    wanted.jobs().forEach(job -> names.add(job.name()));
    return List.copyOf(names);
  }

  private static List<String> triggerNames(GlueWorkflow wanted, Set<String> own) {
    Set<String> names = new LinkedHashSet<>(own);
    wanted.triggers().forEach(trigger -> names.add(trigger.name()));
    return List.copyOf(names);
  }

  private Map<String, Job> jobs(List<String> names) {
    Map<String, Job> found = new HashMap<>();
    for (List<String> batch : batches(names)) {
      call(GLUE, "BatchGetJobs", settings.name(), () -> glue.batchGetJobs(r -> r.jobNames(batch)))
          .jobs()
          .forEach(job -> found.put(job.name(), job));
    }
    return found;
  }

  private Map<String, Trigger> triggers(List<String> names) {
    Map<String, Trigger> found = new HashMap<>();
    for (List<String> batch : batches(names)) {
      call(
              GLUE,
              "BatchGetTriggers",
              settings.name(),
              () -> glue.batchGetTriggers(r -> r.triggerNames(batch)))
          .triggers()
          .forEach(trigger -> found.put(trigger.name(), trigger));
    }
    return found;
  }

  private static List<List<String>> batches(List<String> names) {
    List<List<String>> batches = new ArrayList<>();
    for (int i = 0; i < names.size(); i += BATCH) {
      batches.add(names.subList(i, Math.min(i + BATCH, names.size())));
    }
    return batches;
  }

  private Optional<Workflow> workflow() {
    return call(
        GLUE,
        "GetWorkflow",
        settings.name(),
        () -> {
          try {
            return Optional.of(glue.getWorkflow(r -> r.name(settings.name())).workflow());
          } catch (EntityNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private boolean isOurs(Workflow workflow) {
    return settings.name().equals(workflow.defaultRunProperties().get(ScheduleSettings.TAG));
  }

  private void refuseForeign(
      GlueWorkflow wanted,
      Set<String> ownJobs,
      Map<String, Job> jobs,
      Set<String> ownTriggers,
      Map<String, Trigger> triggers,
      boolean workflowExists,
      boolean ownWorkflow) {
    List<String> foreign = new ArrayList<>();
    if (wanted.workflow().isPresent() && workflowExists && !ownWorkflow) {
      foreign.add("workflow " + settings.name());
    }
    jobs.keySet().stream()
        .filter(name -> !ownJobs.contains(name))
        .sorted()
        .forEach(name -> foreign.add("job " + name));
    triggers.keySet().stream()
        .filter(name -> !ownTriggers.contains(name))
        .sorted()
        .forEach(name -> foreign.add("trigger " + name));
    Calls.refuseForeign(foreign);
  }

  private void converge(CreateWorkflowRequest wanted, Optional<Workflow> found) {
    String name = wanted.name();
    if (found.isEmpty()) {
      call(GLUE, "CreateWorkflow", name, () -> glue.createWorkflow(wanted));
      changes.wrote("create workflow " + name);
    } else if (!wanted.description().equals(found.get().description())
        || !wanted.maxConcurrentRuns().equals(found.get().maxConcurrentRuns())) {
      call(
          GLUE,
          "UpdateWorkflow",
          name,
          () ->
              glue.updateWorkflow(
                  r ->
                      r.name(name)
                          .description(wanted.description())
                          .maxConcurrentRuns(wanted.maxConcurrentRuns())
                          .defaultRunProperties(found.get().defaultRunProperties())));
      changes.wrote("update workflow " + name);
    }
  }

  private void converge(CreateJobRequest wanted, Job found) {
    if (found == null) {
      call(GLUE, "CreateJob", wanted.name(), () -> glue.createJob(wanted));
      changes.wrote("create job " + wanted.name());
      return;
    }
    var update = GlueDifferences.wanted(wanted, found);
    List<String> differences = GlueDifferences.between(update, GlueDifferences.found(found));
    if (!differences.isEmpty()) {
      call(
          GLUE,
          "UpdateJob",
          wanted.name(),
          () -> glue.updateJob(r -> r.jobName(wanted.name()).jobUpdate(update)));
      changes.wrote("update job " + wanted.name() + ": " + String.join(", ", differences));
    }
  }

  private void converge(CreateTriggerRequest wanted, Trigger found) {
    if (found == null) {
      call(GLUE, "CreateTrigger", wanted.name(), () -> glue.createTrigger(wanted));
      changes.wrote("create trigger " + wanted.name());
      return;
    }
    var update = GlueDifferences.wanted(wanted);
    List<String> differences = GlueDifferences.between(update, GlueDifferences.found(found));
    if (!differences.isEmpty()) {
      call(
          GLUE,
          "UpdateTrigger",
          wanted.name(),
          () -> glue.updateTrigger(r -> r.name(wanted.name()).triggerUpdate(update)));
      changes.wrote("update trigger " + wanted.name() + ": " + String.join(", ", differences));
    }
    if (found.state() == TriggerState.DEACTIVATED || found.state() == TriggerState.CREATED) {
      changes.note("trigger " + wanted.name() + " is not active; start it when runs may go on");
    }
  }

  private void deleteTriggers(GlueWorkflow wanted, Set<String> own) {
    Set<String> obsolete = new TreeSet<>(own);
    wanted.triggers().forEach(t -> obsolete.remove(t.name()));
    for (String name : obsolete) {
      call(GLUE, "DeleteTrigger", name, () -> glue.deleteTrigger(r -> r.name(name)));
      changes.wrote("delete trigger " + name);
    }
  }

  private void deleteJobs(GlueWorkflow wanted, Set<String> own) {
    Set<String> obsolete = new TreeSet<>(own);
    obsolete.removeAll(new HashSet<>(wanted.jobs().stream().map(CreateJobRequest::name).toList()));
    for (String name : obsolete) {
      call(GLUE, "DeleteJob", name, () -> glue.deleteJob(r -> r.jobName(name)));
      changes.wrote("delete job " + name);
    }
  }
}
