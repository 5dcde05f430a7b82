package dev.jetbridge.pipelines.channel.registration;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.Channel;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;

/** The channels, in the order in which a run asks them. */
public final class Channels {
  private final List<Channel> all;

  private Channels(List<Channel> all) {
    this.all = List.copyOf(all);
  }

  public static Channels of(Workspace workspace) {
    return of(workspace, ChannelKinds.bundled());
  }

  /** Channels of kinds that are not all of the program. */
  public static Channels of(Workspace workspace, ChannelKinds kinds) {
    return new Channels(kinds.all().stream().map(kind -> kind.channel().apply(workspace)).toList());
  }

  public List<Channel> all() {
    return all;
  }

  /**
   * The one by which the files of a source-aligned product come.
   *
   * @throws JetbridgeException CONFIG when there is none
   */
  public Channel of(Contract contract) {
    return all.stream()
        .filter(channel -> channel.serves(contract))
        .findFirst()
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.CONFIG,
                    "Cannot pull "
                        + contract.id()
                        + ": nothing is pulled from "
                        + contract.source().orElseThrow().location()
                        + "; name the folder of its files with --from PATH"));
  }

  /**
   * What an event says was published.
   *
   * @throws JetbridgeException CONFIG when it is no channel's event, or cannot be read
   */
  public Channel.Announced announced(Path event) {
    return all.stream()
        .flatMap(channel -> channel.announced(event).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.CONFIG, "Cannot use " + event + ": no channel has such events"));
  }
}
