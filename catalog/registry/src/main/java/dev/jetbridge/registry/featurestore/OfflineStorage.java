package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.DatabasePlace;
import dev.jetbridge.registry.Databases;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Feature Store keeps offline stores, and as whom.
 *
 * @param roleArn the role it takes to write there
 * @param databases those of the domains, beside which they are
 * @param key key of KMS by which it encrypts them; empty for what the bucket does
 * @param onlineKey key of KMS by which online stores are encrypted; empty for that of the service
 */
public record OfflineStorage(
    String roleArn, Databases databases, Optional<String> key, Optional<String> onlineKey) {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");

  /** Stands in a plan for what only the configuration of platform aws says. */
  static final OfflineStorage UNKNOWN =
      new OfflineStorage(
          "${aws.feature-store-role}",
          Databases.in(Optional.empty(), "${aws.warehouse}"),
          Optional.empty(),
          Optional.empty());

  /**
   * The folder feature-store of each warehouse.
   *
   * @throws JetbridgeException CONFIG when the role is not an ARN of a role
   */
  public static OfflineStorage in(
      Databases databases, String roleArn, Optional<String> key, Optional<String> onlineKey) {
    if (!ROLE.matcher(roleArn).matches()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid aws.feature-store-role: "
              + roleArn
              + " (must be of the form arn:aws:iam::123456789012:role/name)");
    }
    return new OfflineStorage(roleArn, databases, key, onlineKey);
  }

  /** Below which SageMaker writes the store of a group. */
  String s3Uri(FeatureGroup group) {
    return folder(place(group).warehouse());
  }

  /** The offline stores of a warehouse. */
  public static String folder(String warehouse) {
    return (warehouse.endsWith("/") ? warehouse : warehouse + "/") + "feature-store";
  }

  /** The database of Glue that has the table of a group. */
  String database(FeatureGroup group) {
    return place(group).offlineStores();
  }

  private DatabasePlace place(FeatureGroup group) {
    return databases.of(group.product().domain());
  }
}
