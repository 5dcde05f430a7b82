package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.channel.Channel;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.channel.registration.Channels;
import dev.jetbridge.pipelines.ports.Unserved;
import dev.jetbridge.pipelines.publish.Pending;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Files pulled by the channels of some products. What fails stops nothing: products are made of
 * what landed all the same, and it is pending until it is pulled.
 */
final class Pulls {
  private final Workspace workspace;
  private final Progress progress;
  private final List<JetbridgeException> failures = new ArrayList<>();
  private final List<Contract> tried = new ArrayList<>();
  private final List<Unserved> unpulled = new ArrayList<>();

  Pulls(Workspace workspace, Progress progress) {
    this.workspace = workspace;
    this.progress = progress;
  }

  /** Pulls the files of those products that have any. */
  void pull(Collection<Contract> products, Instant moment) {
    for (Channel channel : Channels.of(workspace).all()) {
      List<Contract> served = products.stream().filter(channel::serves).toList();
      if (!served.isEmpty()) {
        progress.step(channel.step());
        List<JetbridgeException> ofChannel = pull(() -> channel.pull(served, moment));
        failures.addAll(ofChannel);
        tried.addAll(served);
        ofChannel.stream()
            .findFirst()
            .ifPresent(
                f ->
                    served.forEach(c -> unpulled.add(new Unserved(c.id(), Pending.Scope.PULL, f))));
      }
    }
  }

  private List<JetbridgeException> pull(Supplier<Pulled> from) {
    try {
      Pulled pulled = from.get();
      progress.pulled(pulled);
      return pulled.failures();
    } catch (Throwable e) {
      progress.done("failed, see below");
      return List.of(Failures.logged(e, "pull files"));
    }
  }

  /** What could not be pulled. */
  List<JetbridgeException> failures() {
    return List.copyOf(failures);
  }

  /** The products whose channels failed with nothing. */
  List<ProductId> pulled() {
    List<ProductId> failed = unpulled.stream().map(Unserved::product).toList();
    return tried.stream().map(Contract::id).filter(id -> !failed.contains(id)).toList();
  }

  /** Notes what is pending now, and what is no longer. */
  void note() {
    new Pending(workspace).note(Pending.Scope.PULLING, tried, unpulled);
  }
}
