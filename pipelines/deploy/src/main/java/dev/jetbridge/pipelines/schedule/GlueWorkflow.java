package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.LogicalOperator;
import software.amazon.awssdk.services.glue.model.TriggerType;

/**
 * What a schedule is in Glue, as requests that would create it: a job a product, and in a workflow
 * one trigger by the clock that starts the products without inputs and one trigger for each other
 * product, which starts it when the jobs of all its inputs have succeeded. Beside it a job and a
 * trigger for the upkeep of all tables, which may run while products are made.
 *
 * @param workflow empty when something else starts the jobs
 */
record GlueWorkflow(
    Optional<CreateWorkflowRequest> workflow,
    List<CreateJobRequest> jobs,
    List<CreateTriggerRequest> triggers) {
  /** Glue's limits of one workflow and of one trigger; beyond the first, runs cannot be resumed. */
  private static final int OBJECTS = 100;

  private static final int ACTIONS = 50;

  GlueWorkflow {
    jobs = List.copyOf(jobs);
    triggers = List.copyOf(triggers);
  }

  /** Only the jobs, in the order of the run graph, and the upkeep. */
  static GlueWorkflow jobsOf(GlueJobs jobs, Contracts contracts) {
    return new GlueWorkflow(Optional.empty(), jobRequests(jobs, contracts), List.of(upkeep(jobs)));
  }

  /**
   * Jobs, triggers and workflow.
   *
   * @throws JetbridgeException CONFIG when the mesh is larger than a workflow of Glue may be
   */
  static GlueWorkflow of(GlueJobs jobs, Contracts contracts, String cron) {
    ScheduleSettings settings = jobs.settings();
    CreateWorkflowRequest workflow =
        CreateWorkflowRequest.builder()
            .name(settings.name())
            .description("Every data product of the mesh after its inputs, as of one instant.")
            .maxConcurrentRuns(1)
            // Tags of a workflow are not told with it; this is, and says that it is ours.
            .defaultRunProperties(settings.tags())
            .tags(settings.tags())
            .build();
    List<CreateTriggerRequest> triggers = new ArrayList<>();
    triggers.add(start(jobs, contracts, cron));
    contracts.wavesOfProducts().stream()
        .flatMap(List::stream)
        .filter(contract -> !contract.derivation().inputs().isEmpty())
        .map(contract -> after(jobs, contract))
        .forEach(triggers::add);
    triggers.add(upkeep(jobs));
    GlueWorkflow made =
        new GlueWorkflow(Optional.of(workflow), jobRequests(jobs, contracts), triggers);
    made.refuseTooLarge();
    return made;
  }

  private static List<CreateJobRequest> jobRequests(GlueJobs jobs, Contracts contracts) {
    return Stream.concat(
            contracts.wavesOfProducts().stream().flatMap(List::stream).map(jobs::job),
            Stream.of(jobs.upkeep()))
        .toList();
  }

  private static CreateTriggerRequest start(GlueJobs jobs, Contracts contracts, String cron) {
    List<Action> actions =
        contracts.all().stream()
            .filter(contract -> contract.derivation().inputs().isEmpty())
            .map(contract -> action(jobs, contract.id()))
            .toList();
    return inWorkflow(jobs, jobs.settings().name() + "-start")
        .type(TriggerType.SCHEDULED)
        .schedule(cron)
        .description("Starts the products that are made of no others.")
        .actions(actions)
        .build();
  }

  private static CreateTriggerRequest after(GlueJobs jobs, Contract contract) {
    List<Condition> conditions =
        contract.derivation().inputs().stream()
            .sorted()
            .map(
                input ->
                    Condition.builder()
                        .logicalOperator(LogicalOperator.EQUALS)
                        .jobName(jobs.name(input))
                        .state(JobRunState.SUCCEEDED)
                        .build())
            .toList();
    return inWorkflow(jobs, jobs.name(contract.id()))
        .type(TriggerType.CONDITIONAL)
        .description("Starts " + contract.id() + " after its inputs.")
        .predicate(p -> p.logical(Logical.AND).conditions(conditions))
        .actions(action(jobs, contract.id()))
        .build();
  }

  private static CreateTriggerRequest upkeep(GlueJobs jobs) {
    return trigger(jobs, jobs.upkeepName())
        .type(TriggerType.SCHEDULED)
        .schedule(Frequency.checked(jobs.settings().configured().upkeepCron()))
        .description("Starts the upkeep of all tables.")
        .actions(Action.builder().jobName(jobs.upkeepName()).build())
        .build();
  }

  private static CreateTriggerRequest.Builder inWorkflow(GlueJobs jobs, String name) {
    return trigger(jobs, name).workflowName(jobs.settings().name());
  }

  private static CreateTriggerRequest.Builder trigger(GlueJobs jobs, String name) {
    return CreateTriggerRequest.builder()
        .name(name)
        .startOnCreation(true)
        .tags(jobs.settings().tags());
  }

  private static Action action(GlueJobs jobs, ProductId product) {
    return Action.builder().jobName(jobs.name(product)).build();
  }

  private void refuseTooLarge() {
    // All but the job and the trigger of the upkeep.
    int objects = jobs.size() + triggers.size() - 2;
    int started = triggers.get(0).actions().size();
    if (objects > OBJECTS || started > ACTIONS) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot schedule "
              + (jobs.size() - 1)
              + " products as one Glue workflow: it would have "
              + objects
              + " jobs and triggers, Glue allows "
              + OBJECTS
              + ", and its first trigger would start "
              + started
              + " jobs, Glue allows "
              + ACTIONS
              + "; schedule with stepfunctions");
    }
  }
}
