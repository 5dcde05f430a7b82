package dev.jetbridge.pipelines.policy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What jobs work with.
 *
 * @param databases of Glue, by the accounts whose catalogs have them
 * @param files where their files lie, such as s3://bucket/warehouse
 */
public record Holdings(Map<String, Set<String>> databases, Set<String> files) {
  public Holdings {
    databases = new TreeMap<>(databases);
    files = new TreeSet<>(files);
  }
}
