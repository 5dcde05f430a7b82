package dev.jetbridge.registry.featurestore;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.OnlineStoreConfig;
import software.amazon.awssdk.services.sagemaker.model.TtlDuration;
import software.amazon.awssdk.services.sagemaker.model.TtlDurationUnit;

/** How long a record is in an online store, as contracts and as SageMaker say it. */
final class TimeToLive {
  /**
   * Takes the time to live from a group. Source: Amazon SageMaker AI Developer Guide, "Time to live
   * (TTL) duration for records": unit and value are null.
   */
  static final TtlDuration NONE = TtlDuration.builder().build();

  private TimeToLive() {}

  /** Whole hours or days, as contracts have them. */
  static TtlDuration of(Duration duration) {
    boolean days = duration.equals(Duration.ofDays(duration.toDays()));
    return TtlDuration.builder()
        .unit(days ? TtlDurationUnit.DAYS : TtlDurationUnit.HOURS)
        .value(Math.toIntExact(days ? duration.toDays() : duration.toHours()))
        .build();
  }

  /** That of a group; empty when its records stay for ever. */
  static Optional<Duration> of(OnlineStoreConfig store) {
    TtlDuration found = store.ttlDuration();
    if (found == null || found.value() == null) {
      return Optional.empty();
    }
    Duration one =
        switch (found.unit()) {
          case SECONDS -> Duration.ofSeconds(1);
          case MINUTES -> Duration.ofMinutes(1);
          case HOURS -> Duration.ofHours(1);
          case DAYS -> Duration.ofDays(1);
          case WEEKS -> Duration.ofDays(7);
          // Different from whatever a contract says, so that it is set anew.
          case UNKNOWN_TO_SDK_VERSION -> Duration.ZERO;
        };
    return Optional.of(one.multipliedBy(found.value()));
  }
}
