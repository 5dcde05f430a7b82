package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads from which products and by which transformation a product is made. */
record DerivationReader(
    CustomProperties properties,
    List<Column> columns,
    Optional<ProductKind> kind,
    YamlNode root,
    Faults faults) {
  private static final List<String> FOR_DERIVED =
      List.of(
          "inputs",
          "transformation",
          "readsPrevious",
          "parameters",
          CustomProperties.GROUP,
          ChangeKeyReader.PROPERTY);

  Contract.Derivation derivation() {
    if (kind.filter(k -> k == ProductKind.SOURCE_ALIGNED).isPresent()) {
      for (String name : FOR_DERIVED) {
        properties.refuse(name, "a source-aligned product is made from files", faults);
      }
    } else if (kind.isPresent()) {
      require("inputs");
      require("transformation");
    }
    properties
        .value("transformation", YamlNode.Kind.TEXT)
        .filter(t -> t.text().isBlank())
        .ifPresent(t -> faults.add(t, "must name a transformation"));
    List<ProductId> inputs = inputs();
    return new Contract.Derivation(
        inputs,
        properties.isTrue("readsPrevious"),
        properties.text("transformation"),
        parameters(),
        properties.text(CustomProperties.GROUP),
        new ChangeKeyReader(properties, columns, faults).changeKey(inputs));
  }

  private void require(String name) {
    if (!properties.has(name)) {
      faults.add(
          root,
          "the custom property "
              + name
              + " is missing: "
              + kind.map(ProductKind::label).orElse("")
              + " products need it");
    }
  }

  private List<ProductId> inputs() {
    Optional<YamlNode> list = properties.value("inputs", YamlNode.Kind.LIST);
    if (list.isEmpty()) {
      return List.of();
    }
    if (list.get().items().isEmpty()) {
      faults.add(list.get(), "must name at least one product");
    }
    List<ProductId> inputs = new ArrayList<>();
    for (YamlNode item : list.get().items()) {
      Optional<ProductId> id = ProductId.ifValid(item.text());
      if (id.isEmpty() && item.is(YamlNode.Kind.TEXT)) {
        faults.add(item, "must be domain.product, is " + item.text());
      } else if (id.isPresent() && inputs.contains(id.get())) {
        faults.add(item, "the input " + id.get() + " is a duplicate");
      } else {
        id.ifPresent(inputs::add);
      }
    }
    return inputs;
  }

  private Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    properties
        .value("parameters")
        .ifPresent(
            p ->
                p.fields()
                    .forEach(
                        (name, value) -> {
                          if (value.is(YamlNode.Kind.NULL)) {
                            faults.add(value, "the parameter " + name + " has no value");
                          } else {
                            parameters.put(name, value.plain());
                          }
                        }));
    return parameters;
  }
}
