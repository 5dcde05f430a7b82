package dev.jetbridge.pipelines.ports;

/**
 * How one tool reads a port.
 *
 * @param reader the tool, as its users call it
 * @param line what to type or paste there
 */
public record HowToRead(String reader, String line) {}
