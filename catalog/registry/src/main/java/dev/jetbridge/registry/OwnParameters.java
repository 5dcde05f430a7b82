package dev.jetbridge.registry;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The parameters of an entry that are ours, by their prefix, among those of others. */
final class OwnParameters {
  private OwnParameters() {}

  static boolean agree(Map<String, String> found, Map<String, String> wanted) {
    return own(found).equals(wanted);
  }

  /** All of the others' as found, all of ours as wanted. */
  static Map<String, String> merge(Map<String, String> found, Map<String, String> wanted) {
    Map<String, String> merged = new TreeMap<>(found);
    merged.keySet().removeAll(own(found).keySet());
    merged.putAll(wanted);
    return merged;
  }

  private static Map<String, String> own(Map<String, String> found) {
    return found.entrySet().stream()
        .filter(e -> e.getKey().startsWith(DesiredEntries.PREFIX))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
