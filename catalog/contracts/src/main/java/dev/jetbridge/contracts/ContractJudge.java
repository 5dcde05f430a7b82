package dev.jetbridge.contracts;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges what a contract's own reader does not know: the language of rules, transformations. */
@FunctionalInterface
public interface ContractJudge {
  /** Finds nothing. */
  ContractJudge NONE = (contract, products) -> List.of();

  /**
   * What is wrong in a contract.
   *
   * @param products those that have a contract; empty when the contract stands by itself
   */
  List<Finding> findings(Contract contract, Optional<Set<ProductId>> products);
}
