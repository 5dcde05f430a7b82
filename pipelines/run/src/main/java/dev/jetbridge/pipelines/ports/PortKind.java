package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.ContractJudge;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.function.Function;

/**
 * A kind of port, which opens one for each workspace.
 *
 * @param word what contracts call it
 * @param judge what it finds wrong in contracts that it should serve
 */
public record PortKind(OutputPort word, Function<Workspace, Port> port, ContractJudge judge) {}
