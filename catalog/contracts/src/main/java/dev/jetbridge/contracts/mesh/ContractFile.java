package dev.jetbridge.contracts.mesh;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.Fault;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.reading.ContractReader;
import dev.jetbridge.contracts.reading.Draft;
import dev.jetbridge.contracts.yaml.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with a contract, on its way through the loader.
 *
 * @param text empty when the file is not UTF-8
 * @param faults what is wrong in it, more and more of it
 */
record ContractFile(String origin, boolean bundled, Optional<String> text, Faults faults) {
  /**
   * Drafts of bundled files without a fault, by origin and text: reading analyses all their SQL.
   */
  private static final Map<Map.Entry<String, String>, Draft> BUNDLED = new ConcurrentHashMap<>();

  private static final Pattern ID = Pattern.compile("(?m)^id:[ \\t]*[\"']?([a-z0-9_.]+)");

  ContractFile(String origin, boolean bundled, Optional<String> text) {
    this(origin, bundled, text, new Faults(origin));
  }

  Optional<Draft> read() {
    if (text.isEmpty()) {
      faults.add(0, "", "is not encoded in UTF-8");
      return Optional.empty();
    }
    return bundled ? readOnce(text.get()) : ContractReader.read(text.get(), origin, faults);
  }

  private Optional<Draft> readOnce(String yaml) {
    Map.Entry<String, String> key = Map.entry(origin, yaml);
    Optional<Draft> known = Optional.ofNullable(BUNDLED.get(key));
    if (known.isPresent()) {
      return known;
    }
    Optional<Draft> draft = ContractReader.read(yaml, origin, faults);
    draft.filter(d -> faults.isEmpty()).ifPresent(d -> BUNDLED.put(key, d));
    return draft;
  }

  /** The product by the line of its id, which a file that is no YAML may have, too. */
  Optional<ProductId> product() {
    return text.map(ID::matcher).filter(Matcher::find).flatMap(m -> ProductId.ifValid(m.group(1)));
  }

  BrokenContract broken(Optional<ProductId> product) {
    return new BrokenContract(
        origin,
        product,
        ContractReader.digest(text.orElse("")),
        Fault.exception(faults.found()).getMessage());
  }
}
