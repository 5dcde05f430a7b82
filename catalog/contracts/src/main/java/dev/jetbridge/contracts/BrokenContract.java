package dev.jetbridge.contracts;

import java.util.Optional;

/**
 * A contract that does not load. Its product cannot be made; those of other contracts can.
 *
 * @param origin the file it stands in
 * @param product empty when the file does not tell it, or another contract stands for it
 * @param digest SHA-256 of its text
 * @param message all its faults
 */
public record BrokenContract(
    String origin, Optional<ProductId> product, String digest, String message) {
  /** What to call it: its product, else its file. */
  public String name() {
    return product.map(ProductId::toString).orElse(origin);
  }
}
