package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an error of AWS means for who must act; the first rule that fits counts. S3 says by the
 * status what the others say by a code, and to a HEAD it says nothing else.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Amazon S3,
 *     Error responses</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">Amazon S3,
 *     HeadObject: a generic code, and 403 without s3:ListBucket</a>
 * @see <a href="https://docs.aws.amazon.com/glue/latest/webapi/CommonErrors.html">AWS Glue, Common
 *     error types</a>
 */
record AwsRule(
    Predicate<AwsError> fits, FailureKind kind, BiFunction<AwsError, String, String> says) {
  private static final Set<String> THROTTLED =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "EC2ThrottledException",
          "TooManyRequestsException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "BandwidthLimitExceeded",
          "SlowDown");
  private static final Set<String> CLOCK =
      Set.of("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");
  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidToken",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException");
  private static final Set<String> ELSEWHERE =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");
  private static final Set<String> OF_KEY =
      Set.of("GlueEncryptionException", "DecryptionFailure", "EncryptionFailure");
  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AllAccessDisabled",
          "UnauthorizedException",
          "UnauthorizedOperation");
  private static final Set<String> MEANWHILE =
      Set.of(
          "ConcurrentModificationException",
          "ConflictException",
          "OperationAborted",
          "ConditionalRequestConflict",
          "PreconditionFailed",
          "ResourceInUse",
          "ResourceInUseException");
  private static final Set<String> QUOTA =
      Set.of(
          "LimitExceededException",
          "ResourceLimitExceeded",
          "ResourceNumberLimitExceededException",
          "ServiceLimitExceededException",
          "ServiceQuotaExceededException");
  private static final Set<String> FAILED =
      Set.of(
          "RequestTimeout",
          "RequestTimeoutException",
          "OperationTimeoutException",
          "InternalError",
          "InternalFailure",
          "InternalServiceException",
          "ServiceUnavailable");
  private static final Pattern UNKNOWN =
      Pattern.compile("NoSuch\\w+|\\w*NotFound(?:Exception)?|\\w+DoesNotExist");
  private static final Pattern STALE = Pattern.compile("(?i)signature (?:expired|not yet current)");
  private static final Pattern ROLE =
      Pattern.compile("(?i)\\bassum\\w{0,6} [^.]{0,60}\\brole\\b|\\brole\\b[^.]{0,200}\\bassum");

  /** An access that was denied by IAM is named by most services. */
  private static final Pattern ACTION =
      Pattern.compile("not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9*]+)");

  private static final List<AwsRule> ALL =
      List.of(
          rule(
              e -> THROTTLED.contains(e.code()) || e.status() == 429,
              FailureKind.EXTERNAL,
              e -> "throttled (" + e.name() + ") after the SDK's own retries; run again later"),
          rule(
              e ->
                  CLOCK.contains(e.code())
                      || (BAD_CREDENTIALS.contains(e.code()) && says(e, STALE)),
              FailureKind.CONFIG,
              e ->
                  "the clock of this machine is off ("
                      + e.name()
                      + "); set it, such as by NTP, and run again"),
          rule(
              e -> EXPIRED.contains(e.code()),
              FailureKind.CONFIG,
              e ->
                  "the credentials have expired ("
                      + e.name()
                      + "); renew them, or use a role, which renews its own, and run again"),
          rule(
              e -> BAD_CREDENTIALS.contains(e.code()),
              FailureKind.CONFIG,
              e -> "the credentials are refused (" + e.name() + "); renew them and run again"),
          rule(
              AwsRule::isOfKey,
              FailureKind.CONFIG,
              e ->
                  "the KMS key is refused ("
                      + e.name()
                      + "); allow kms:Decrypt and kms:GenerateDataKey on it to the role, in the"
                      + " policy of the key too, and check that it is enabled"),
          rule(
              e -> e.status() == 301 || e.status() == 307 || ELSEWHERE.contains(e.code()),
              FailureKind.CONFIG,
              e ->
                  "the bucket is in another region ("
                      + e.name()
                      + "); set aws.region to it, or name a bucket of that region"),
          rule(
              e -> e.code().equals("NoSuchBucket"),
              FailureKind.CONFIG,
              e -> "there is no such bucket; create it, or correct the setting that names it"),
          rule(
              e -> e.reason().toLowerCase(Locale.ROOT).contains("object lock"),
              FailureKind.CONFIG,
              e ->
                  "the bucket has object lock, and files are replaced and removed here; name a"
                      + " bucket without it"),
          rule(
              e -> e.code().equals("InvalidObjectState"),
              FailureKind.CONFIG,
              e -> "the file is archived; restore it and run again"),
          new AwsRule(
              e -> e.status() == 401 || e.status() == 403 || DENIED.contains(e.code()),
              FailureKind.CONFIG,
              AwsRule::denied),
          rule(
              e -> e.isOfS3() && e.status() == 400 && e.code().isEmpty(),
              FailureKind.CONFIG,
              e ->
                  "S3 refuses it without a reason (HTTP 400), as it does for credentials that have"
                      + " expired and for a bucket of another region; check both"),
          rule(
              e -> e.status() == 409 || e.status() == 412 || MEANWHILE.contains(e.code()),
              FailureKind.EXTERNAL,
              e -> "somebody else changes it at the same time (" + e.name() + "); run again"),
          rule(
              e -> QUOTA.contains(e.code()),
              FailureKind.CONFIG,
              e ->
                  "the account's quota is used up ("
                      + e.name()
                      + "); ask AWS to raise it or delete what is unused"),
          rule(
              e -> e.status() >= 500 || e.status() == 408 || FAILED.contains(e.code()),
              FailureKind.EXTERNAL,
              e -> "the service failed (" + e.name() + "); run again"),
          rule(
              e -> says(e, ROLE),
              FailureKind.CONFIG,
              e ->
                  "the service may not assume the role ("
                      + e.name()
                      + "); correct the setting that names it, or its trust policy"),
          rule(
              e -> e.status() == 404 || UNKNOWN.matcher(e.code()).matches(),
              FailureKind.CONFIG,
              e ->
                  "the service knows no such thing ("
                      + e.name()
                      + "); create it, or correct the setting that names it"));

  private static final AwsRule REFUSED =
      rule(
          e -> true,
          FailureKind.INTERNAL,
          e ->
              "the request is refused ("
                  + e.name()
                  + (e.reason().isEmpty() ? "" : ": " + e.reason())
                  + ")");

  /** That of an answered error. */
  static AwsRule of(AwsError error) {
    return ALL.stream().filter(rule -> rule.fits.test(error)).findFirst().orElse(REFUSED);
  }

  /**
   * @param permissions what the role must be allowed, unless the service says it
   */
  String words(AwsError error, String permissions) {
    return says.apply(error, permissions);
  }

  private static AwsRule rule(
      Predicate<AwsError> fits, FailureKind kind, Function<AwsError, String> says) {
    return new AwsRule(fits, kind, (error, permissions) -> says.apply(error));
  }

  private static boolean says(AwsError error, Pattern pattern) {
    return pattern.matcher(error.reason()).find();
  }

  private static boolean isOfKey(AwsError error) {
    return error.code().startsWith("KMS.")
        || OF_KEY.contains(error.code())
        || error.reason().contains(" kms:")
        || error.reason().contains("Access to KMS is not allowed");
  }

  /** Never the whole reason: it names the file, whose folder may be named after a value. */
  private static String denied(AwsError error, String permissions) {
    Matcher named = ACTION.matcher(error.reason());
    return "access denied; allow "
        + (named.find() ? named.group(1) : permissions)
        + " to the role"
        + (error.isOfS3()
            ? "; without s3:ListBucket S3 says so of each file that is not there, and always of a"
                + " bucket where the requester pays"
                + (error.reason().contains("explicit deny in a resource-based policy")
                    ? "; here the policy of the bucket denies it: it may take files only that are"
                        + " encrypted its way, see aws.encryption, or calls from its network only"
                    : "")
            : error.service().equals("SecretsManager")
                ? ""
                : ", and the same in Lake Formation where it governs them");
  }
}
