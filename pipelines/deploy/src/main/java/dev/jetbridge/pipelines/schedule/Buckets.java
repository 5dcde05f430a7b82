package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.call;
import static dev.jetbridge.pipelines.schedule.Calls.find;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The buckets that a configuration names. What would fail every night, or fill them for ever, is
 * told before anything is written: three calls a bucket.
 *
 * @param named the keys that name a bucket, by bucket
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html">Amazon
 *     S3 API, GetBucketLocation: no constraint is us-east-1, and EU is eu-west-1</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html">Amazon S3
 *     user guide, Locking objects with Object Lock: it needs versioning, and a default retention
 *     holds for each new object</a>
 */
record Buckets(S3Client s3, String region, Map<String, List<String>> named, Changes changes) {
  private static final String S3 = "s3";

  static Buckets of(S3Client s3, Config config, ScheduleSettings settings, Changes changes) {
    Map<String, Optional<String>> locations = new LinkedHashMap<>();
    locations.put("aws.warehouse", Optional.of(config.aws().warehouse()));
    locations.put("aws.home", Optional.of(settings.home()));
    locations.put("ports-location", config.portsLocation().filter(l -> l.startsWith("s3")));
    locations.put("schedule.artifacts", Optional.of(settings.artifacts()));
    Map<String, List<String>> named = new LinkedHashMap<>();
    locations.forEach(
        (key, location) ->
            location.ifPresent(
                l -> named.computeIfAbsent(l.split("/", 4)[2], b -> new ArrayList<>()).add(key)));
    return new Buckets(s3, settings.region(), named, changes);
  }

  /**
   * Refuses buckets with which no job could work, and notes those that keep what is deleted.
   *
   * @throws JetbridgeException CONFIG with each of them
   */
  void check() {
    List<String> problems = named.keySet().stream().flatMap(this::problem).toList();
    if (!problems.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot schedule on AWS: " + String.join("; ", problems));
    }
    named.keySet().stream()
        .filter(this::isVersioned)
        .forEach(
            bucket ->
                changes.note(
                    words(bucket)
                        + " keeps old versions: what jobs replace and upkeep deletes stays there"
                        + " and is paid for; suspend versioning, or let a lifecycle rule expire"
                        + " noncurrent versions"));
  }

  private String words(String bucket) {
    return "bucket " + bucket + " (" + String.join(", ", named.get(bucket)) + ")";
  }

  private Stream<String> problem(String bucket) {
    Optional<String> where = where(bucket);
    if (where.isEmpty()) {
      return Stream.of("there is no " + words(bucket) + "; create it, or name another");
    }
    if (!where.get().equals(region)) {
      return Stream.of(
          words(bucket)
              + " is in "
              + where.get()
              + ", and aws.region is "
              + region
              + "; name a bucket of that region");
    }
    return isLocked(bucket)
        ? Stream.of(
            words(bucket)
                + " locks each new object by its default retention, and files are replaced and"
                + " removed here; name one without")
        : Stream.empty();
  }

  private Optional<String> where(String bucket) {
    return find(
            S3,
            "GetBucketLocation",
            words(bucket),
            NoSuchBucketException.class,
            () -> s3.getBucketLocation(r -> r.bucket(bucket)))
        .map(
            found -> {
              String constraint =
                  Optional.ofNullable(found.locationConstraintAsString()).orElse("");
              return switch (constraint) {
                case "", "null" -> "us-east-1";
                case "EU" -> "eu-west-1";
                default -> constraint;
              };
            });
  }

  private boolean isVersioned(String bucket) {
    return call(
                S3,
                "GetBucketVersioning",
                words(bucket),
                () -> s3.getBucketVersioning(r -> r.bucket(bucket)))
            .status()
        == BucketVersioningStatus.ENABLED;
  }

  private boolean isLocked(String bucket) {
    Optional<GetObjectLockConfigurationResponse> lock =
        call(
            S3,
            // The permission of GetObjectLockConfiguration.
            "GetBucketObjectLockConfiguration",
            words(bucket),
            () -> {
              try {
                return Optional.of(s3.getObjectLockConfiguration(r -> r.bucket(bucket)));
              } catch (S3Exception e) {
                if (e.awsErrorDetails() != null
                    && "ObjectLockConfigurationNotFoundError"
                        .equals(e.awsErrorDetails().errorCode())) {
                  return Optional.empty();
                }
                throw e;
              }
            });
    return lock.filter(
            l ->
                l.objectLockConfiguration() != null
                    && l.objectLockConfiguration().rule() != null
                    && l.objectLockConfiguration().rule().defaultRetention() != null)
        .isPresent();
  }
}
