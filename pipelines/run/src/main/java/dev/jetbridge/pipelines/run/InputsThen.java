package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.NewestAsOf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;

/**
 * How a run for an earlier instant reads what products are made from ({@link AsKnown}), in words:
 * so that whoever reads its rows knows what in them could not be known as of then.
 */
public record InputsThen(Lake lake, Contracts contracts, Instant asOf) {
  /** How an input is read, in the order in which they are said. */
  private enum Way {
    AS_KNOWN("As the sources had them then"),
    MADE_AGAIN("Made once more for each instant"),
    FOR_INSTANTS("Have rows of each instant, or are only added to"),
    AS_IS(
        "As they are now, since their contracts keep no history: rows that changed have new"
            + " values");

    private final String words;

    Way(String words) {
      this.words = words;
    }
  }

  /**
   * One line for each way in which inputs are read.
   *
   * @throws JetbridgeException CONFIG when one was never published
   */
  public List<String> inWords(Collection<Contract> products) {
    Map<Way, Set<String>> read = new TreeMap<>();
    products.forEach(product -> enter(product, read));
    List<String> lines = new ArrayList<>();
    read.forEach(
        (way, inputs) ->
            lines.add(way.words + ": " + inputs.stream().collect(Collectors.joining(", "))));
    return lines;
  }

  private void enter(Contract product, Map<Way, Set<String>> read) {
    for (ProductId input : product.derivation().inputs()) {
      Snapshot main =
          lake.main(input)
              .orElseThrow(
                  () ->
                      new JetbridgeException(
                          FailureKind.CONFIG,
                          "Cannot make "
                              + product.id()
                              + ": its input "
                              + input
                              + " was never published; run jetbridge run first"));
      Contract contract = contracts.get(input);
      Way way = way(contract, main);
      boolean isNew = read.computeIfAbsent(way, w -> new TreeSet<>()).add(input.toString());
      if (isNew && way == Way.MADE_AGAIN) {
        enter(contract, read);
      }
    }
  }

  private Way way(Contract contract, Snapshot main) {
    if (contract.isSource()) {
      return KeptVersions.isKept(main) ? Way.AS_KNOWN : Way.AS_IS;
    }
    WriteMode mode = contract.change().writeMode();
    if (mode == WriteMode.OVERWRITE_PARTITIONS || mode == WriteMode.APPEND) {
      return Way.FOR_INSTANTS;
    }
    Optional<Instant> later = new NewestAsOf(lake).ofStateAfter(contract, asOf);
    return later.isPresent() ? Way.MADE_AGAIN : Way.AS_IS;
  }
}
