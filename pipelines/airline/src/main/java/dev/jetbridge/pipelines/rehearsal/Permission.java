package dev.jetbridge.pipelines.rehearsal;

import java.util.Map;

/**
 * What a call needs to be allowed.
 *
 * @param action such as s3:GetObject
 * @param resource its ARN; {@code *} where the service takes none
 * @param context what conditions of a policy may ask of the call, such as s3:prefix
 */
record Permission(String action, String resource, Map<String, String> context)
    implements Comparable<Permission> {
  static final String ANY = "*";

  Permission {
    context = Map.copyOf(context);
  }

  Permission(String action, String resource) {
    this(action, resource, Map.of());
  }

  @Override
  public int compareTo(Permission other) {
    int byAction = action.compareTo(other.action);
    return byAction == 0 ? resource.compareTo(other.resource) : byAction;
  }

  @Override
  public String toString() {
    return action + " on " + resource;
  }
}
