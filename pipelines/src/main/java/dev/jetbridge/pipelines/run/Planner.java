package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Says for a product whether it is due and why, from landing, the lake and the runs so far. */
public final class Planner {
  private final Lake lake;
  private final Landing landing;
  private final RunHistory history;
  private final Instant asOf;

  public Planner(Lake lake, Landing landing, RunHistory history, Instant asOf) {
    this.lake = lake;
    this.landing = landing;
    this.history = history;
    this.asOf = asOf;
  }

  /** The run of a product against what is published now. */
  public PlannedRun plan(Contract contract) {
    return contract.isSource() ? planSource(contract) : planMade(contract);
  }

  private PlannedRun planSource(Contract contract) {
    Set<String> known = history.filesOf(contract.id());
    List<LandedFile> files =
        landing.files(contract.id()).stream()
            .filter(f -> !known.contains(f.hash()))
            .filter(f -> !Instant.parse(f.modified()).isAfter(asOf))
            .toList();
    List<String> inputs = new ArrayList<>(files.stream().map(LandedFile::hash).sorted().toList());
    inputs.add("contract " + contract.digest());
    RunId id = RunId.of(contract.id(), asOf, inputs);
    if (files.isEmpty()) {
      String reason = known.isEmpty() ? "no file in landing" : "no new file";
      return new PlannedRun(contract, id, false, reason, files, Map.of());
    }
    String reason = files.size() + " new file" + (files.size() == 1 ? "" : "s");
    return new PlannedRun(contract, id, true, reason, files, Map.of());
  }

  private PlannedRun planMade(Contract contract) {
    Map<ProductId, Long> pinned = new TreeMap<>();
    List<String> digested = new ArrayList<>();
    for (ProductId input : contract.making().inputs()) {
      Optional<Long> snapshot = lake.mainSnapshot(input);
      if (snapshot.isEmpty()) {
        return new PlannedRun(
            contract,
            RunId.of(contract.id(), asOf, digested),
            false,
            "its input " + input + " was never published",
            List.of(),
            pinned);
      }
      pinned.put(input, snapshot.get());
    }
    pinned.forEach((input, snapshot) -> digested.add(input + "@" + snapshot));
    digested.add("contract " + contract.digest());
    RunId id = RunId.of(contract.id(), asOf, digested);
    if (history.isPublished(id)) {
      return new PlannedRun(contract, id, false, "same inputs, same as-of", List.of(), pinned);
    }
    String reason =
        history.hasRunAt(contract.id(), asOf) ? "an input has a new snapshot" : "new as-of";
    return new PlannedRun(contract, id, true, reason, List.of(), pinned);
  }
}
