package dev.jetbridge.relocated.awssdk.awscore.exception;

import dev.jetbridge.relocated.awssdk.core.exception.SdkException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;

/** A class of another copy of the SDK, with the methods of the SDK's. */
public class AwsServiceException extends SdkException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final AwsErrorDetails details;

  public AwsServiceException(int status, AwsErrorDetails details) {
    super("said by the test", null);
    this.status = status;
    this.details = details;
  }

  public int statusCode() {
    return status;
  }

  public AwsErrorDetails awsErrorDetails() {
    return details;
  }
}
