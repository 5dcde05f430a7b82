package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** A failed call of an AWS service as a failure of ours: whose turn it is, and what to do. */
public final class AwsFailure {
  private static final Set<String> DENIED =
      Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation");
  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "ExpiredTokenException",
          "ExpiredToken",
          "InvalidClientTokenId",
          "MissingAuthenticationTokenException",
          "IncompleteSignatureException");

  private AwsFailure() {}

  /**
   * The failure of a call: EXTERNAL when trying again may help, CONFIG when permissions or
   * credentials are wrong, INTERNAL when the service refuses the request itself.
   *
   * @param attempt what was to be done, such as "Cannot call Glue GetTable on loyalty.activity"
   * @param permissions what the role must be allowed for it
   */
  public static JetbridgeException of(String attempt, String permissions, SdkException failure) {
    String call = attempt + ": ";
    if (failure instanceof AwsServiceException answered) {
      return answered(call, permissions, answered);
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("credentials")) {
      return new JetbridgeException(
          FailureKind.CONFIG,
          call
              + "the default chain finds no usable credentials; set a profile, a role or the"
              + " variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
          failure);
    }
    return new JetbridgeException(
        FailureKind.EXTERNAL,
        call
            + "no answer ("
            + RootCause.of(failure)
            + "); check network and endpoint and run again",
        failure);
  }

  private static JetbridgeException answered(
      String call, String permissions, AwsServiceException answer) {
    String code =
        answer.awsErrorDetails() == null
            ? "HTTP " + answer.statusCode()
            : answer.awsErrorDetails().errorCode();
    if (answer.isThrottlingException()) {
      return new JetbridgeException(
          FailureKind.EXTERNAL,
          call + "throttled (" + code + ") after the SDK's own retries; run again later",
          answer);
    }
    if (DENIED.contains(code)) {
      return new JetbridgeException(
          FailureKind.CONFIG,
          call
              + "access denied; allow "
              + permissions
              + " to the role, and the same in Lake Formation where it governs them",
          answer);
    }
    if (BAD_CREDENTIALS.contains(code)) {
      return new JetbridgeException(
          FailureKind.CONFIG,
          call + "the credentials are refused (" + code + "); renew them and run again",
          answer);
    }
    if (answer.statusCode() >= 500) {
      return new JetbridgeException(
          FailureKind.EXTERNAL, call + "the service failed (" + code + "); run again", answer);
    }
    return new JetbridgeException(
        FailureKind.INTERNAL,
        call + "the request is refused (" + code + ": " + reasonOf(answer) + ")",
        answer);
  }

  private static String reasonOf(AwsServiceException answer) {
    return answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorMessage();
  }
}
