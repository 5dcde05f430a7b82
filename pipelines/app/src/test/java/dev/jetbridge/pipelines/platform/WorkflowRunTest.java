package dev.jetbridge.pipelines.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunResponse;
import software.amazon.awssdk.services.glue.model.GlueException;

class WorkflowRunTest {
  private static final Instant NIGHT = Instant.parse("2023-09-01T03:00:00.123Z");

  @Test
  void speaksOfTheInstantTheWorkflowStarted() {
    assertThat(workflow().asOf("wr_1")).isEqualTo(NIGHT.toString());
  }

  @Test
  void speaksOfWhatWhoeverStartedItSaid() {
    assertThat(workflow().asOf("wr_by_hand")).isEqualTo("2023-08-15");
  }

  @Test
  void speaksOfTheInstantThatWorkflowsShare() {
    assertThat(workflow().asOf("wr_shared")).isEqualTo("2023-09-01T02:30:00Z");
  }

  @Test
  void saysWhatTheRoleNeeds() {
    assertThatThrownBy(() -> workflow().asOf("wr_forbidden"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("Cannot call Glue GetWorkflowRun on jetbridge: access denied")
        .hasMessageContaining("glue:GetWorkflowRun")
        .extracting(e -> ((JetbridgeException) e).kind())
        .isEqualTo(FailureKind.CONFIG);
  }

  private static WorkflowRun workflow() {
    return new WorkflowRun(new Runs(), "jetbridge");
  }

  /** A Glue that knows two runs. */
  private static final class Runs implements GlueClient {
    @Override
    public GetWorkflowRunResponse getWorkflowRun(GetWorkflowRunRequest request) {
      return GetWorkflowRunResponse.builder()
          .run(
              run -> {
                switch (request.runId()) {
                  case "wr_1" -> run.startedOn(NIGHT);
                  case "wr_by_hand" ->
                      run.startedOn(NIGHT).workflowRunProperties(Map.of("as-of", "2023-08-15"));
                  case "wr_shared" ->
                      run.startedOn(NIGHT)
                          .workflowRunProperties(Map.of("as-of-clock", "cron(30 2 * * ? *)"));
                  default ->
                      throw GlueException.builder()
                          .awsErrorDetails(
                              AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
                          .statusCode(400)
                          .build();
                }
              })
          .build();
    }

    @Override
    public String serviceName() {
      return "glue";
    }

    @Override
    public void close() {}
  }
}
