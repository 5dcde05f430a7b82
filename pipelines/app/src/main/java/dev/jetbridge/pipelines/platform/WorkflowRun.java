package dev.jetbridge.pipelines.platform;

import dev.jetbridge.registry.AwsFailure;
import java.time.Instant;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * The run of a Glue workflow that started a job. Its jobs start one after another, yet all of them
 * speak of one instant.
 *
 * @param name of the workflow
 */
public record WorkflowRun(GlueClient glue, String name) {
  /**
   * A property of a run: the as-of instant of a run by hand, such as one that makes up for a day.
   */
  static final String AS_OF = "as-of";

  /**
   * A property of a workflow of several: the schedule of all of them, so that their runs speak of
   * one instant, whenever each starts.
   */
  public static final String AS_OF_CLOCK = "as-of-clock";

  /**
   * The as-of instant that the jobs of a run have in common: what whoever started it said, else the
   * last instant of the clock that several workflows share, else when it started.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException EXTERNAL when Glue does not answer; CONFIG
   *     when the role may not ask it
   */
  public String asOf(String id) {
    var run = get(id);
    String said = run.workflowRunProperties().get(AS_OF);
    if (said != null) {
      return said;
    }
    String clock = run.workflowRunProperties().get(AS_OF_CLOCK);
    Instant started = run.startedOn();
    return (clock == null ? started : ClockInstants.of(clock).lastAt(started)).toString();
  }

  private software.amazon.awssdk.services.glue.model.WorkflowRun get(String id) {
    try {
      return glue.getWorkflowRun(r -> r.name(name).runId(id)).run();
    } catch (SdkException e) {
      throw AwsFailure.of(
          "Cannot call Glue GetWorkflowRun on " + name, "glue:GetWorkflowRun on the workflow", e);
    }
  }
}
