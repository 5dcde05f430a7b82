package dev.jetbridge.registry;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.retry.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchIcebergTableException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types;

/**
 * Keeps the Iceberg tables of products as their contracts ask: {@code domain.product} in the
 * catalog, format v2, merge on read, the key as identifier fields.
 *
 * <p>Evolution is additive: new optional columns, wider types, null allowed, comments, sort order
 * and properties, partitioning unless runs replace whole partitions. It is one commit for the whole
 * table, made before a run stages and not rolled back with it. Anything else is refused with all of
 * it listed, unless the table has published nothing yet: then it is replaced, since nobody reads
 * it.
 */
public final class IcebergTables {
  private static final String FORMAT_VERSION = "2";
  private static final int ATTEMPTS = 5;

  private final Catalog catalog;

  public IcebergTables(Catalog catalog) {
    this.catalog = Objects.requireNonNull(catalog, "catalog");
  }

  /** The name of a product's table in any catalog. */
  public static TableIdentifier identifier(ProductId product) {
    return TableIdentifier.of(product.domain(), product.name());
  }

  /** As {@link #createOrEvolve(TableDefinition)}, of a contract alone. */
  public Table createOrEvolve(Contract contract) {
    return createOrEvolve(TableDefinition.of(contract));
  }

  /**
   * Creates the table of a contract, or evolves it; commits nothing when it is as asked for.
   *
   * @throws JetbridgeException CONTRACT when a change would break readers, with all that would;
   *     CONFIG when a permission is missing; EXTERNAL when the catalog or its storage fails, or
   *     when other writers win every attempt
   */
  public Table createOrEvolve(TableDefinition wanted) {
    return CatalogFailure.translate(
        "Cannot create or evolve table " + wanted.contract().id(),
        () -> untilNobodyInterferes(wanted));
  }

  /**
   * What {@link #createOrEvolve} would do, in words; empty when nothing. A line that begins with
   * "refuse" stands for a change that would break readers. Changes nothing.
   */
  public List<String> plan(TableDefinition wanted) {
    return CatalogFailure.translate(
        "Cannot plan table " + wanted.contract().id(), () -> planned(wanted));
  }

  private List<String> planned(TableDefinition wanted) {
    Optional<Table> table = find(wanted.contract().id());
    if (table.isEmpty()) {
      return List.of("create " + describe(wanted));
    }
    TableEvolution evolution = TableEvolution.between(table.get(), wanted);
    if (evolution.breaks().isEmpty()) {
      return evolution.words();
    }
    if (hasPublishedNothing(table.get())) {
      return List.of("replace unpublished " + describe(wanted));
    }
    List<String> lines = new ArrayList<>();
    evolution.breaks().forEach(b -> lines.add("refuse: " + b));
    return List.copyOf(lines);
  }

  /** When somebody else creates or changes the table meanwhile, it is looked at again. */
  private Table untilNobodyInterferes(TableDefinition wanted) {
    try {
      return Retry.ofCommits(ATTEMPTS)
          .call(
              Set.of(
                  CommitFailedException.class,
                  AlreadyExistsException.class,
                  NoSuchTableException.class),
              () -> converge(wanted));
    } catch (CommitFailedException | AlreadyExistsException | NoSuchTableException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot evolve table "
              + wanted.contract().id()
              + ": other writers changed it during each of "
              + ATTEMPTS
              + " attempts; run again",
          e);
    }
  }

  private Table converge(TableDefinition wanted) {
    ProductId product = wanted.contract().id();
    Optional<Table> found = find(product);
    if (found.isEmpty()) {
      createNamespace(Namespace.of(product.domain()));
      return builder(wanted).create();
    }
    Table table = found.get();
    TableEvolution evolution = TableEvolution.between(table, wanted);
    if (!evolution.breaks().isEmpty()) {
      return replaceUnpublished(wanted, table, evolution);
    }
    if (!evolution.words().isEmpty()) {
      commit(product, table, evolution);
    }
    return table;
  }

  /** A transaction begins with the table as it is by then: somebody may have been faster. */
  private void commit(ProductId product, Table table, TableEvolution evolution) {
    List<Types.NestedField> before = table.schema().columns();
    try {
      evolution.commit(table);
    } catch (IllegalArgumentException e) {
      if (find(product).filter(t -> !t.schema().columns().equals(before)).isPresent()) {
        throw new CommitFailedException(e, "Table %s changed meanwhile", product);
      }
      throw e;
    }
  }

  private Table replaceUnpublished(TableDefinition wanted, Table table, TableEvolution evolution) {
    Contract contract = wanted.contract();
    if (!hasPublishedNothing(table)) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          "Cannot evolve table "
              + contract.id()
              + " to contract version "
              + contract.version()
              + ": it would break readers ("
              + String.join("; ", evolution.breaks())
              + "); keep what they read, or give the changed product a new name");
    }
    Transaction replacement = builder(wanted).replaceTransaction();
    replacement.commitTransaction();
    return catalog.loadTable(identifier(contract.id()));
  }

  /** A run whose audit failed leaves a branch and no main: nobody reads such a table. */
  private static boolean hasPublishedNothing(Table table) {
    return table.currentSnapshot() == null;
  }

  private Catalog.TableBuilder builder(TableDefinition wanted) {
    return catalog
        .buildTable(identifier(wanted.contract().id()), wanted.schema())
        .withPartitionSpec(wanted.spec())
        .withSortOrder(wanted.order())
        .withProperties(wanted.properties())
        .withProperty(TableProperties.FORMAT_VERSION, FORMAT_VERSION);
  }

  private Optional<Table> find(ProductId product) {
    try {
      Table table = catalog.loadTable(identifier(product));
      if (!TableDefinition.isOurs(table)) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot use table "
                + product
                + ": the catalog has an Iceberg table of that name that others made; rename it or"
                + " the product");
      }
      return Optional.of(table);
    } catch (NoSuchIcebergTableException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot use table "
              + product
              + ": the catalog has an entry of that name that is not an Iceberg table; rename it or"
              + " the product",
          e);
    } catch (NoSuchTableException e) {
      return Optional.empty();
    }
  }

  private void createNamespace(Namespace namespace) {
    if (!(catalog instanceof SupportsNamespaces namespaces)
        || namespaces.namespaceExists(namespace)) {
      return;
    }
    try {
      namespaces.createNamespace(namespace);
    } catch (RuntimeException e) {
      // Catalogs report a lost race in their own ways; what counts is that it exists now.
      if (!namespaces.namespaceExists(namespace)) {
        throw e;
      }
    }
  }

  private static String describe(TableDefinition wanted) {
    Contract contract = wanted.contract();
    StringBuilder words = new StringBuilder("table ").append(contract.id()).append(" with ");
    words.append(wanted.schema().columns().size()).append(" columns");
    if (!contract.key().isEmpty()) {
      words.append(", key ").append(contract.key().stream().map(c -> c.name()).toList());
    }
    if (!wanted.partitions().isEmpty()) {
      words.append(", partitioned by ").append(wanted.partitions());
    }
    if (!wanted.sortOrder().isEmpty()) {
      words.append(", sorted by ").append(wanted.sortOrder());
    }
    return words.toString();
  }
}
