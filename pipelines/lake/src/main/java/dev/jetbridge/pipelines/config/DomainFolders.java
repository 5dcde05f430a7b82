package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.ProductId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A folder of an installation, and those of domains that have one of their own instead.
 *
 * @param common such as s3://bucket/jetbridge/landing, or a path of this machine
 * @param own folders by domain
 */
public record DomainFolders(String common, Map<String, String> own) {
  public DomainFolders {
    own = Map.copyOf(own);
  }

  /** One folder for all. */
  public static DomainFolders at(String folder) {
    return new DomainFolders(folder, Map.of());
  }

  /** The folder of a product's domain. */
  public String of(ProductId product) {
    return own.getOrDefault(product.domain(), common);
  }

  /** Each of them, in their order. */
  public Set<String> all() {
    Set<String> all = new TreeSet<>(own.values());
    all.add(common);
    return all;
  }
}
