package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.pipelines.schedule.StatesExecution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * Executions of the state machine, which starts jobs with the rights of its role. Source: AWS Step
 * Functions developer guide, "IAM policies for calling AWS Glue" and "IAM policies for calling
 * Amazon EMR Serverless"; Amazon EventBridge user guide, "Using identity-based policies".
 *
 * @param machine its name
 * @param may whether the role may do all of that
 */
record StatesWalk(
    JsonNode definition, Account account, String machine, Predicate<List<Permission>> may) {
  /** Starts a job and says how it ended. */
  @FunctionalInterface
  interface Starter {
    JobRunState run(String integration, JsonNode parameters);
  }

  /** Executes it once, as its rule starts it. */
  Outcome run(String input, Starter starter) {
    Map<String, JobRunState> ended = new LinkedHashMap<>();
    String arn = account.arn("states", "stateMachine:" + machine);
    if (may.test(List.of(new Permission("states:StartExecution", arn)))) {
      execute(
          input,
          (integration, parameters) -> {
            if (!may.test(needs(integration, parameters))) {
              return false;
            }
            JobRunState state = starter.run(integration, parameters);
            ended.put(StatesExecution.job(parameters), state);
            return state == JobRunState.SUCCEEDED;
          });
    }
    return Outcome.of(ended, names(input));
  }

  /** The jobs that an execution starts when all succeed. */
  private List<String> names(String input) {
    List<String> names = new ArrayList<>();
    execute(input, (integration, parameters) -> names.add(StatesExecution.job(parameters)));
    return names;
  }

  private void execute(String input, StatesExecution.Jobs jobs) {
    new StatesExecution(definition, Instant.now().toString(), jobs).start(input);
  }

  /** What the service needs to start a job in the role's name and to wait for it. */
  private List<Permission> needs(String integration, JsonNode parameters) {
    List<Permission> needs = new ArrayList<>();
    if (integration.startsWith("glue:")) {
      String job = account.arn("glue", "job/" + StatesExecution.job(parameters));
      needs.add(new Permission("glue:StartJobRun", job));
      needs.add(new Permission("glue:GetJobRun", job));
      return needs;
    }
    String application =
        account.arn("emr-serverless", "/applications/" + parameters.path("ApplicationId").asText());
    needs.add(new Permission("emr-serverless:StartJobRun", application));
    needs.add(new Permission("emr-serverless:GetJobRun", application + "/jobruns/1"));
    Recognition.tagged(parameters, "Tags", "emr-serverless:TagResource", application)
        .ifPresent(needs::add);
    Recognition.passed(parameters, "ExecutionRoleArn", "emr-serverless.amazonaws.com")
        .ifPresent(needs::add);
    String rule = account.arn("events", "rule/StepFunctionsGetEventsForEMRServerlessJobRule");
    for (String operation : List.of("PutRule", "PutTargets", "DescribeRule")) {
      needs.add(new Permission("events:" + operation, rule));
    }
    return needs;
  }
}
