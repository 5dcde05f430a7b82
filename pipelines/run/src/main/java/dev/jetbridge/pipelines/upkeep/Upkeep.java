package dev.jetbridge.pipelines.upkeep;

import static org.apache.spark.sql.functions.max;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.ports.Port;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.run.Recovery;
import dev.jetbridge.pipelines.run.RunHistory;
import dev.jetbridge.pipelines.storage.Removed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps tables, ports and staging small. Everything that goes is older than the longest run, so
 * that no reader and no run loses what it works with; runs may go on meanwhile.
 */
public final class Upkeep {
  private final Lake lake;
  private final Operations operations;
  private final Options options;
  private final Places places;
  private final Consumer<String> progress;
  private final List<JetbridgeException> failures = new ArrayList<>();

  /**
   * How to go about it.
   *
   * @param now the instant from which ages count
   * @param floor the least age of what may go, should no run have taken longer
   * @param rehearsal to say what would be done and do nothing
   */
  public record Options(Instant now, Duration floor, boolean rehearsal) {}

  /**
   * Where things are besides the tables.
   *
   * @param ports which keep things of their own
   */
  public record Places(DomainFolders staging, List<Port> ports) {
    public Places {
      ports = List.copyOf(ports);
    }
  }

  /**
   * An upkeep.
   *
   * @param progress told the name of each table before it is worked on
   */
  public Upkeep(
      Lake lake, Operations operations, Options options, Places places, Consumer<String> progress) {
    this.lake = lake;
    this.operations = operations;
    this.options = options;
    this.places = places;
    this.progress = progress;
  }

  /** Maintains all products, the tables of the ledger and staging. */
  public UpkeepReport all(Collection<Contract> contracts) {
    List<Contract> settled = settled(contracts);
    Ages ages = Ages.of(options.now(), options.floor(), longestRun());
    List<TableUpkeep> done = products(settled, ages);
    for (OperationsTable table : OperationsTable.values()) {
      progress.accept(table.id().toString());
      guarded(table.id(), () -> beside(table.id(), ages)).ifPresent(done::add);
    }
    StaleStaging stale = new StaleStaging(ages, options.rehearsal());
    Removed staging =
        places.staging().all().stream().map(stale::remove).reduce(Removed.NOTHING, Removed::plus);
    return new UpkeepReport(done, ages.safe(), ports(contracts, ages), staging, failures);
  }

  /** Maintains some products only, with what belongs to them. */
  public UpkeepReport some(Collection<Contract> contracts) {
    List<Contract> settled = settled(contracts);
    Ages ages = Ages.of(options.now(), options.floor(), longestRun());
    List<TableUpkeep> done = products(settled, ages);
    return new UpkeepReport(done, ages.safe(), ports(contracts, ages), Removed.NOTHING, failures);
  }

  /**
   * The products whose runs are entered: what killed runs published must not be taken for dead.
   * Those of which nobody can tell are left alone.
   */
  private List<Contract> settled(Collection<Contract> contracts) {
    operations.create();
    if (options.rehearsal()) {
      return List.copyOf(contracts);
    }
    Recovery recovery = new Recovery(lake, operations, RunHistory.read(operations));
    return contracts.stream()
        .filter(
            contract ->
                guarded(
                        contract.id(),
                        () -> {
                          recovery.complete(List.of(contract));
                          return contract;
                        })
                    .isPresent())
        .toList();
  }

  /** How long the longest run took that ever ended. */
  private Duration longestRun() {
    Double seconds =
        operations
            .read(OperationsTable.RUNS)
            .agg(max(RunColumns.SECONDS.column()))
            .first()
            .<Double>getAs(0);
    return seconds == null ? Duration.ZERO : Duration.ofMillis((long) Math.ceil(seconds * 1000));
  }

