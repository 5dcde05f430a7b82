package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.call;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.registry.converge.DesiredState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.glue.model.TriggerType;
import software.amazon.awssdk.services.glue.model.Workflow;

/**
 * Brings Glue to the desired state: what an earlier application made and nobody wants any more is
 * deleted. What is ours has our tag; nothing else is touched.
 */
record GlueSchedule(GlueClient glue, ScheduleSettings settings, Changes changes) {
  private static final String GLUE = "glue";

  /** How many objects Glue hands out in one call. */
  private static final int BATCH = 25;

  /**
   * What is in Glue.
   *
   * @param jobs those that are wanted, and all of ours, and so on
   */
  record Found(
      Map<String, Job> jobs,
      Set<String> ownJobs,
      Map<String, Trigger> triggers,
      Set<String> ownTriggers,
      Map<String, Workflow> workflows,
      Set<String> ownWorkflows) {}

  /** {@link #find} and {@link #apply(GlueObjects, Found)}. */
  void apply(GlueObjects wanted) {
    apply(wanted, find(wanted));
  }

  /**
   * Looks at what is there, before anything is written.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when a name is taken by something
   *     that is not ours, or is of another installation, or a permission is missing; EXTERNAL when
   *     the service fails
   */
  Found find(GlueObjects wanted) {
    Set<String> ownJobs = ownJobs();
    Set<String> ownTriggers = ownTriggers();
    Map<String, Job> jobs =
        jobs(andWanted(ownJobs, wanted.jobs().stream().map(CreateJobRequest::name)));
    Map<String, Trigger> triggers =
        triggers(
            andWanted(ownTriggers, wanted.triggers().stream().map(CreateTriggerRequest::name)));
    Map<String, Workflow> workflows = workflows();
    Set<String> ownWorkflows = new TreeSet<>();
    workflows.values().stream().filter(this::isOurs).forEach(w -> ownWorkflows.add(w.name()));
    List<String> wantedWorkflows =
        wanted.workflows().stream().map(CreateWorkflowRequest::name).toList();
    List<String> foreign = new ArrayList<>();
    wantedWorkflows.stream()
        .filter(name -> workflows.containsKey(name) && !ownWorkflows.contains(name))
        .forEach(name -> foreign.add("workflow " + name));
    addForeign("job", jobs.keySet(), ownJobs, foreign);
    addForeign("trigger", triggers.keySet(), ownTriggers, foreign);
    Calls.refuseForeign(foreign);
    ownJobs.stream().map(jobs::get).filter(this::isOfOthers).findFirst().ifPresent(this::refuse);
    return new Found(jobs, ownJobs, triggers, ownTriggers, workflows, ownWorkflows);
  }

  /**
   * Whether a job with our tag is of another installation that has the same schedule.name: neither
   * its jar nor its files are ours. Of one that moves, one of both stays.
   */
  private boolean isOfOthers(Job job) {
    if (job == null || job.defaultArguments() == null) {
      return false;
    }
    String jar = job.defaultArguments().get(GlueJobs.JAR);
    String temporary = job.defaultArguments().get(GlueJobs.TEMPORARY);
    return jar != null
        && temporary != null
        && !jar.equals(settings.artifact(DeployableJar.NAME))
        && !temporary.startsWith(settings.home() + "/");
  }

