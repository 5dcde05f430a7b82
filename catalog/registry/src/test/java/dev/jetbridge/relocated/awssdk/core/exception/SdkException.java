package dev.jetbridge.relocated.awssdk.core.exception;

/** A class of another copy of the SDK, as whoever relocates it gets it. */
public class SdkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SdkException(String message, Throwable cause) {
    super(message, cause);
  }
}
