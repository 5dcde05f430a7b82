package dev.jetbridge.pipelines.publish;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.DeliveryColumns;
import dev.jetbridge.pipelines.operations.NewRow;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.ports.Publication;
import dev.jetbridge.pipelines.ports.Unserved;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/**
 * The steps beside a publication that failed, as operations.deliveries remembers them until they
 * are made up for. Where nothing ever failed nothing is read or written.
 */
public final class Pending {
  private static final String NEWEST = "newest";

  private final Workspace workspace;

  public Pending(Workspace workspace) {
    this.workspace = workspace;
  }

  /** What is tried together, so that what does not fail is made up for. */
  public enum Scope {
    /** The files of a product are pulled. */
    PULLING,
    /** A product is registered, and served at its ports. */
    SERVING;

    /** The step that is no port and no registration. */
    public static final String PULL = "pull";

    private boolean has(String step) {
      return step.equals(PULL) == (this == PULLING);
    }
  }

  /**
   * A step that is pending.
   *
   * @param step a port, registry or pull
   * @param why the message of the failure
   */
  public record Step(ProductId product, String step, String why) {}

  /** What is pending now, by product. */
  public List<Step> all() {
    Lake lake = workspace.lake();
    if (lake.main(OperationsTable.DELIVERIES.id()).filter(m -> Lake.rows(m) > 0).isEmpty()) {
      return List.of();
    }
    Column when =
        coalesce(DeliveryColumns.NOTED_AT.column(), DeliveryColumns.DELIVERED_AT.column());
    Column said = struct(DeliveryColumns.STATUS.column(), DeliveryColumns.MESSAGE.column());
    return workspace
        .operations()
        .read(OperationsTable.DELIVERIES)
        .groupBy(RunKey.PRODUCT.column(), DeliveryColumns.PORT.column())
        .agg(max_by(said, when).as(NEWEST))
        .select(
            RunKey.PRODUCT.column(),
            DeliveryColumns.PORT.column(),
            col(NEWEST + "." + DeliveryColumns.STATUS),
            col(NEWEST + "." + DeliveryColumns.MESSAGE))
        .filter(DeliveryColumns.STATUS.is(DeliveryColumns.PENDING))
        .orderBy(RunKey.PRODUCT.column(), DeliveryColumns.PORT.column())
        .collectAsList()
        .stream()
        .map(
            r ->
                new Step(
                    RunKey.PRODUCT.of(r),
                    DeliveryColumns.PORT.of(r),
                    DeliveryColumns.MESSAGE.of(r, "")))
        .toList();
  }

  /**
   * Notes what failed of what was tried, and that the rest is pending no longer.
   *
   * @param tried the products
   */
  public void note(Scope scope, Collection<Contract> tried, Collection<Unserved> failed) {
    Map<ProductId, Contract> products =
        tried.stream().collect(Collectors.toMap(Contract::id, Function.identity(), (a, b) -> a));
    Set<List<Object>> still =
        failed.stream()
            .map(f -> List.<Object>of(f.product(), f.step()))
            .collect(Collectors.toSet());
    Instant now = Instant.now();
    List<NewRow> rows = new ArrayList<>();
    for (Unserved step : failed) {
      rows.add(
          row(products.get(step.product()), step.step(), now)
              .with(DeliveryColumns.STATUS, DeliveryColumns.PENDING)
              .with(DeliveryColumns.MESSAGE, step.failure().getMessage()));
    }
    for (Step step : all()) {
      if (products.containsKey(step.product())
          && scope.has(step.step())
          && !still.contains(List.<Object>of(step.product(), step.step()))) {
        rows.add(
            row(products.get(step.product()), step.step(), now)
                .with(DeliveryColumns.STATUS, DeliveryColumns.DELIVERED)
                .with(DeliveryColumns.DELIVERED_AT, now));
      }
    }
    if (!rows.isEmpty()) {
      // A home of an older version has no column for it.
      workspace.operations().create();
      workspace.operations().append(OperationsTable.DELIVERIES, rows);
    }
  }

  private NewRow row(Contract product, String step, Instant now) {
    Optional<Publication> published = published(product);
    return new NewRow(OperationsTable.DELIVERIES)
        .with(RunKey.PRODUCT, product.id())
        .with(RunKey.SNAPSHOT_ID, published.map(Publication::snapshot).orElse(null))
        .with(RunKey.RUN_ID, published.map(Publication::runId).orElse(null))
        .with(DeliveryColumns.PORT, step)
        .with(DeliveryColumns.NOTED_AT, now);
  }

  /** Empty also when its table cannot be read, which may be why the step failed. */
  private Optional<Publication> published(Contract product) {
    try {
      return Publication.of(workspace.lake(), product);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
