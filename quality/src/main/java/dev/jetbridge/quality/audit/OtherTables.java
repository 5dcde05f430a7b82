package dev.jetbridge.quality.audit;

import com.amazon.deequ.dqdl.model.ExecutableRule;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.sql.ContractSql;
import dev.jetbridge.quality.rules.ExecutableRules;
import dev.jetbridge.quality.rules.WrittenRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables that rules of a contract read beside its own: inputs, as {@code domain.product} or
 * {@code domain_product}, and in queries any product as {@code domain.product}.
 */
public final class OtherTables {
  private final Set<String> inputs = new TreeSet<>();
  private final Optional<Set<ProductId>> products;

  /**
   * @param products those that have a contract; empty when nobody knows
   */
  public OtherTables(Contract contract, Optional<Set<ProductId>> products) {
    contract.derivation().inputs().forEach(i -> inputs.addAll(List.of(i.toString(), viewOf(i))));
    this.products = products;
  }

  private static String viewOf(ProductId product) {
    return product.domain() + "_" + product.name();
  }

  /** What is wrong with the tables of a rule. */
  public List<String> faults(ExecutableRule rule) {
    List<String> faults = new ArrayList<>();
    ExecutableRules.references(rule)
        .filter(name -> !inputs.contains(name))
        .forEach(name -> faults.add(noInput(name)));
    ExecutableRules.queries(rule)
        .flatMap(query -> ContractSql.tables(query.text()).stream())
        .filter(name -> !name.equals(WrittenRules.PRIMARY) && !inputs.contains(name))
        .forEach(name -> unknown(name).ifPresent(faults::add));
    return faults.stream().distinct().toList();
  }

  private Optional<String> unknown(String name) {
    Optional<ProductId> product = ProductId.ifValid(name);
    if (product.isEmpty()) {
      return Optional.of(noInput(name));
    }
    return products
        .filter(known -> !known.contains(product.get()))
        .map(
            known ->
                "unknown product "
                    + name
                    + NearestName.hint(
                        name, known.stream().map(ProductId::toString).sorted().toList()));
  }

  private String noInput(String name) {
    return "the table "
        + name
        + " is not an input of this product"
        + (inputs.isEmpty() ? ", which has none" : NearestName.hint(name, inputs));
  }
}
