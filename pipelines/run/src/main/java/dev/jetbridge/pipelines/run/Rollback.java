package dev.jetbridge.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;

/**
 * Sets a product back to a run that was published earlier. The commit that moves main is the one
 * that counts; the entries of the withdrawn runs follow it, at the latest when the next run starts.
 */
public record Rollback(Lake lake, Operations operations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a rollback does.
   *
   * @param snapshot where main goes
   * @param withdrawn the runs after it, oldest first
   * @param affected products that hold rows made from what is withdrawn, in the order of the mesh
   * @param faulty such products whose contracts do not load
   */
  public record Plan(
      Contract contract,
      RunHistory.Publication run,
      long snapshot,
      List<RunHistory.Publication> withdrawn,
      List<Contract> affected,
      List<ProductId> faulty) {}

  /**
   * Looks the run up; changes nothing but entries that a killed run left open.
   *
   * @param run the beginning of a run's id
   * @throws JetbridgeException CONFIG when no run that counts has that id, or its snapshot is gone
   */
  public Plan plan(Contracts contracts, Contract contract, String run) {
    RunHistory history = RunHistory.read(operations);
    new Recovery(lake, operations, history).complete(List.of(contract));
    List<RunHistory.Publication> runs = history.runsOf(contract.id());
    RunHistory.Publication target = find(contract, runs, run);
    long snapshot = snapshot(contract, target);
    List<RunHistory.Publication> withdrawn =
        runs.stream().filter(r -> r.sequence() > target.sequence()).toList();
    Set<ProductId> tainted = tainted(contract, withdrawn);
    List<Contract> affected =
        contracts.waves().stream()
            .flatMap(List::stream)
            .filter(c -> tainted.contains(c.id()))
            .toList();
    List<ProductId> faulty = tainted.stream().filter(contracts::isBroken).sorted().toList();
    return new Plan(contract, target, snapshot, withdrawn, affected, faulty);
  }

  private static RunHistory.Publication find(
      Contract contract, List<RunHistory.Publication> runs, String run) {
    List<RunHistory.Publication> found =
        runs.stream().filter(r -> !run.isBlank() && r.runId().startsWith(run)).toList();
    if (found.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot set %1$s back: no run that counts has the id %2$s; jetbridge runs %1$s lists them"
              .formatted(contract.id(), run));
    }
    if (found.stream().map(RunHistory.Publication::runId).distinct().count() > 1) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot set "
              + contract.id()
              + " back: several runs begin with "
              + run
              + " ("
              + found.stream().map(RunHistory.Publication::runId).collect(Collectors.joining(", "))
              + "); name one of them whole");
    }
    return found.get(found.size() - 1);
  }

  private long snapshot(Contract contract, RunHistory.Publication run) {
    for (Snapshot snapshot : lake.history(contract.id())) {
      if (Lake.contentId(snapshot) == run.snapshot()) {
        return snapshot.snapshotId();
      }
    }
    throw new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot set "
            + contract.id()
            + " back to run "
            + run.runId()
            + ": its snapshot is no longer kept; jetbridge rebuild "
            + contract.id()
            + " makes the table from its files");
  }

  /**
   * Follows what is withdrawn along the inputs that the last run of each product read, whatever the
   * contracts say by now.
   */
  private Set<ProductId> tainted(Contract contract, List<RunHistory.Publication> withdrawn) {
    Set<Long> gone =
        withdrawn.stream().map(RunHistory.Publication::snapshot).collect(Collectors.toSet());
    List<RunLog.Entry> untainted = new ArrayList<>(new RunLog(operations).lastPublishedOfEach());
    untainted.removeIf(run -> run.product().equals(contract.id()));
    Set<ProductId> tainted = new HashSet<>();
    boolean spreads = true;
    while (spreads) {
      spreads =
          untainted.removeIf(
              run -> made(run, contract.id(), gone, tainted) && tainted.add(run.product()));
    }
    return tainted;
  }

  private static boolean made(
      RunLog.Entry run, ProductId product, Set<Long> gone, Set<ProductId> tainted) {
    try {
      JsonNode inputs = JSON.readTree(run.inputs().isEmpty() ? "{}" : run.inputs());
      boolean direct =
          inputs.has(product.toString()) && gone.contains(inputs.get(product.toString()).asLong());
      return direct || tainted.stream().anyMatch(t -> inputs.has(t.toString()));
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot read the inputs of run " + run.runId(), e);
    }
  }

  /** Moves main and enters the runs after it as withdrawn. */
  public void apply(Plan plan) {
    lake.rollback(plan.contract().id(), plan.snapshot());
    RunHistory history = RunHistory.read(operations);
    new Recovery(lake, operations, history).complete(List.of(plan.contract()));
  }
}
