package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.LogicalOperator;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;

/** Which jobs a workflow starts, as we read AWS Glue developer guide, "AWS Glue triggers". */
class WorkflowWalkTest {
  private final List<String> started = new ArrayList<>();
  private final Map<String, List<JobRunState>> fates = new LinkedHashMap<>();

  private Outcome run(Trigger... triggers) {
    List<Job> jobs =
        Stream.of("members", "flights", "links", "alarm")
            .map(n -> Job.builder().name(n).maxRetries(n.equals("flights") ? 1 : 0).build())
            .toList();
    Map<String, Job> byName = new LinkedHashMap<>();
    jobs.forEach(job -> byName.put(job.name(), job));
    return new WorkflowWalk(List.of(triggers), byName)
        .run(
            (job, attempt) -> {
              started.add(job.name());
              List<JobRunState> fate = fates.getOrDefault(job.name(), List.of());
              return attempt < fate.size() ? fate.get(attempt) : JobRunState.SUCCEEDED;
            });
  }

  private static Trigger clock(String... jobs) {
    return Trigger.builder()
        .name("clock")
        .type(TriggerType.SCHEDULED)
        .actions(actions(jobs))
        .build();
  }

  private static Trigger after(String job, Logical logical, JobRunState state, String... inputs) {
    return Trigger.builder()
        .name("after " + job)
        .type(TriggerType.CONDITIONAL)
        .actions(actions(job))
        .predicate(
            p ->
                p.logical(logical)
                    .conditions(
                        Stream.of(inputs)
                            .map(
                                input ->
                                    Condition.builder()
                                        .jobName(input)
                                        .state(state)
                                        .logicalOperator(LogicalOperator.EQUALS)
                                        .build())
                            .toList()))
        .build();
  }

  private static List<Action> actions(String... jobs) {
    return Stream.of(jobs).map(job -> Action.builder().jobName(job).build()).toList();
  }

  @Test
  void startsAJobOnceAllItsInputsHaveSucceeded() {
    Outcome outcome =
        run(
            after("links", Logical.AND, JobRunState.SUCCEEDED, "members", "flights"),
            clock("members", "flights"));

    assertThat(started).containsExactly("members", "flights", "links");
    assertThat(outcome.isWhole()).isTrue();
  }

  @Test
  void startsAFailedJobAgainAsOftenAsItSays() {
    fates.put("members", List.of(JobRunState.FAILED));
    fates.put("flights", List.of(JobRunState.FAILED));

    Outcome outcome =
        run(
            clock("members", "flights"),
            after("links", Logical.AND, JobRunState.SUCCEEDED, "members", "flights"));

    assertThat(started).containsExactly("members", "flights", "flights");
    assertThat(outcome.ended())
        .containsEntry("members", JobRunState.FAILED)
        .containsEntry("flights", JobRunState.SUCCEEDED);
    assertThat(outcome.notStarted()).containsExactly("links");
    assertThat(outcome.isWhole()).isFalse();
  }

  @Test
  void followsAFailureToo() {
    fates.put("members", List.of(JobRunState.FAILED));

    run(
        clock("members", "flights"),
        after("alarm", Logical.ANY, JobRunState.FAILED, "members", "flights"));

    assertThat(started).containsExactly("members", "flights", "alarm");
  }
}
