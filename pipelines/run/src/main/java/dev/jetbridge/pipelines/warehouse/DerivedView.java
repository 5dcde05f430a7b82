package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import java.util.List;
import java.util.stream.Stream;

/** A view beside the table of a product that follows from its contract. */
sealed interface DerivedView permits MetricView, LatestView {
  /** The views that a product has. */
  static List<DerivedView> of(Contract contract) {
    return Stream.<DerivedView>of(new MetricView(contract), new LatestView(contract))
        .filter(DerivedView::exists)
        .toList();
  }

  /** The product. */
  Contract contract();

  /** Whether the contract gives it anything to show. */
  boolean exists();

  /** What its name has more than that of the table, after an underscore. */
  String suffix();

  /** What readers need to know of its rows. */
  String explanation();

  /**
   * The query behind the view, which all engines understand.
   *
   * @param table the table or relation that holds the rows
   */
  String query(String table);

  /** Its name among those of products. */
  default ProductId id() {
    return new ProductId(contract().id().domain(), contract().id().name() + "_" + suffix());
  }

  /** Its name as SQL. */
  default String name() {
    return SqlText.table(id());
  }

  /** Its name where the table of the product is in a schema of another name than its domain. */
  default String name(String schema) {
    return SqlText.table(schema, id().name());
  }
}
