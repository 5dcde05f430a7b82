package dev.jetbridge.registry;

import java.util.List;

/**
 * What the registration of one product did.
 *
 * @param product its {@code domain.product}
 * @param platform whether the calls were made or only planned
 * @param calls the calls in their order; a call that was refused for a concurrent change is not
 *     among them, its repetition is
 */
public record RegistrationResult(String product, Platform platform, List<RegistrationCall> calls) {
  public RegistrationResult {
    calls = List.copyOf(calls);
  }

  /** Where a product is registered. */
  public enum Platform {
    /** Nothing remote is touched; the calls are a plan against an empty catalog. */
    LOCAL,
    AWS
  }

  /** How many of the calls change the catalog; 0 when it was as asked for. */
  public int writes() {
    return (int) calls.stream().filter(c -> c.effect() == RegistrationCall.Effect.WRITE).count();
  }
}
