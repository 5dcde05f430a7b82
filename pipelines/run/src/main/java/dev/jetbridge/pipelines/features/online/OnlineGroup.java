package dev.jetbridge.pipelines.features.online;

import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/**
 * Where a worker finds the online store of a group, and how it sends. What workers are given must
 * be serializable, which settings of AWS are not.
 *
 * @param endpoint null for the service's own
 * @param features their names
 * @param timeToLive null for none
 * @param patience how long one record is tried
 */
record OnlineGroup(
    String region,
    URI endpoint,
    String name,
    ArrayList<String> features,
    Duration timeToLive,
    Duration patience)
    implements Serializable {

  static OnlineGroup of(AwsSettings settings, FeatureGroup group, Duration patience) {
    return new OnlineGroup(
        settings.region(),
        settings.endpoint(AwsService.FEATURESTORE).orElse(null),
        group.name(),
        new ArrayList<>(group.features().stream().map(FeatureGroup.Feature::name).toList()),
        group.online().flatMap(store -> store.timeToLive()).orElse(null),
        patience);
  }

  AwsSettings settings() {
    return new AwsSettings(
        region,
        Optional.ofNullable(endpoint)
            .map(uri -> Map.of(AwsService.FEATURESTORE, uri))
            .orElse(Map.of()));
  }
}
