package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.NewestAsOf;
import dev.jetbridge.pipelines.lake.PublishedTogether;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;

/**
 * Says for a product whether it is due and why, from landing, the lake and the runs so far.
 *
 * @param rewinds whether products with one state go back to an earlier instant
 * @param pins the snapshots of what is read and replaced; empty for what is published now
 */
public record Planner(
    Lake lake,
    Landing landing,
    RunHistory history,
    Instant asOf,
    KnownBy knownBy,
    boolean rewinds,
    Optional<Map<ProductId, Snapshot>> pins) {
  public Planner(Lake lake, Landing landing, RunHistory history, Instant asOf) {
    this(lake, landing, history, asOf, KnownBy.SOURCE);
  }

  Planner(Lake lake, Landing landing, RunHistory history, Instant asOf, KnownBy knownBy) {
    this(lake, landing, history, asOf, knownBy, false, Optional.empty());
  }

  /** A planner by which products with one state go back to an earlier instant. */
  public Planner rewinding() {
    return new Planner(lake, landing, history, asOf, knownBy, true, pins);
  }

  /**
   * A planner of the members of a group.
   *
   * @param snapshots of what they read and replace; empty for what is published now
   */
  Planner pinnedTo(Optional<Map<ProductId, Snapshot>> snapshots) {
    return new Planner(lake, landing, history, asOf, knownBy, rewinds, snapshots);
  }

  /** The run of a product against what is published now. */
  public PlannedRun plan(Contract contract) {
    return plan(contract, false);
  }

  /**
   * The run of a product against what is published now.
   *
   * @param held whether what was withdrawn is taken again
   */
  PlannedRun plan(Contract contract, boolean held) {
    return contract.isSource() ? planSource(contract, held) : planMade(contract, held);
  }

  /**
   * The run that makes a product from zero: of all its files but those withdrawn, or of its inputs
   * as they are. Files that are in the product already are taken although they came later.
   */
  PlannedRun planRebuild(Contract contract) {
    Optional<Long> base = base(contract);
    String from = "rebuild of " + base.map(String::valueOf).orElse("nothing");
    if (contract.isSource()) {
      Set<String> held = history.heldFilesOf(contract.id());
      return source(
          contract,
          RunKind.REBUILD,
          landed(contract, held, history.filesOf(contract.id())),
          base,
          List.of(from),
          "from scratch");
    }
    PlannedRun made = planMade(contract, true);
    // A run of what is written whole makes it from zero anyhow.
    boolean isMadeAnew = made.due() && !keepsRows(contract);
    if (!isMadeAnew && later(contract).isEmpty() && !history.runsOf(contract.id()).isEmpty()) {
      List<String> digested = new ArrayList<>(List.of(from, made.id().inputsDigest()));
      RunId id = RunId.of(contract.id(), asOf, digested);
      return new PlannedRun(
          contract,
          RunKind.REBUILD,
          id,
          true,
          "from its inputs, from scratch",
          List.of(),
          made.inputs(),
          made.contents(),
          base);
    }
    return made;
  }

  private static boolean keepsRows(Contract contract) {
    WriteMode mode = contract.change().writeMode();
    return mode == WriteMode.MERGE || mode == WriteMode.APPEND;
  }

  /** The run that takes again what was rejected of these files. */
  PlannedRun planReplay(Contract contract, List<LandedFile> files) {
    Optional<Long> base = base(contract);
    String from = "replay on " + base.map(String::valueOf).orElse("nothing");
    return source(contract, RunKind.REPLAY, files, base, List.of(from), "replay");
  }

  private PlannedRun planSource(Contract contract, boolean takesHeld) {
    Optional<Long> base = base(contract);
    Set<String> known = history.filesOf(contract.id());
    Set<String> held = takesHeld ? Set.of() : history.heldFilesOf(contract.id());
    Set<String> done = new HashSet<>(known);
    done.addAll(held);
    List<LandedFile> files = landed(contract, done, Set.of());
    String reason =
        !files.isEmpty()
            ? files.size() + " new file" + (files.size() == 1 ? "" : "s")
            : known.isEmpty() && held.isEmpty() ? "no file in landing" : "no new file";
    Optional<Instant> newest = new NewestAsOf(lake).of(contract).filter(s -> s.isAfter(asOf));
    if (newest.isPresent()) {
      reason += ", what came up to " + AsOf.inWords(newest.get()) + " stays";
    }
    if (!held.isEmpty()) {
      reason += ", " + held.size() + " withdrawn (jetbridge retry " + contract.id() + ")";
    }
    return source(contract, RunKind.RUN, files, base, List.of(), reason);
  }

  /**
   * Files in landing.
   *
   * @param without hashes of those that are left out
   * @param whenever hashes of those that are taken although they came after the as-of
   */
  private List<LandedFile> landed(Contract contract, Set<String> without, Set<String> whenever) {
    return landing.files(contract.id(), without).stream()
        .filter(f -> f.isThereAt(asOf) || whenever.contains(f.hash()))
        .toList();
  }

  private PlannedRun source(
      Contract contract,
      RunKind kind,
      List<LandedFile> files,
      Optional<Long> base,
      List<String> more,
      String reason) {
    List<String> inputs = new ArrayList<>(files.stream().map(LandedFile::hash).sorted().toList());
    inputs.add("contract " + contract.digest());
    inputs.addAll(more);
    RunId id = RunId.of(contract.id(), asOf, inputs);
    return new PlannedRun(
        contract, kind, id, !files.isEmpty(), reason, files, Map.of(), Map.of(), base);
  }

  private PlannedRun planMade(Contract contract, boolean takesHeld) {
    Optional<Long> base = base(contract);
    Map<ProductId, Long> pinned = new TreeMap<>();
    Map<ProductId, Long> contents = new TreeMap<>();
    List<String> digested = new ArrayList<>();
    List<ProductId> inputs = contract.derivation().inputs();
    Map<ProductId, Snapshot> read = pins.orElseGet(() -> new PublishedTogether(lake).of(inputs));
    for (ProductId input : inputs) {
      Snapshot snapshot = read.get(input);
      if (snapshot == null) {
        String reason = "its input " + input + " was never published";
        RunId id = RunId.of(contract.id(), asOf, digested);
        return new PlannedRun(
            contract, RunKind.RUN, id, false, reason, List.of(), Map.of(), Map.of(), base);
      }
      pinned.put(input, snapshot.snapshotId());
      contents.put(input, Lake.contentId(snapshot));
    }
    contents.forEach((input, snapshot) -> digested.add(input + "@" + snapshot));
    digested.add("contract " + contract.digest());
    if (knownBy != KnownBy.SOURCE) {
      digested.add("known by " + knownBy.label());
    }
    RunId id = RunId.of(contract.id(), asOf, digested);
    Optional<RunHistory.Publication> last = history.heldAt(contract, asOf);
    boolean same = last.filter(r -> r.runId().equals(id.id())).isPresent();
    boolean held = !takesHeld && history.isHeld(id);
    Optional<Instant> later = later(contract);
    String reason =
        later.isPresent()
            ? "it is as of " + AsOf.inWords(later.get()) + " already and is not set back"
            : same
                ? "same inputs, same as-of"
                : held
                    ? "this run was withdrawn (jetbridge retry " + contract.id() + ")"
                    : last.isPresent() ? "an input has a new snapshot" : "new as-of";
    boolean due = later.isEmpty() && !same && !held;
    if (due && contract.derivation().changeKey().isPresent()) {
      reason += ", " + ChangesSince.of(lake, contract, base, pinned).inWords();
    }
    return new PlannedRun(
        contract, RunKind.RUN, id, due, reason, List.of(), pinned, contents, base);
  }

  /**
   * Why a product with a change key is made whole when these inputs change, in words; empty when it
   * follows them.
   */
  public static Optional<String> madeWhole(Contract contract, Collection<Contract> changing) {
    return contract.derivation().changeKey().isEmpty()
        ? Optional.empty()
        : ChangesSince.unmapped(contract, changing).map(ChangesSince::inWords);
  }

  /** Whether a product speaks of a later instant than this run and stays as it is. */
  public boolean stays(Contract contract) {
    return later(contract).isPresent();
  }

  /** The later instant a product speaks of and keeps speaking of, whatever this run is for. */
  private Optional<Instant> later(Contract contract) {
    return rewinds ? Optional.empty() : new NewestAsOf(lake).ofStateAfter(contract, asOf);
  }

  private Optional<Long> base(Contract contract) {
    return pins.isPresent()
        ? Optional.ofNullable(pins.get().get(contract.id())).map(Snapshot::snapshotId)
        : lake.mainSnapshot(contract.id());
  }
}
