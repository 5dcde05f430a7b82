package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.storage.RefusingFileSystem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A store that refuses, fails or is silent is to blame itself: no file in it is refused, and
 * nothing is called a bug. S3A throws java.nio's AccessDeniedException for 401 and 403,
 * FileNotFoundException for 404, else classes of its own, each with the SDK's as its cause.
 *
 * @see <a
 *     href="https://hadoop.apache.org/docs/r3.4.1/hadoop-aws/tools/hadoop-aws/troubleshooting_s3a.html">Hadoop,
 *     Troubleshooting S3A</a>
 */
class StoreFailureTest {
  private final Contract rates = ContractLoader.bundled().get(ExchangeRates.TABLE);

  @Test
  void isNoFaultOfAFile() {
    RefusingFileSystem.answer(
        () -> caused(new AccessDeniedException("s3://lake/x"), 403, "AccessDenied"));
    assertThatThrownBy(this::check)
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith("Cannot read files of landing: access denied; allow ");

    RefusingFileSystem.answer(() -> caused(new IOException("slow"), 503, "SlowDown"));
    assertThatThrownBy(this::check)
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageStartingWith("Cannot read files of landing: throttled (SlowDown)");

    RefusingFileSystem.answer(() -> new SocketTimeoutException("Read timed out"));
    assertThatThrownBy(this::check)
        .hasMessage(
            "Cannot read files of landing: the connection to their store is lost"
                + " (SocketTimeoutException); run again");
  }

  @Test
  void leavesAFileThatIsGoneAFaultOfThatFile() {
    RefusingFileSystem.answer(() -> caused(new FileNotFoundException("gone"), 404, "NoSuchKey"));

    assertThat(check().refusal()).isEqualTo("missing: the file is no longer in landing");
  }

  @Test
  void isToldWhenLandingCannotBeListed() {
    RefusingFileSystem.answer(() -> caused(new IOException("301"), 301, "PermanentRedirect"));

    assertThatThrownBy(() -> new Landing("refusing:/landing").files(rates.id()))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith(
            "Cannot list landing of reference.exchange_rates: the bucket is in another region");
  }

  @Test
  void isNoFaultOfAFileWhenATaskMeetsIt() {
    IOException denied = caused(new AccessDeniedException("s3://lake/x"), 403, "AccessDenied");
    SparkException ofTask = new SparkException("Job aborted", denied);

    assertThat(FileFaults.maybe(ofTask)).isFalse();
    assertThat(FileFaults.maybe(new SparkException("Job aborted", new IOException("odd"))))
        .isTrue();
  }

  @Test
  void isNoBugOfJetbridge() {
    AwsServiceException failed = failed(500, "InternalError");
    assertThat(Failures.known(new IllegalStateException(failed), "publish it"))
        .hasMessage("Cannot publish it: the service failed (InternalError); run again")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL));
    assertThat(Failures.known(new CommitStateUnknownException(failed), "publish it"))
        .hasMessageContaining("so it may have been published");
  }

  private FileCheck check() {
    LandedFile file =
        new LandedFile(
            "0".repeat(64), "rates.csv", "test", 9, "2023-01-01T10:00:00Z", "refusing:/x");
    return BytePass.check(file, Compilers.standard().compile(rates).reader(), false);
  }

  private static IOException caused(IOException thrown, int status, String code) {
    thrown.initCause(failed(status, code));
    return thrown;
  }

  private static AwsServiceException failed(int status, String code) {
    return AwsServiceException.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName("S3")
                .errorCode(code)
                .errorMessage("said by the test")
                .build())
        .build();
  }
}