  private void refuse(Job other) {
    throw new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot apply the schedule "
            + settings.name()
            + ": its job "
            + other.name()
            + " is of another installation, which has "
            + other.defaultArguments().get(GlueJobs.JAR)
            + "; set another schedule.name, or delete what the other has if this one replaces it");
  }

  /**
   * Makes Glue as the workflow says. Triggers that start a workflow come last, so that no run
   * starts before everything is there.
   */
  void apply(GlueObjects wanted, Found found) {
    wanted
        .workflows()
        .forEach(
            w ->
                changes.converge(desired(w, Optional.ofNullable(found.workflows().get(w.name())))));
    wanted.jobs().forEach(job -> converge(job, Optional.ofNullable(found.jobs().get(job.name()))));
    for (boolean starts : new boolean[] {false, true}) {
      wanted.triggers().stream()
          .filter(t -> (t.type() != TriggerType.CONDITIONAL) == starts)
          .forEach(t -> converge(t, Optional.ofNullable(found.triggers().get(t.name()))));
    }
    changes.remove(
        "trigger",
        found.ownTriggers(),
        wanted.triggers().stream().map(CreateTriggerRequest::name).toList(),
        name -> call(GLUE, "DeleteTrigger", name, () -> glue.deleteTrigger(r -> r.name(name))));
    changes.remove(
        "job",
        found.ownJobs(),
        wanted.jobs().stream().map(CreateJobRequest::name).toList(),
        name -> call(GLUE, "DeleteJob", name, () -> glue.deleteJob(r -> r.jobName(name))));
    changes.remove(
        "workflow",
        found.ownWorkflows(),
        wanted.workflows().stream().map(CreateWorkflowRequest::name).toList(),
        name -> call(GLUE, "DeleteWorkflow", name, () -> glue.deleteWorkflow(r -> r.name(name))));
  }

  private Set<String> ownJobs() {
    return own(
        "ListJobs",
        () ->
            glue.listJobsPaginator(r -> r.tags(settings.tags())).stream()
                .flatMap(page -> page.jobNames().stream()));
  }

  private Set<String> ownTriggers() {
    return own(
        "ListTriggers",
        () ->
            glue.listTriggersPaginator(r -> r.tags(settings.tags())).stream()
                .flatMap(page -> page.triggerNames().stream()));
  }

  /** The names of what has our tag. */
  private Set<String> own(String operation, Supplier<Stream<String>> names) {
    return call(GLUE, operation, settings.name(), () -> new TreeSet<>(names.get().toList()));
  }

  private static List<String> andWanted(Set<String> own, Stream<String> wanted) {
    Set<String> names = new LinkedHashSet<>(own);
    wanted.forEach(names::add);
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

  /** Those whose names could be ours. */
  private Map<String, Workflow> workflows() {
    List<String> names =
        call(
            GLUE,
            "ListWorkflows",
            settings.name(),
            () ->
                glue.listWorkflowsPaginator(r -> r.maxResults(BATCH)).stream()
                    .flatMap(page -> page.workflows().stream())
                    .filter(settings::owns)
                    .toList());
    Map<String, Workflow> found = new HashMap<>();
    for (List<String> batch : batches(names)) {
      call(
              GLUE,
              "BatchGetWorkflows",
              settings.name(),
              () -> glue.batchGetWorkflows(r -> r.names(batch)))
          .workflows()
          .forEach(workflow -> found.put(workflow.name(), workflow));
    }
    return found;
  }

  private boolean isOurs(Workflow workflow) {
    return settings.name().equals(workflow.defaultRunProperties().get(ScheduleSettings.TAG));
  }

  private static void addForeign(
      String kind, Set<String> found, Set<String> own, List<String> foreign) {
    found.stream()
        .filter(name -> !own.contains(name))
        .sorted()
        .forEach(name -> foreign.add(kind + " " + name));
  }

  private DesiredState<Workflow> desired(CreateWorkflowRequest wanted, Optional<Workflow> found) {
    String name = wanted.name();
    return new DesiredState<>(
        "workflow " + name,
        () -> found,
        () -> call(GLUE, "CreateWorkflow", name, () -> glue.createWorkflow(wanted)),
        actual -> GlueDifferences.between(wanted, GlueDifferences.found(actual, wanted)),
        actual ->
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
                                .defaultRunProperties(
                                    GlueDifferences.properties(actual, wanted)))));
  }

  private void converge(CreateJobRequest wanted, Optional<Job> found) {
    changes.converge(desired(wanted, found));
    String name = "job " + wanted.name();
    found.ifPresent(job -> changes.keep(name, GlueDifferences.added(wanted, job)));
    if (found.isPresent() && !settings.configured().costTags().isEmpty()) {
      changes.converge(tags(wanted));
    }
  }

  /** Tags are no part of the definition of a job; those of others stay. */
  private DesiredState<Map<String, String>> tags(CreateJobRequest wanted) {
    String name = wanted.name();
    String arn = settings.arn(GLUE, "job/" + name);
    return new DesiredState<>(
        "tags of job " + name,
        () ->
            Optional.of(
                call(GLUE, "GetTags", name, () -> glue.getTags(r -> r.resourceArn(arn))).tags()),
        () -> {},
        actual ->
            wanted.tags().entrySet().stream()
                .filter(tag -> !tag.getValue().equals(actual.get(tag.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList(),
        actual ->
            call(
                GLUE,
                "TagResource",
                name,
                () -> glue.tagResource(r -> r.resourceArn(arn).tagsToAdd(wanted.tags()))));
  }

  private DesiredState<Job> desired(CreateJobRequest wanted, Optional<Job> found) {
    String name = wanted.name();
    return new DesiredState<>(
        "job " + name,
        () -> found,
        () -> call(GLUE, "CreateJob", name, () -> glue.createJob(wanted)),
        actual ->
            GlueDifferences.between(
                GlueDifferences.wanted(wanted, actual), GlueDifferences.found(actual)),
        actual ->
            call(
                GLUE,
                "UpdateJob",
                name,
                () ->
                    glue.updateJob(
                        r -> r.jobName(name).jobUpdate(GlueDifferences.wanted(wanted, actual)))));
  }

  private DesiredState<Trigger> desired(CreateTriggerRequest wanted, Optional<Trigger> found) {
    String name = wanted.name();
    return new DesiredState<>(
        "trigger " + name,
        () -> found,
        () -> call(GLUE, "CreateTrigger", name, () -> glue.createTrigger(wanted)),
        actual ->
            GlueDifferences.between(GlueDifferences.wanted(wanted), GlueDifferences.found(actual)),
        actual ->
            call(
                GLUE,
                "UpdateTrigger",
                name,
                () ->
                    glue.updateTrigger(
                        r -> r.name(name).triggerUpdate(GlueDifferences.wanted(wanted)))));
  }

  private void converge(CreateTriggerRequest wanted, Optional<Trigger> found) {
    changes.converge(desired(wanted, found));
    found
        .filter(t -> t.state() == TriggerState.DEACTIVATED || t.state() == TriggerState.CREATED)
        .ifPresent(
            t ->
                changes.note(
                    "trigger " + wanted.name() + " is not active; start it when runs may resume"));
  }
}
