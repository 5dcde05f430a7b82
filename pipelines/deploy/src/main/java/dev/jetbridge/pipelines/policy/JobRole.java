package dev.jetbridge.pipelines.policy;

import java.util.Set;

/**
 * A role of jobs and what these do.
 *
 * @param name of its policy, such as jobs
 * @param writes what they make or keep
 * @param registered databases of theirs that the registry describes
 * @param reads what they only read
 * @param featureGroups names of the groups that they make; empty for none
 * @param onlineStores names of those of them that have an online store
 * @param takesDataSets whether files of theirs come from Data Exchange
 */
public record JobRole(
    String name,
    String arn,
    Holdings writes,
    Holdings registered,
    Holdings reads,
    Set<String> featureGroups,
    Set<String> onlineStores,
    boolean takesDataSets) {
  public JobRole {
    featureGroups = Set.copyOf(featureGroups);
    onlineStores = Set.copyOf(onlineStores);
  }
}
