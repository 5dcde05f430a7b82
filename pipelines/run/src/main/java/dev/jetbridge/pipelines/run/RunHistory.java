package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Row;

/**
 * What operations.runs and operations.files say of published runs, kept current by the runs of this
 * process and read again when another process was faster.
 */
public final class RunHistory {
  private final Map<Long, Publication> published = new HashMap<>();
  private final Set<Long> withdrawn = new HashSet<>();

  /** The snapshots in which a file was dealt with, by product and hash. */
  private final Map<ProductId, Map<String, Set<Long>>> files = new HashMap<>();

  /** The products whose files are asked for; null for all. */
  private final Set<ProductId> withFiles;

  private RunHistory(Set<ProductId> withFiles) {
    this.withFiles = withFiles;
  }

  /**
   * A run that was published.
   *
   * @param snapshot the snapshot it made
   */
  public record Publication(
      String runId, ProductId product, Instant asOf, long snapshot, long sequence, RunKind kind) {}

  /** The kind of that name; of a run from before kinds were kept an ordinary one. */
  static RunKind kind(String label) {
    return Labels.find(RunKind.values(), RunKind::label, label == null ? "" : label)
        .orElse(RunKind.RUN);
  }

  /** The history of a home where nothing ever ran. */
  public static RunHistory none() {
    return new RunHistory(Set.of());
  }

  /** Reads the tables; they hold one row a run and one a file. */
  public static RunHistory read(Operations operations) {
    return read(operations, (Set<ProductId>) null);
  }

  /** Reads the runs, and of the files those of some products: a table of files grows with each. */
  static RunHistory read(Operations operations, Collection<Contract> products) {
    return read(
        operations,
        products.stream().filter(Contract::isSource).map(Contract::id).collect(Collectors.toSet()));
  }

  private static RunHistory read(Operations operations, Set<ProductId> withFiles) {
    RunHistory history = new RunHistory(withFiles);
    history.reload(operations);
    return history;
  }

  /** Reads the tables again. */
  synchronized void reload(Operations operations) {
    List<Row> runs =
        operations.rows(
            OperationsTable.RUNS,
            RunColumns.STATUS.among(List.of(Operations.PUBLISHED, Operations.WITHDRAWN)),
            RunKey.RUN_ID,
            RunKey.PRODUCT,
            RunColumns.AS_OF,
            RunKey.SNAPSHOT_ID,
            RunColumns.STATUS,
            RunColumns.SEQUENCE,
            RunColumns.KIND);
    List<Row> accounts = accounts(operations);
    published.clear();
    withdrawn.clear();
    files.clear();
    for (Row run : runs) {
      if (RunColumns.STATUS.of(run).equals(Operations.WITHDRAWN)) {
        withdrawn.add(RunKey.SNAPSHOT_ID.of(run));
      } else {
        enter(
            new Publication(
                RunKey.RUN_ID.of(run),
                RunKey.PRODUCT.of(run),
                RunColumns.AS_OF.of(run),
                RunKey.SNAPSHOT_ID.of(run),
                RunColumns.SEQUENCE.of(run),
                kind(RunColumns.KIND.of(run, null))));
      }
    }
    for (Row account : accounts) {
      long snapshot = RunKey.SNAPSHOT_ID.of(account);
      if (published.containsKey(snapshot)) {
        addFile(RunKey.PRODUCT.of(account), FileColumns.FILE_HASH.of(account), snapshot);
      }
    }
  }

  private List<Row> accounts(Operations operations) {
    if (withFiles != null && withFiles.isEmpty()) {
      return List.of();
    }
    return operations.rows(
        OperationsTable.FILES,
        withFiles == null ? Expressions.alwaysTrue() : RunKey.PRODUCT.among(withFiles),
        RunKey.PRODUCT,
        FileColumns.FILE_HASH,
        RunKey.SNAPSHOT_ID);
  }

  /** A run may be entered more than once: the entry that counts is the latest. */
  synchronized void enter(Publication run) {
    published.merge(run.snapshot(), run, (a, b) -> a.sequence() > b.sequence() ? a : b);
  }

  synchronized void withdraw(long snapshot) {
    withdrawn.add(snapshot);
  }

  synchronized void addFile(ProductId product, String hash, long snapshot) {
    files
        .computeIfAbsent(product, k -> new HashMap<>())
        .computeIfAbsent(hash, k -> new HashSet<>())
        .add(snapshot);
  }

  /** The files of a product that a run dealt with that counts. */
  synchronized Set<String> filesOf(ProductId product) {
    Set<String> known = new HashSet<>();
    files
        .getOrDefault(product, Map.of())
        .forEach(
            (hash, snapshots) -> {
              if (!withdrawn.containsAll(snapshots)) {
                known.add(hash);
              }
            });
    return known;
  }

  /** The files of a product that only withdrawn runs dealt with: nobody takes them unasked. */
  synchronized Set<String> heldFilesOf(ProductId product) {
    Set<String> held = new HashSet<>(files.getOrDefault(product, Map.of()).keySet());
    held.removeAll(filesOf(product));
    return held;
  }

  /** The runs of a product that count, oldest first. */
  public synchronized List<Publication> runsOf(ProductId product) {
    List<Publication> runs = new ArrayList<>();
    published.values().stream()
        .filter(r -> r.product().equals(product) && !withdrawn.contains(r.snapshot()))
        .sorted(Comparator.comparingLong(Publication::sequence))
        .forEach(runs::add);
    return runs;
  }

  /**
   * The last run whose rows of an as-of a product has: of one with a partition an as-of the last at
   * that as-of, of any other the last of all, when it is at that as-of.
   */
  synchronized Optional<Publication> heldAt(Contract contract, Instant asOf) {
    boolean partitions = contract.change().writeMode() == WriteMode.OVERWRITE_PARTITIONS;
    return runsOf(contract.id()).stream()
        .filter(r -> !partitions || r.asOf().equals(asOf))
        .max(Comparator.comparingLong(Publication::sequence))
        .filter(r -> r.asOf().equals(asOf));
  }

  /** Whether a run was undone and not made again since. */
  synchronized boolean isHeld(RunId id) {
    List<Publication> same =
        published.values().stream().filter(r -> r.runId().equals(id.id())).toList();
    return !same.isEmpty() && same.stream().allMatch(r -> withdrawn.contains(r.snapshot()));
  }

  /** Whether a run of that snapshot is entered, be it withdrawn. */
  public synchronized boolean knows(long snapshot) {
    return published.containsKey(snapshot);
  }

  synchronized Optional<Publication> publication(long snapshot) {
    return Optional.ofNullable(published.get(snapshot));
  }

  /** The number the next run of a product gets; those of withdrawn runs are not used again. */
  synchronized long nextSequence(ProductId product) {
    return 1
        + published.values().stream()
            .filter(r -> r.product().equals(product))
            .mapToLong(Publication::sequence)
            .max()
            .orElse(0);
  }
}
