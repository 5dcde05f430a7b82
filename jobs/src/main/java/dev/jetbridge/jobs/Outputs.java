package dev.jetbridge.jobs;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a product, or of several that one transformation makes, and the models that were
 * fitted for them.
 */
public final class Outputs {
  private final Optional<Dataset<Row>> single;
  private final Map<ProductId, Dataset<Row>> several;
  private final List<Model> models;

  private Outputs(
      Optional<Dataset<Row>> single, Map<ProductId, Dataset<Row>> several, List<Model> models) {
    this.single = single;
    this.several = Map.copyOf(several);
    this.models = List.copyOf(models);
  }

  /** Those of a transformation with one output, which is the product that names it. */
  public Outputs(Dataset<Row> rows, List<Model> models) {
    this(Optional.of(rows), Map.of(), models);
  }

  public static Outputs of(Dataset<Row> rows) {
    return new Outputs(rows, List.of());
  }

  /** Those of a transformation with several outputs, whose contracts name one group. */
  public static Outputs of(Map<ProductId, Dataset<Row>> several) {
    return new Outputs(Optional.empty(), several, List.of());
  }

  public List<Model> models() {
    return models;
  }

  /** The rows of the only output. */
  public Dataset<Row> rows() {
    return single.orElseThrow();
  }

  /**
   * The rows of one product.
   *
   * @param together the products whose contracts name the transformation and the same group
   * @throws JetbridgeException CONFIG when they are not the products that the transformation makes
   */
  public Dataset<Row> rowsOf(ProductId product, Set<ProductId> together) {
    Set<ProductId> made = single.isPresent() ? Set.of(product) : several.keySet();
    if (!made.equals(together)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot make "
              + product
              + ": its transformation makes "
              + (single.isPresent() ? "one product" : names(made))
              + ", but the contracts of its group that name it are "
              + names(together)
              + "; correct the contracts or the transformation");
    }
    return single.orElseGet(() -> several.get(product));
  }

  private static String names(Set<ProductId> products) {
    return new TreeSet<>(products)
        .stream().map(ProductId::toString).collect(Collectors.joining(", "));
  }
}
