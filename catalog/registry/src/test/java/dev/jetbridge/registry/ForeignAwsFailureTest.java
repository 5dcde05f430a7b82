package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.relocated.awssdk.awscore.exception.AwsServiceException;
import dev.jetbridge.relocated.awssdk.core.exception.SdkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;

/**
 * Failures of a copy of the SDK that is not ours: what Iceberg and S3A throw around the deployable
 * jar, whose SDK has another name.
 *
 * @see <a
 *     href="https://hadoop.apache.org/docs/r3.4.1/hadoop-aws/tools/hadoop-aws/troubleshooting_s3a.html">Hadoop,
 *     Troubleshooting S3A: which exception has which status</a>
 */
class ForeignAwsFailureTest {
  private static final String ACTION =
      "User: arn:aws:sts::1:assumed-role/jobs/x is not authorized to perform: s3:PutObject on"
          + " resource: arn:aws:s3:::lake/country=secret/1.parquet";

  @Test
  void isKnownByTheEndOfItsNameAndItsStatus() {
    assertThat(in(foreign("Glue", 400, "AccessDeniedException", "no")))
        .hasValueSatisfying(
            e -> {
              assertThat(e.kind()).isEqualTo(FailureKind.CONFIG);
              assertThat(e)
                  .hasMessageStartingWith(
                      "Cannot write it: access denied; allow glue:GetDatabase,");
            });
    assertThat(in(foreign("S3", 503, "SlowDown", "reduce")))
        .hasValueSatisfying(
            e -> {
              assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL);
              assertThat(e).hasMessageStartingWith("Cannot write it: throttled (SlowDown) after");
            });
    assertThat(in(new AwsServiceException(500, null)))
        .hasValueSatisfying(
            e ->
                assertThat(e)
                    .hasMessage("Cannot write it: the service failed (HTTP 500); run again"));
  }

  /** S3A wraps: java.nio's AccessDeniedException for 403, its own classes else. */
  @Test
  void isFoundBelowWhatS3aMakesOfIt() {
    IOException denied = new AccessDeniedException("s3://lake/country=secret/1.parquet");
    denied.initCause(foreign("S3", 403, "AccessDenied", ACTION));

    assertThat(in(new RuntimeException(new UncheckedIOException(denied))))
        .hasValueSatisfying(
            e -> {
              assertThat(e.kind()).isEqualTo(FailureKind.CONFIG);
              assertThat(e)
                  .hasMessageStartingWith(
                      "Cannot write it: access denied; allow s3:PutObject to the role; without"
                          + " s3:ListBucket")
                  .hasMessageNotContaining("secret");
            });
  }

  @Test
  void isSilenceWhenNobodyAnswered() {
    SdkException cut =
        new SdkException("Unable to execute HTTP request", new SocketTimeoutException("Read"));

    assertThat(in(new IOException(cut)))
        .hasValueSatisfying(
            e -> {
              assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL);
              assertThat(e)
                  .hasMessageStartingWith(
                      "Cannot write it: no answer (SocketTimeoutException: Read)");
            });
    assertThat(in(new SdkException("Unable to load credentials from any of the providers", null)))
        .hasValueSatisfying(e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG));
  }

  @Test
  void leavesAMissingFileToItsReader() {
    IOException missing = new FileNotFoundException("s3://lake/1.parquet");
    missing.initCause(foreign("S3", 404, "NoSuchKey", "none"));

    assertThat(in(missing)).isEmpty();
    assertThat(in(foreign("S3", 404, "NoSuchBucket", "none")))
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("there is no such bucket"));
    assertThat(in(new IllegalStateException("ours", new IOException("disk")))).isEmpty();
  }

  @Test
  void isToldByTheCatalogAsWhatItIs() {
    assertThatThrownBy(() -> translated(foreign("Glue", 400, "ThrottlingException", "slow")))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageStartingWith("Cannot create table: throttled (ThrottlingException)");
    SdkException failed = foreign("Glue", 500, "InternalServiceException", "failed");
    CommitStateUnknownException unknown = new CommitStateUnknownException(failed);
    assertThatThrownBy(() -> translated(unknown)).isSameAs(unknown);
    SdkException noKey = foreign("S3", 404, "NoSuchKey", "none");
    assertThatThrownBy(() -> translated(new NotFoundException(noKey, "no file")))
        .hasMessageContaining("the catalog names a file that is not there");
  }

  private static void translated(RuntimeException failure) {
    CatalogFailure.translate(
        "Cannot create table",
        () -> {
          throw failure;
        });
  }

  private static Optional<JetbridgeException> in(Throwable failure) {
    return AwsFailure.in("Cannot write it", failure);
  }

  private static SdkException foreign(String service, int status, String code, String message) {
    return new AwsServiceException(
        status,
        AwsErrorDetails.builder()
            .serviceName(service)
            .errorCode(code)
            .errorMessage(message)
            .build());
  }
}
