package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Where the AWS services are. Credentials come from the default chain of the SDK and are never part
 * of a setting.
 *
 * @param region such as eu-west-1
 * @param endpoints replace the services' own addresses, for VPC endpoints or counterparts; with one
 *     for S3, buckets stand in the path, not in the host
 */
public record AwsSettings(String region, Map<AwsService, URI> endpoints) {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");

  public AwsSettings {
    if (!REGION.matcher(region).matches()) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Invalid AWS region: " + region + " (must be of the form eu-west-1)");
    }
    endpoints = Map.copyOf(endpoints);
    endpoints.forEach((service, uri) -> checkEndpoint(service.title(), uri));
  }

  /** The address that replaces a service's own. */
  public Optional<URI> endpoint(AwsService service) {
    return Optional.ofNullable(endpoints.get(service));
  }

  /**
   * Sets region, address and HTTP client on the builder of a service's client. Whoever builds the
   * client closes it.
   */
  public <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configure(
      AwsService service, B builder) {
    builder.region(Region.of(region)).httpClientBuilder(UrlConnectionHttpClient.builder());
    endpoint(service).ifPresent(builder::endpointOverride);
    return builder;
  }

  private static void checkEndpoint(String service, URI endpoint) {
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid endpoint of "
              + service
              + ": "
              + endpoint
              + " (must be of the form https://host or http://host:port)");
    }
  }
}
