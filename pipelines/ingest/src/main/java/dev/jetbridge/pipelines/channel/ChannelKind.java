package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of channel, which opens one for each workspace.
 *
 * @param word what contracts call it: the serviceName of a server of type custom
 * @param findings what is wrong in what a contract says of files that come by it
 */
public record ChannelKind(
    String word, Function<Workspace, Channel> channel, Function<Contract, List<Finding>> findings) {
  /** A kind for which every location will do. */
  public ChannelKind(String word, Function<Workspace, Channel> channel) {
    this(word, channel, contract -> List.of());
  }
}
