package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.NewestAsOf;
import dev.jetbridge.pipelines.workspace.Sample;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Of which instant a run speaks that does not say one, and what a run for an earlier instant does
 * to the products that speak of a later one.
 */
final class AsOfRule {
  private final Workspace workspace;

  AsOfRule(Workspace workspace) {
    this.workspace = workspace;
  }

  private NewestAsOf newest() {
    return new NewestAsOf(workspace.lake());
  }

  /**
   * The instant asked for. Else, of the sample airline, the newest one published, before that the
   * end of its year; of a real one now, or the newest one published when that is later.
   */
  Instant moment(String asked) {
    if (asked != null) {
      return AsOf.parse(asked);
    }
    Optional<Instant> newest = newest().newestMade(workspace.contracts().all());
    if (workspace.config().sampleAirline()) {
      return newest.orElseGet(() -> AsOf.endOf(Sample.part(SampleFiles.class).lastDay()));
    }
    // The one place that reads the clock: a run of a real airline as of now.
    Instant now = AsOf.now();
    return newest.filter(n -> n.isAfter(now)).orElse(now);
  }

  /** The instant that the report of a run speaks of: the published products' newest. */
  Instant shown(Instant moment) {
    return newest()
        .newestMade(workspace.contracts().all())
        .filter(n -> n.isAfter(moment))
        .orElse(moment);
  }

  /**
   * What a run for an instant does to products that speak of a later one, in words; none for a run
   * that goes forward.
   */
  List<String> backwards(Collection<Contract> products, Instant moment, boolean rewinds) {
    NewestAsOf newest = newest();
    List<String> states = new ArrayList<>();
    boolean laterFiles = false;
    boolean fills = false;
    for (Contract contract : products) {
      Optional<Instant> later = newest.ofReadable(contract).filter(s -> s.isAfter(moment));
      if (later.isPresent()) {
        boolean state = newest.ofStateAfter(contract, moment).isPresent();
        laterFiles |= contract.isSource();
        fills |= !state && !contract.isSource();
        if (state) {
          states.add(line(contract, later.get()));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    String day = AsOf.inWords(moment);
    if (!states.isEmpty()) {
      lines.add(
          rewinds
              ? "Goes back to " + day + ", with their output ports:"
              : "Stays as it is, since a run for " + day + " would set it back (--rewind does):");
      lines.addAll(states);
    }
    if (fills) {
      lines.add(
          "Products with one partition for each as-of get that of "
              + day
              + " beside the"
              + " others");
    }
    if (laterFiles) {
      lines.add("Files delivered after " + day + " stay in the source-aligned products");
    }
    return lines;
  }

  private String line(Contract contract, Instant later) {
    long rows = workspace.lake().main(contract.id()).map(Lake::rows).orElse(0L);
    return String.format(
        Locale.ROOT, "  %-34s as of %s, %,d rows", contract.id(), AsOf.inWords(later), rows);
  }
}
