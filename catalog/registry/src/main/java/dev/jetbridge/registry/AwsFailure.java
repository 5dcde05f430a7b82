package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** A failed call of an AWS service as a failure of ours: whose turn it is, and what to do. */
public final class AwsFailure {
  static final String LAKE =
      "glue:GetDatabase, glue:CreateDatabase, glue:GetTable, glue:CreateTable and glue:UpdateTable"
          + " on the catalog, s3:GetObject, s3:PutObject and s3:DeleteObject on the files of"
          + " warehouse and aws.home, s3:ListBucket on their buckets";

  private AwsFailure() {}

  /**
   * The failure of a call: EXTERNAL when trying again may help, CONFIG when permissions,
   * credentials or settings are wrong, INTERNAL when the service refuses the request itself.
   *
   * @param attempt what was to be done, such as "Cannot call Glue GetTable on loyalty.activity"
   * @param permissions what the role must be allowed for it
   */
  public static JetbridgeException of(String attempt, String permissions, SdkException failure) {
    return told(attempt, permissions, AwsError.in(failure).orElseThrow(), failure);
  }

  /**
   * The failure of what reads or writes files and tables, by whichever copy of the SDK; empty when
   * no service is to blame, and when only a file is not there.
   *
   * @param attempt what was to be done, such as "Cannot land orders.csv"
   */
  public static Optional<JetbridgeException> in(String attempt, Throwable failure) {
    return AwsError.in(failure)
        .filter(error -> !error.isMissingFile())
        .map(error -> told(attempt, LAKE, error, failure));
  }

  private static JetbridgeException told(
      String attempt, String permissions, AwsError error, Throwable failure) {
    if (error.isAnswer()) {
      AwsRule rule = AwsRule.of(error);
      return new JetbridgeException(
          rule.kind(), attempt + ": " + rule.words(error, permissions), failure);
    }
    if (error.reason().contains("credentials")) {
      return new JetbridgeException(
          FailureKind.CONFIG,
          attempt
              + ": the default chain finds no usable credentials; set a profile, a role or the"
              + " variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
          failure);
    }
    return new JetbridgeException(
        FailureKind.EXTERNAL,
        attempt
            + ": no answer ("
            + RootCause.of(failure)
            + "); check network and endpoint and run again",
        failure);
  }
}
