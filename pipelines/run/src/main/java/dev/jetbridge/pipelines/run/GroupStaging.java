package dev.jetbridge.pipelines.run;

import static java.util.stream.Collectors.toSet;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductGroup;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Model;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.pipelines.lake.GroupMark;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.PublishedTogether;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the members of a group share in one attempt: the snapshots that all of them read, those that
 * are staged in it among them, the mark of what they stage, and the outputs of a transformation
 * that makes several of them. A product of no group shares nothing.
 */
final class GroupStaging {
  private final ProductGroup group;
  private final Optional<GroupMark> mark;
  private final Map<String, Run> made = new HashMap<>();
  private Optional<Map<ProductId, Snapshot>> pins = Optional.empty();

  GroupStaging(ProductGroup group) {
    this.group = group;
    this.mark = GroupMark.of(group);
  }

  /** Pins what the members read and what they replace, once and for all of them. */
  void pin(Lake lake) {
    if (mark.isPresent() && pins.isEmpty()) {
      Set<ProductId> read = new HashSet<>();
      for (Contract member : group.members()) {
        read.add(member.id());
        read.addAll(member.derivation().inputs());
      }
      pins = Optional.of(new HashMap<>(new PublishedTogether(lake).of(read)));
    }
  }

  /** The snapshots that the members read; empty for a product of no group. */
  Optional<Map<ProductId, Snapshot>> pins() {
    return pins;
  }

  /** Members that read this one read what was staged of it. */
  void staged(ProductId product, Supplier<Snapshot> snapshot) {
    pins.ifPresent(p -> p.put(product, snapshot.get()));
  }

  /** What the summary of each staged snapshot says of the group. */
  Map<String, String> summary() {
    return mark.map(GroupMark::properties).orElse(Map.of());
  }

  /** The products that are made with this one by one run of their transformation. */
  Set<ProductId> madeTogether(Contract contract) {
    return outputsWith(contract).stream().map(Contract::id).collect(toSet());
  }

  /** Their contracts. */
  List<Contract> outputsWith(Contract contract) {
    return group.members().stream()
        .filter(c -> c.derivation().transformation().equals(contract.derivation().transformation()))
        .toList();
  }

  /** The snapshot that holds the rows of an output before this run. */
  Map<ProductId, Long> previous(PlannedRun run) {
    Map<ProductId, Long> previous = new HashMap<>();
    run.base().ifPresent(base -> previous.put(run.contract().id(), base));
    for (ProductId other : madeTogether(run.contract())) {
      pins.map(p -> p.get(other))
          .ifPresent(snapshot -> previous.putIfAbsent(other, snapshot.snapshotId()));
    }
    return previous;
  }

  /** What a transformation gave: it runs once for all its outputs, and its models count once. */
  Made outputs(String transformation, Supplier<Run> run) {
    Run known = made.get(transformation);
    if (known != null) {
      return new Made(known.outputs(), List.of(), known.changes());
    }
    Run first = run.get();
    made.put(transformation, first);
    return new Made(first.outputs(), first.outputs().models(), first.changes());
  }

  /**
   * A run of a transformation.
   *
   * @param changes the values of the change key that it followed; empty when it made all
   */
  record Run(Outputs outputs, Optional<Dataset<Row>> changes) {}

  /** Outputs, and the models that are entered with the first of them. */
  record Made(Outputs outputs, List<Model> models, Optional<Dataset<Row>> changes) {}
}
