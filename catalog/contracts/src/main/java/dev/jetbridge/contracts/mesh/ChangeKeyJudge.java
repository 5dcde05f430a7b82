package dev.jetbridge.contracts.mesh;

import dev.jetbridge.contracts.ChangeKey;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Judges whether the inputs of a product tell what changed in them, by its change key. */
final class ChangeKeyJudge {
  private final Function<ProductId, Optional<Contract>> inputs;

  ChangeKeyJudge(Function<ProductId, Optional<Contract>> inputs) {
    this.inputs = inputs;
  }

  void check(Contract contract, Consumer<String> faults) {
    contract
        .derivation()
        .changeKey()
        .ifPresent(
            key -> {
              for (ProductId id : contract.derivation().inputs()) {
                inputs.apply(id).ifPresent(input -> check(contract, key, input, faults));
              }
            });
  }

  private void check(Contract contract, ChangeKey key, Contract input, Consumer<String> faults) {
    Optional<ChangeKey.Through> through = key.throughOf(input.id());
    if (has(input, key.columns())) {
      if (through.isPresent()) {
        faults.accept(
            "the input "
                + input.id()
                + " has the columns of the change key itself; leave it out of through");
      } else if (!input.keepsChangedIn()) {
        faults.accept(
            "the input "
                + input.id()
                + " does not record what changes in it: it is written by "
                + input.change().writeMode().label()
                + "; say changeTracking: true in its contract if it is overwrite and has a key");
      }
      for (Column column : contract.columns()) {
        if (key.columns().contains(column.name())
            && !input.column(column.name()).type().equals(column.type())) {
          faults.accept(
              "the column "
                  + column.name()
                  + " of the change key is "
                  + column.type().simpleString()
                  + ", in "
                  + input.id()
                  + " "
                  + input.column(column.name()).type().simpleString());
        }
      }
    } else {
      through.ifPresent(t -> check(key, t, input, faults));
    }
  }

  private void check(
      ChangeKey key, ChangeKey.Through through, Contract input, Consumer<String> faults) {
    if (!input.keepsChangedIn()) {
      faults.accept(
          "the input "
              + input.id()
              + " does not record what changes in it; leave it out of"
              + " through");
    }
    Optional<Contract> rows = inputs.apply(through.rows());
    rows.filter(r -> !has(r, key.columns()))
        .ifPresent(
            r ->
                faults.accept(
                    r.id()
                        + " does not have the columns of the change key ("
                        + String.join(", ", key.columns())
                        + ")"));
    for (Map.Entry<String, String> on : through.on().entrySet()) {
      missing(input, on.getKey()).ifPresent(faults);
      rows.flatMap(r -> missing(r, on.getValue())).ifPresent(faults);
    }
  }

  private static Optional<String> missing(Contract contract, String column) {
    return has(contract, List.of(column))
        ? Optional.empty()
        : Optional.of(
            contract.id()
                + " has no column "
                + column
                + NearestName.of(column, contract.columns().stream().map(Column::name).toList())
                    .map(n -> "; did you mean " + n + "?")
                    .orElse(""));
  }

  private static boolean has(Contract contract, List<String> names) {
    return contract.columns().stream().map(Column::name).toList().containsAll(names);
  }
}
