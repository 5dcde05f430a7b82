package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.ChangeKey;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads by which columns a product is made anew in part. */
public record ChangeKeyReader(CustomProperties properties, List<Column> columns, Faults faults) {
  public static final String PROPERTY = "changeKey";

  static final Shape SHAPE =
      new ObjectShape()
          .required("columns", Shape.listOf(Shape.TEXT))
          .optional(
              "through",
              Shape.listOf(
                  new ObjectShape()
                      .required("input", Shape.TEXT)
                      .required("rows", Shape.TEXT)
                      .required("on", Shape.OBJECT)));

  /**
   * @param inputs of the product
   */
  Optional<ChangeKey> changeKey(List<ProductId> inputs) {
    Optional<YamlNode> node = properties.value(PROPERTY, YamlNode.Kind.OBJECT);
    Optional<YamlNode> list = node.flatMap(n -> n.field("columns", YamlNode.Kind.LIST));
    if (list.isEmpty()) {
      return Optional.empty();
    }
    TreeSet<String> names = new TreeSet<>();
    columns.forEach(c -> names.add(c.name()));
    for (YamlNode item : list.get().items()) {
      if (item.is(YamlNode.Kind.TEXT) && !names.contains(item.text())) {
        faults.add(item, "unknown column " + item.text() + NearestName.hint(item.text(), names));
      }
    }
    if (list.get().items().isEmpty()) {
      faults.add(list.get(), "must name at least one column");
    }
    List<ChangeKey.Through> through = new ArrayList<>();
    for (YamlNode item : node.get().list("through")) {
      Optional<ProductId> input = input(item, "input", inputs);
      Optional<ProductId> rows = input(item, "rows", inputs);
      Map<String, String> on = new LinkedHashMap<>();
      item.field("on", YamlNode.Kind.OBJECT)
          .ifPresent(o -> o.fields().forEach((name, value) -> on.put(name, value.text())));
      if (input.isPresent() && rows.isPresent()) {
        through.add(new ChangeKey.Through(input.get(), rows.get(), on));
      }
    }
    return Optional.of(new ChangeKey(list.get().texts(), through));
  }

  private Optional<ProductId> input(YamlNode item, String field, List<ProductId> inputs) {
    Optional<YamlNode> node = item.field(field, YamlNode.Kind.TEXT);
    Optional<ProductId> id = node.flatMap(n -> ProductId.ifValid(n.text()));
    if (node.isPresent() && id.filter(inputs::contains).isEmpty()) {
      faults.add(
          node.get(),
          node.get().text()
              + " is not among the inputs"
              + NearestName.hint(
                  node.get().text(), inputs.stream().map(ProductId::toString).toList()));
    }
    return id.filter(inputs::contains);
  }
}
