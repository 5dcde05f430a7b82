package dev.jetbridge.pipelines.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What owners of other accounts grant to the roles: across accounts a call needs the permission of
 * the owner beside that of the role. Sources: AWS Glue developer guide, "Granting cross-account
 * access"; Amazon S3 user guide, "Bucket owner granting cross-account bucket permissions".
 *
 * @param policies of the roles
 * @param account that of the roles
 * @param buckets those of others
 */
public record OwnerGrants(List<RolePolicy> policies, String account, Set<String> buckets) {
  private static final int OWNER = 4;
  private static final int RESOURCE = 5;

  public OwnerGrants {
    policies = List.copyOf(policies);
    buckets = Set.copyOf(buckets);
  }

  /**
   * Policies of resources, by the names of their files: {@code catalog-210987654321} for the Glue
   * Data Catalog of an account, {@code bucket-loyalty} for a bucket.
   */
  public Map<String, Map<String, Object>> documents() {
    Map<String, List<Map<String, Object>>> grants = new TreeMap<>();
    for (RolePolicy policy : policies) {
      policy.arn().ifPresent(role -> collect(role, policy, grants));
    }
    Map<String, Map<String, Object>> documents = new TreeMap<>();
    grants.forEach((file, statements) -> documents.put(file, RolePolicy.document(statements)));
    return documents;
  }

  private void collect(
      String role, RolePolicy policy, Map<String, List<Map<String, Object>>> grants) {
    for (Statement statement : policy.statements()) {
      Map<String, List<String>> foreign = new TreeMap<>();
      for (String resource : statement.resources()) {
        owned(resource)
            .ifPresent(file -> foreign.computeIfAbsent(file, f -> new ArrayList<>()).add(resource));
      }
      foreign.forEach(
          (file, resources) ->
              grants
                  .computeIfAbsent(file, f -> new ArrayList<>())
                  .add(grant(role, policy.name(), statement, resources)));
    }
  }

  /** The policy of the resource when somebody else owns it. */
  private Optional<String> owned(String arn) {
    String[] parts = arn.split(":", RESOURCE + 1);
    if (parts.length <= RESOURCE) {
      return Optional.empty();
    }
    if (parts[2].equals("glue") && !parts[OWNER].equals(account)) {
      return Optional.of("catalog-" + parts[OWNER]);
    }
    return Optional.of(parts[RESOURCE].split("/", 2)[0])
        .filter(bucket -> parts[2].equals("s3") && buckets.contains(bucket))
        .map(bucket -> "bucket-" + bucket);
  }

  private static Map<String, Object> grant(
      String role, String name, Statement statement, List<String> resources) {
    Map<String, Object> grant = new LinkedHashMap<>();
    grant.put("Sid", statement.sid() + "Of" + name.replaceAll("[^A-Za-z0-9]", ""));
    grant.put("Effect", "Allow");
    grant.put("Principal", Map.of("AWS", role));
    grant.put("Action", statement.actions());
    grant.put("Resource", resources);
    return grant;
  }
}
