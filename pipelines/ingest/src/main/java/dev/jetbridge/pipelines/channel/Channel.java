package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.registry.AwsService;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A way by which files of source-aligned products come into landing. */
public interface Channel {
  /** What a pull does, as a line of progress. */
  String step();

  /** Whether the files of a product come this way. */
  boolean serves(Contract contract);

  /** The services of AWS that a pull calls, beside those of landing: its role needs them. */
  default Set<AwsService> calls() {
    return Set.of();
  }

  /**
   * How the files come and which setting that would need is missing, to be said behind "they come";
   * empty when nothing is. Nobody simulates sources on AWS.
   */
  Optional<String> missing();

  /**
   * Takes what is new for products that it serves, each file once. What cannot be taken of one
   * product is a note or a failure of the result, and stops no other.
   *
   * @param asOf the instant the run speaks of
   */
  Pulled pull(List<Contract> contracts, Instant asOf);

  /**
   * The same for one product that was asked for.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when there is nothing to take from
   */
  default Pulled pull(Contract contract, Instant asOf) {
    return pull(List.of(contract), asOf);
  }

  /** The folder of the files of a product where they can be looked at without being taken. */
  default Optional<Path> folder(Contract contract) {
    return Optional.empty();
  }

  /**
   * What an event says was published; empty when its events are not of this channel.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when it cannot be read
   */
  default Optional<Announced> announced(Path event) {
    return Optional.empty();
  }

  /** Something that was published, and for which products. */
  interface Announced {
    List<Contract> contracts();

    Pulled pull(Instant asOf);
  }
}
