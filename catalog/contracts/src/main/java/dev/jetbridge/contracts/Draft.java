package dev.jetbridge.contracts;

import java.util.Optional;

/**
 * A contract that was read but not yet judged among the others.
 *
 * @param contract empty when its faults leave nothing to judge
 * @param document where its places are looked up
 */
record Draft(ProductId id, Optional<Contract> contract, YamlNode document) {
  /** The place of a custom property, else the document itself. */
  YamlNode place(String customProperty) {
    return document.list("customProperties").stream()
        .filter(p -> p.textOrEmpty("property").equals(customProperty))
        .findFirst()
        .flatMap(p -> p.field("value"))
        .orElse(document);
  }
}
