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
 * @param folders those of them that are kept as folders of files, and not by a table's own list
 */
public record Holdings(Map<String, Set<String>> databases, Set<String> files, Set<String> folders) {
  public Holdings {
    databases = new TreeMap<>(databases);
    files = new TreeSet<>(files);
    folders = new TreeSet<>(folders);
  }
}
