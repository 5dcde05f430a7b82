package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Feature Store keeps offline stores, and as whom.
 *
 * @param roleArn the role it takes to write there
 * @param s3Uri such as {@code s3://bucket/lake/feature-store}
 * @param key key of KMS by which it encrypts them; empty for what the bucket does
 */
public record OfflineStorage(String roleArn, String s3Uri, Optional<String> key) {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");

  /** Stands in a plan for what only the configuration of platform aws says. */
  static final OfflineStorage UNKNOWN =
      new OfflineStorage(
          "${aws.feature-store-role}", "${aws.warehouse}/feature-store", Optional.empty());

  /**
   * The folder feature-store of a warehouse.
   *
   * @throws JetbridgeException CONFIG when the role is not an ARN of a role
   */
  public static OfflineStorage in(String warehouse, String roleArn, Optional<String> key) {
    if (!ROLE.matcher(roleArn).matches()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid aws.feature-store-role: "
              + roleArn
              + " (must be of the form arn:aws:iam::123456789012:role/name)");
    }
    String folder = warehouse.endsWith("/") ? warehouse : warehouse + "/";
    return new OfflineStorage(roleArn, folder + "feature-store", key);
  }
}
