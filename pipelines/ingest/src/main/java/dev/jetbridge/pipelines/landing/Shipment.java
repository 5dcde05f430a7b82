package dev.jetbridge.pipelines.landing;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that were sent together and are taken together: they become visible in one step, which also
 * notes the id of the shipment, or not at all. Whoever dies before that takes them again and finds
 * each of them once.
 */
public final class Shipment {
  private final Landing landing;
  private final ProductId product;
  private final String id;
  private final String sender;
  private final Instant modified;
  private final List<LandedFile> files = new ArrayList<>();

  Shipment(Landing landing, ProductId product, String id, String sender, Instant modified) {
    this.landing = landing;
    this.product = product;
    this.id = id;
    this.sender = sender;
    this.modified = modified;
  }

  /**
   * Brings one file in, not yet visible.
   *
   * @throws JetbridgeException EXTERNAL when it cannot be read or written
   */
  public void take(String name, Landing.Source content) {
    try {
      files.add(landing.store(product, name, sender, modified, content));
    } catch (IOException e) {
      throw landing.failed(product, name, e);
    }
  }

  /**
   * Makes the files visible and returns them; a shipment may have none.
   *
   * @throws JetbridgeException EXTERNAL when that cannot be noted
   */
  public List<LandedFile> complete() {
    try {
      landing.complete(product, id, files);
      return List.copyOf(files);
    } catch (IOException e) {
      throw landing.failed(product, "shipment " + id, e);
    }
  }
}
