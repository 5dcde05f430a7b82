package dev.jetbridge.pipelines.schedule;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.platform.WorkflowRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.LogicalOperator;
import software.amazon.awssdk.services.glue.model.Predicate;
import software.amazon.awssdk.services.glue.model.TriggerType;

/**
 * One workflow of Glue: a trigger that starts it, by the clock or by publications of other
 * workflows, and one trigger for each job that has inputs in the workflow, which starts it when the
 * jobs that make them have succeeded. Source: AWS Glue developer guide, "Blueprint and workflow
 * restrictions" and "Triggers".
 *
 * @param groups the jobs, in the order of the run graph
 * @param clock when it starts; empty when publications start it
 * @param asOf the clock of whose last instant each run speaks; empty for when it started
 */
record GlueWorkflow(
    GlueJobs jobs,
    JobGraph graph,
    String name,
    List<JobGroup> groups,
    Optional<String> clock,
    Optional<String> asOf) {
  /** Jobs, crawlers and triggers of one workflow; with more, runs cannot be stopped or resumed. */
  private static final int OBJECTS = 100;

  /** AWS Glue endpoints and quotas, "Jobs per trigger". */
  private static final int ACTIONS = 50;

  /** Events that one start waits for at most, and seconds from the first of them. */
  private static final int BATCH = 100;

  private static final int WINDOW = 900;

  GlueWorkflow {
    groups = List.copyOf(groups);
  }

  CreateWorkflowRequest workflow() {
    Map<String, String> properties = new TreeMap<>(jobs.settings().tags());
    asOf.ifPresent(cron -> properties.put(WorkflowRun.AS_OF_CLOCK, cron));
    return CreateWorkflowRequest.builder()
        .name(name)
        .description("Data products, each job after those that make its inputs.")
        .maxConcurrentRuns(1)
        // Tags of a workflow are not told with it; these are, and say that it is ours.
        .defaultRunProperties(properties)
        .tags(jobs.settings().tags())
        .build();
  }

  List<CreateTriggerRequest> triggers() {
    List<CreateTriggerRequest> triggers = new ArrayList<>();
    triggers.add(start());
    groups.stream()
        .filter(group -> !before(group).isEmpty())
        .map(this::after)
        .forEach(triggers::add);
    triggers.add(last());
    return triggers;
  }

  /** The job that ends it. */
  CreateJobRequest serve() {
    boolean all = groups.size() == graph.all().size();
    return jobs.serve(
        name,
        all
            ? Optional.empty()
            : Optional.of(groups.stream().map(JobGroup::listed).collect(joining(","))),
        all ? Optional.empty() : Optional.of(groups.get(0).domain()));
  }

  /** The products of other workflows that these are made from. */
  Set<ProductId> reads() {
    Set<ProductId> made = new HashSet<>();
    groups.forEach(group -> group.products().forEach(c -> made.add(c.id())));
    return groups.stream()
        .flatMap(group -> group.inputs().stream())
        .filter(input -> !made.contains(input))
        .collect(toCollection(TreeSet::new));
  }

  /** Whether Glue takes it. */
  boolean fits() {
    return objects() <= OBJECTS && started() <= ACTIONS;
  }

  /**
   * Makes sure that Glue takes it.
   *
   * @throws JetbridgeException CONFIG when it does not
   */
  void refuseTooLarge() {
    if (!fits()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot schedule "
              + name
              + " as one Glue workflow: it would have "
              + objects()
              + " jobs and triggers, Glue allows "
              + OBJECTS
              + ", and its first trigger would start "
              + started()
              + " jobs, Glue allows "
              + ACTIONS
              + "; make more products in one job, with a group in the property job of their"
              + " contracts, or schedule with stepfunctions");
    }
  }

  private int objects() {
    // With the job that ends it.
    return groups.size() + 1 + triggers().size();
  }

  private int started() {
    return triggers().get(0).actions().size();
  }

  /** The jobs of this workflow that a job waits for. */
  private List<JobGroup> before(JobGroup group) {
    return graph.inputs(group).stream().filter(groups::contains).toList();
  }

  private CreateTriggerRequest start() {
    CreateTriggerRequest.Builder start =
        trigger(name + "-start")
            .description("Starts the jobs that wait for no other of the workflow.")
            .actions(groups.stream().filter(g -> before(g).isEmpty()).map(this::action).toList());
    if (clock.isPresent()) {
      return start.type(TriggerType.SCHEDULED).schedule(clock.get()).build();
    }
    int published = Math.min(BATCH, reads().size());
    return start
        .type(TriggerType.EVENT)
        .eventBatchingCondition(b -> b.batchSize(published).batchWindow(WINDOW))
        .build();
  }

  private CreateTriggerRequest after(JobGroup group) {
    return trigger(jobs.name(group))
        .type(TriggerType.CONDITIONAL)
        .description("Starts " + group.id() + " after its inputs.")
        .predicate(succeeded(before(group)))
        .actions(action(group))
        .build();
  }

  /** When the jobs succeeded for which no other one waits, all have. */
  private CreateTriggerRequest last() {
    Set<JobGroup> awaited = new HashSet<>();
    groups.forEach(group -> awaited.addAll(before(group)));
    return trigger(jobs.serveName(name))
        .type(TriggerType.CONDITIONAL)
        .description("Serves what is pending after all other jobs.")
        .predicate(succeeded(groups.stream().filter(g -> !awaited.contains(g)).toList()))
        .actions(Action.builder().jobName(jobs.serveName(name)).build())
        .build();
  }

  private Predicate succeeded(List<JobGroup> before) {
    List<Condition> conditions =
        before.stream()
            .map(
                input ->
                    Condition.builder()
                        .logicalOperator(LogicalOperator.EQUALS)
                        .jobName(jobs.name(input))
                        .state(JobRunState.SUCCEEDED)
                        .build())
            .toList();
    return Predicate.builder().logical(Logical.AND).conditions(conditions).build();
  }

  private CreateTriggerRequest.Builder trigger(String trigger) {
    return CreateTriggerRequest.builder()
        .name(trigger)
        .workflowName(name)
        .startOnCreation(true)
        .tags(jobs.settings().tags());
  }

  private Action action(JobGroup group) {
    return Action.builder().jobName(jobs.name(group)).build();
  }
}
