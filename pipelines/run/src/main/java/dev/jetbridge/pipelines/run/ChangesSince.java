package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.ChangeKey;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.registry.ProvenanceColumns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * What a product with a change key has to follow since the run that made its rows: the inputs that
 * changed, each from the snapshot that was read then to the one that is read now; or why it is made
 * whole. The rows themselves say what they were made from, in the summary of their snapshot, so a
 * product that was rolled back goes on from where it is.
 *
 * @param whole why the product is made whole; empty when it follows
 * @param followed the inputs that changed; none when it is made whole
 */
record ChangesSince(Optional<String> whole, List<Followed> followed) {
  private static final String READ = "jetbridge.read";
  private static final String CONTRACT = "jetbridge.contract-digest";

  ChangesSince {
    followed = List.copyOf(followed);
  }

  /**
   * An input that changed.
   *
   * @param last holds the rows that were read last
   * @param sequence the last run whose rows were read
   * @param now the snapshot that is read
   */
  record Followed(ProductId input, Snapshot last, long sequence, long now) {}

  /** What the summary says of a run of a product with a change key. */
  static Map<String, String> properties(Contract contract, Map<ProductId, Long> contents) {
    return Map.of(
        CONTRACT,
        contract.digest(),
        READ,
        new TreeMap<>(contents)
            .entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(",")));
  }

  private static ChangesSince whole(String why) {
    return new ChangesSince(Optional.of(why), List.of());
  }

  /** What several outputs of one transformation have to follow alike. */
  static ChangesSince of(Lake lake, Collection<Contract> outputs, PlannedRun run, GroupStaging by) {
    Map<ProductId, Long> bases = by.previous(run);
    List<ChangesSince> all =
        outputs.stream()
            .map(
                c ->
                    run.kind() == RunKind.REBUILD
                        ? whole("a rebuild")
                        : of(lake, c, Optional.ofNullable(bases.get(c.id())), run.inputs()))
            .distinct()
            .toList();
    return all.stream()
        .filter(c -> c.whole().isPresent())
        .findFirst()
        .orElseGet(
            () ->
                all.size() == 1
                    ? all.get(0)
                    : whole("the products made with it are of another run"));
  }

  /**
   * @param base the snapshot that holds the product's rows
   * @param read the snapshot that is read of each input
   */
  static ChangesSince of(
      Lake lake, Contract contract, Optional<Long> base, Map<ProductId, Long> read) {
    if (base.isEmpty()) {
      return whole("its first run");
    }
    Map<String, String> summary = lake.table(contract.id()).snapshot(base.get()).summary();
    if (!contract.digest().equals(summary.get(CONTRACT))) {
      return whole("its contract changed");
    }
    Map<ProductId, Long> last = new TreeMap<>();
    for (String pair : summary.get(READ).split(",", -1)) {
      int split = pair.indexOf('=');
      last.put(
          ProductId.parse(pair.substring(0, split)), Long.parseLong(pair.substring(split + 1)));
    }
    List<Followed> followed = new ArrayList<>();
    for (Map.Entry<ProductId, Long> input : new TreeMap<>(read).entrySet()) {
      Table table = lake.table(input.getKey());
      Snapshot now = table.snapshot(input.getValue());
      long content = last.get(input.getKey());
      if (Lake.contentId(now) == content) {
        continue;
      }
      Optional<String> obstacle = obstacle(contract, input.getKey(), table, now, content);
      if (obstacle.isPresent()) {
        return whole(obstacle.get());
      }
      Snapshot held = Lake.holding(table, content).orElseThrow();
      followed.add(
          new Followed(
              input.getKey(),
              held,
              RunSummary.of(held).map(RunSummary::sequence).orElse(0L),
              now.snapshotId()));
    }
    return new ChangesSince(Optional.empty(), followed);
  }

  /** Why nobody can tell what changed in an input since a run of it. */
  private static Optional<String> obstacle(
      Contract contract, ProductId input, Table table, Snapshot now, long content) {
    List<String> columns = table.schema().columns().stream().map(c -> c.name()).toList();
    if (!canFollow(contract, input, columns)) {
      return Optional.of(unmapped(input));
    }
    if (!columns.contains(ProvenanceColumns.CHANGED_IN)) {
      return Optional.of(input + " changed and does not record which rows");
    }
    if (Lake.holding(table, content).isEmpty()) {
      return Optional.of("the snapshot of " + input + " that it read last has expired");
    }
    boolean keyed = !table.schema().identifierFieldIds().isEmpty();
    Snapshot led = now;
    while (led != null) {
      if (Lake.contentId(led) == content) {
        return Optional.empty();
      }
      if (RunSummary.of(led).filter(r -> RunKind.REBUILD.label().equals(r.kind())).isPresent()) {
        return Optional.of(input + " was rebuilt");
      }
      if (!keyed && removes(led)) {
        return Optional.of("rows of " + input + ", which has no key, were replaced");
      }
      if (led.parentId() != null && table.snapshot(led.parentId()) == null) {
        return Optional.of("snapshots of " + input + " since its last run have expired");
      }
      led = led.parentId() == null ? null : table.snapshot(led.parentId());
    }
    return Optional.of(input + " was rolled back");
  }

  private static boolean removes(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    return !summary.containsKey(Lake.CONTENT)
        && (summary.containsKey("deleted-records") || summary.containsKey("added-delete-files"));
  }

  /** Whether the values of the change key follow from the rows of an input. */
  private static boolean canFollow(Contract contract, ProductId input, Collection<String> columns) {
    ChangeKey key = contract.derivation().changeKey().orElseThrow();
    return columns.containsAll(key.columns()) || key.throughOf(input).isPresent();
  }

  /** What it means that some inputs change, whatever changes in them; empty when it can follow. */
  static Optional<ChangesSince> unmapped(Contract contract, Collection<Contract> changing) {
    return changing.stream()
        .filter(i -> !canFollow(contract, i.id(), i.columns().stream().map(c -> c.name()).toList()))
        .findFirst()
        .map(i -> whole(unmapped(i.id())));
  }

  private static String unmapped(ProductId input) {
    return input + " changes and has neither the change key nor a mapping to it";
  }

  /** How a run of the product goes about it. */
  String inWords() {
    return whole.map(why -> "made whole: " + why).orElse("follows what changed");
  }
}
