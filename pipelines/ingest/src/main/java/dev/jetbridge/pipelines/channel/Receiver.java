package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.pattern.FileGlob;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Promise;
import java.util.Set;

/** A product that takes files of a folder, and those that it has. */
final class Receiver {
  private final ProductId product;
  private final FileGlob pattern;
  private final PromiseFiles promises;
  private Set<String> deliveries = Set.of();

  Receiver(Contract contract) {
    SourceFormat source = contract.source().orElseThrow();
    this.product = contract.id();
    this.pattern = new FileGlob(source.filePattern());
    this.promises = new PromiseFiles(source);
  }

  ProductId product() {
    return product;
  }

  PromiseFiles promises() {
    return promises;
  }

  /** Looks up which files it has. */
  void look(Landing landing) {
    deliveries = landing.deliveries(product);
  }

  /** Whether files of this name are files of the product. */
  boolean fits(String name) {
    return pattern.fits(name) && !promises.speaksOfAnother(name);
  }

  boolean has(String delivery) {
    return deliveries.contains(delivery);
  }

  /** Takes a file that its source has sent. */
  void take(Landing landing, LandedFile file, Promise promise, String delivery) {
    landing.enter(product, file.promised(promise));
    landing.delivered(product, file, delivery);
  }
}
