package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.RefusingFileSystem;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class PortFolderTest {
  private final PortFolder folder = new PortFolder("refusing:/ports", new Configuration());

  @AfterEach
  void refusesAsUsual() {
    RefusingFileSystem.answer(() -> new IOException("no"));
  }

  @Test
  void tellsADeniedAccessFromWhatMayPass() {
    RefusingFileSystem.answer(
        () ->
            new IOException(
                "denied",
                AwsServiceException.builder()
                    .statusCode(403)
                    .awsErrorDetails(
                        AwsErrorDetails.builder()
                            .serviceName("S3")
                            .errorCode("AccessDenied")
                            .errorMessage("Access Denied")
                            .build())
                    .build()));

    JetbridgeException denied =
        catchThrowableOfType(JetbridgeException.class, () -> folder.list("loyalty/members"));

    assertThat(denied.kind()).isEqualTo(FailureKind.CONFIG);
    assertThat(denied)
        .hasMessageStartingWith(
            "Cannot list refusing:/ports/loyalty/members: access denied; allow");
    RefusingFileSystem.answer(() -> new IOException("no"));
    JetbridgeException passing =
        catchThrowableOfType(JetbridgeException.class, () -> folder.read("current.json"));
    assertThat(passing.kind()).isEqualTo(FailureKind.EXTERNAL);
    assertThat(passing).hasMessage("Cannot read refusing:/ports/current.json: IOException");
  }
}
