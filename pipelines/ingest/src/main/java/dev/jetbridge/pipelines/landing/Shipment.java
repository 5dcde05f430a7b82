package dev.jetbridge.pipelines.landing;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of a product that were sent together and are taken together: they become visible in one
 * step, which also notes the id of the shipment, or not at all. Whoever dies before that takes them
 * again and finds each of them once.
 */
public final class Shipment {
  private final Landing landing;
  private final ProductId product;
  private final String id;
  private final List<LandedFile> files = new ArrayList<>();

  Shipment(Landing landing, ProductId product, String id) {
    this.landing = landing;
    this.product = product;
    this.id = id;
  }

  /** Adds a file of a source, not yet visible. */
  public void add(LandedFile file) {
    files.add(file);
  }

  /**
   * Makes the files visible and returns them; a shipment may have none.
   *
   * @throws JetbridgeException EXTERNAL when that cannot be noted
   */
  public List<LandedFile> complete() {
    landing.complete(product, id, files);
    return List.copyOf(files);
  }
}
