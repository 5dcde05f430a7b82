package dev.jetbridge.contracts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By which columns a product is made anew in part: all its rows with the same values there depend
 * on nothing but the rows of the inputs with these values.
 *
 * @param columns of the product, and of the inputs whose changes it follows
 * @param through how the values follow from inputs that have other columns
 */
public record ChangeKey(List<String> columns, List<Through> through) {
  public ChangeKey {
    columns = List.copyOf(columns);
    through = List.copyOf(through);
  }

  /**
   * The rows of another input that a change of an input concerns; they have the values.
   *
   * @param input the one that has not the columns
   * @param rows the input that has them
   * @param on columns of the former and, of the same value, columns of the latter
   */
  public record Through(ProductId input, ProductId rows, Map<String, String> on) {
    public Through {
      on = Map.copyOf(on);
    }
  }

  /** How the values follow from a change of an input that has not the columns. */
  public Optional<Through> throughOf(ProductId input) {
    return through.stream().filter(t -> t.input().equals(input)).findFirst();
  }
}
