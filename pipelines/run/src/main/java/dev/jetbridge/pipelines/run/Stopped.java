package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The products that other processes could not make for an instant, by the ledger. Where each job of
 * a schedule makes some products, their readers learn from here what one run of all would know.
 */
public final class Stopped {
  private final Map<ProductId, Contract> contracts;
  private final Map<ProductId, RunLog.Entry> last;
  private final Map<ProductId, Boolean> known = new HashMap<>();

  private Stopped(Collection<Contract> contracts, Map<ProductId, RunLog.Entry> last) {
    this.contracts = contracts.stream().collect(Collectors.toMap(Contract::id, c -> c));
    this.last = last;
  }

  /**
   * The products whose last run for the instant failed or was refused, and those that were not made
   * for it and are made of such a one.
   *
   * @param contracts all of the mesh
   * @param runs the last run of each product
   */
  public static Set<ProductId> at(
      Instant asOf, Collection<Contract> contracts, Collection<RunLog.Entry> runs) {
    Stopped stopped =
        new Stopped(
            contracts,
            runs.stream()
                .filter(run -> run.asOf().equals(asOf))
                .collect(Collectors.toMap(RunLog.Entry::product, run -> run)));
    return stopped.contracts.keySet().stream()
        .filter(stopped::isStopped)
        .collect(Collectors.toSet());
  }

  private boolean isStopped(ProductId product) {
    Boolean before = known.get(product);
    if (before != null) {
      return before;
    }
    // No contract reads what is made of it, so this is asked of each product once.
    RunLog.Entry run = last.get(product);
    boolean is =
        run == null
            ? contracts.containsKey(product)
                && contracts.get(product).derivation().inputs().stream().anyMatch(this::isStopped)
            : !run.usable();
    known.put(product, is);
    return is;
  }
}
