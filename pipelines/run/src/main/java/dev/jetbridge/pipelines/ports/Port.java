package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.storage.Removed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A way in which published products are served. Serving converges: what is served already is left
 * alone, what a killed run left is made up for.
 */
public interface Port {
  /** What contracts call it. */
  OutputPort kind();

  /** Whether there is something to serve of a product that is published. */
  default boolean serves(Contract contract) {
    return contract.ports().contains(kind());
  }

  /**
   * Serves what is new of these, which are some; what fails of one leaves the others as they are.
   */
  Served serve(List<Publication> published);

  /**
   * Removes what the port keeps of a product and nobody reads any more.
   *
   * @param gone whether those who read what was replaced, or left, at that moment are gone
   * @param rehearsal to count only
   */
  default Removed tidy(Contract contract, Predicate<Instant> gone, boolean rehearsal) {
    return Removed.NOTHING;
  }

  /** The table in the lake that the port fills with a product, to be kept small like others. */
  default Optional<ProductId> table(Contract contract) {
    return Optional.empty();
  }

  /**
   * How each tool reads the port of a product, ready to paste.
   *
   * @param commands a text with the commands in it as they are to be typed for this home
   */
  List<HowToRead> howToRead(Contract contract, UnaryOperator<String> commands);
}