  private List<TableUpkeep> products(Collection<Contract> contracts, Ages ages) {
    LongPredicate entered = RunHistory.read(operations)::knows;
    Map<ProductId, TableRound> rounds = new TreeMap<>();
    for (Contract contract : contracts) {
      guarded(contract.id(), () -> round(contract, ages))
          .flatMap(round -> round)
          .ifPresent(round -> rounds.put(contract.id(), round));
    }
    Map<ProductId, Long> rows =
        new DeadRows(lake, operations, ages, options.rehearsal()).remove(rounds);
    List<TableUpkeep> done = new ArrayList<>();
    for (Contract contract : contracts) {
      TableRound round = rounds.get(contract.id());
      if (round == null) {
        continue;
      }
      progress.accept(contract.id().toString());
      guarded(
              contract.id(),
              () -> product(contract, round, rows.getOrDefault(contract.id(), 0L), ages, entered))
          .ifPresent(done::add);
      ProductId versions = VersionHistory.table(contract.id());
      if (contract.change().history() && lake.exists(versions)) {
        guarded(versions, () -> beside(versions, ages)).ifPresent(done::add);
      }
      portsOf(contract)
          .flatMap(port -> tableOf(port, contract).stream())
          .forEach(
              table -> guarded(table, () -> filled(contract, table, ages)).ifPresent(done::add));
    }
    return done;
  }

  private Optional<TableRound> round(Contract contract, Ages ages) {
    return lake.exists(contract.id())
        ? Optional.of(
            round(contract.id(), ages).dropBranches(contract.maintenance().auditBranchesFor()))
        : Optional.empty();
  }

  private TableUpkeep product(
      Contract contract, TableRound round, long rows, Ages ages, LongPredicate entered) {
    return round.tidy(
        rows,
        table ->
            Compaction.pays(contract)
                ? compaction().publications(table)
                : Compaction.Rewritten.NOTHING,
        table -> new Expiry(ages).ofProduct(table, contract.maintenance(), entered));
  }

  private Stream<Port> portsOf(Contract contract) {
    return places.ports().stream().filter(port -> contract.ports().contains(port.kind()));
  }

  /** The table that a port fills; empty when there is none, or who knows of it does not answer. */
  private Optional<ProductId> tableOf(Port port, Contract contract) {
    return guarded(contract.id(), () -> port.table(contract).filter(lake::exists))
        .flatMap(table -> table);
  }

  private TableUpkeep filled(Contract contract, ProductId table, Ages ages) {
    Contract.Maintenance keep = contract.maintenance();
    return round(table, ages)
        .dropBranches(keep.auditBranchesFor())
        .tidy(
            0,
            filled -> compaction().publications(filled),
            filled -> new Expiry(ages).olderThan(filled, keep.snapshotsFor()));
  }

  /** A table whose rows count by the runs that they name: nobody goes back to an older state. */
  private TableUpkeep beside(ProductId side, Ages ages) {
    return round(side, ages)
        .tidy(
            0,
            table -> compaction().ledger(table),
            table -> new Expiry(ages).olderThan(table, Duration.ZERO));
  }

  private TableRound round(ProductId id, Ages ages) {
    return new TableRound(lake, id, ages, options.rehearsal());
  }

  private Compaction compaction() {
    return new Compaction(lake.spark(), options.rehearsal());
  }

  private Removed ports(Collection<Contract> contracts, Ages ages) {
    Removed removed = Removed.NOTHING;
    for (Contract contract : contracts) {
      Duration keep = contract.maintenance().portVersionsFor();
      for (Port port : portsOf(contract).toList()) {
        removed =
            guarded(
                    contract.id(),
                    () -> port.tidy(contract, end -> ages.passed(end, keep), options.rehearsal()))
                .map(removed::plus)
                .orElse(removed);
      }
    }
    return removed;
  }

  /** One table that fails does not stop the others. */
  private <T> Optional<T> guarded(ProductId table, Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (Throwable e) {
      failures.add(Failures.logged(e, "maintain " + table));
      return Optional.empty();
    }
  }
}
