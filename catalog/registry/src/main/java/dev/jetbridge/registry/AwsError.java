package dev.jetbridge.registry;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a failed call of an AWS service, whichever copy of the SDK made it. The
 * deployable jar has ours under a name of its own, so what Iceberg and S3A throw on Glue and EMR
 * are other classes of the same name: they are recognised by its end, and read by reflection.
 *
 * @param service as it calls itself, such as S3; empty when unknown
 * @param status of HTTP; 0 when nobody answered
 * @param code of the error; empty when the service did not say, as the answer to a HEAD has no body
 * @param reason the service's own words, or the client's; may name files
 */
record AwsError(String service, int status, String code, String reason) {
  private static final String ANSWERED = ".awscore.exception.AwsServiceException";
  private static final String FAILED = ".core.exception.SdkException";
  private static final int DEEPEST = 50;

  /** What S3A throws, should the SDK's own exception be lost on the way from a worker. */
  private static final String S3A = "org.apache.hadoop.fs.s3a.";

  private static final Map<String, AwsError> OF_S3A =
      Map.of(
          "AWSServiceThrottledException", s3(503, "SlowDown"),
          "AWSStatus500Exception", s3(500, ""),
          "AWSRedirectException", s3(301, ""),
          "AWSBadRequestException", s3(400, ""),
          "UnknownStoreException", s3(404, "NoSuchBucket"));

  /** That of the failure, or of the first of its causes that is of an AWS service. */
  static Optional<AwsError> in(Throwable failure) {
    List<Throwable> chain =
        Stream.iterate(failure, t -> t != null, Throwable::getCause).limit(DEEPEST).toList();
    return chain.stream()
        .filter(t -> isA(t, ANSWERED))
        .findFirst()
        .map(AwsError::answered)
        .or(
            () ->
                chain.stream()
                    .filter(t -> isA(t, FAILED) || isOfClient(t))
                    .findFirst()
                    .map(t -> new AwsError("", 0, "", String.valueOf(t.getMessage()))))
        .or(() -> chain.stream().flatMap(t -> ofS3a(t).stream()).findFirst());
  }

  /** Whether a service answered at all. */
  boolean isAnswer() {
    return status != 0 || !code.isEmpty();
  }

  boolean isOfS3() {
    return service.equals("S3");
  }

  /** Whether only a file is not there, which its reader knows more of. */
  boolean isMissingFile() {
    return isOfS3() && (status == 404 || status == 410) && !code.equals("NoSuchBucket");
  }

  /** What messages call it. */
  String name() {
    return code.isEmpty() ? "HTTP " + status : code;
  }

  private static AwsError answered(Throwable failure) {
    Object details = get(failure, "awsErrorDetails");
    int status = get(failure, "statusCode") instanceof Integer known ? known : 0;
    return new AwsError(
        text(details, "serviceName"),
        status,
        text(details, "errorCode"),
        text(details, "errorMessage"));
  }

  private static AwsError s3(int status, String code) {
    return new AwsError("S3", status, code, "");
  }

  private static Optional<AwsError> ofS3a(Throwable failure) {
    return failure.getClass().getName().startsWith(S3A)
        ? Optional.ofNullable(OF_S3A.get(failure.getClass().getSimpleName()))
        : Optional.empty();
  }

  private static boolean isOfClient(Throwable failure) {
    String name = failure.getClass().getName();
    return name.equals(S3A + "AWSClientIOException")
        || name.equals(S3A + "AWSApiCallTimeoutException");
  }

  private static boolean isA(Throwable failure, String end) {
    for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  private static String text(Object from, String name) {
    return from != null && get(from, name) instanceof String text ? text : "";
  }

  private static Object get(Object from, String name) {
    try {
      return from.getClass().getMethod(name).invoke(from);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      // A copy of the SDK that is built otherwise: what is known without it must do.
      return null;
    }
  }
}
