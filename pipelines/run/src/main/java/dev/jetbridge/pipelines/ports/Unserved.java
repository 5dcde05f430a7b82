package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;

/**
 * A step after its publication that a product still lacks.
 *
 * @param step the label of a port, or what another step is called
 */
public record Unserved(ProductId product, String step, JetbridgeException failure) {
  /** A port at which a publication is not served. */
  public static Unserved at(OutputPort port, Publication publication, JetbridgeException failure) {
    return new Unserved(publication.contract().id(), port.label(), failure);
  }
}
