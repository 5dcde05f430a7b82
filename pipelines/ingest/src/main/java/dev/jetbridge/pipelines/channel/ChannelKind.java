package dev.jetbridge.pipelines.channel;

import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.function.Function;

/**
 * A kind of channel, which opens one for each workspace.
 *
 * @param word what contracts call it: the serviceName of a server of type custom
 */
public record ChannelKind(String word, Function<Workspace, Channel> channel) {}
