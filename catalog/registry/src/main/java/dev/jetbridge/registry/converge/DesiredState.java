package dev.jetbridge.registry.converge;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that a service keeps, and the state in which it shall be.
 *
 * @param name in words, such as job jetbridge-loyalty.members
 * @param actual reads it; empty when there is none
 * @param create makes it in the desired state
 * @param differences what separates it from the desired state; empty for nothing
 * @param update brings it to the desired state, and leaves what others have a say in
 */
public record DesiredState<S>(
    String name,
    Supplier<Optional<S>> actual,
    Runnable create,
    Function<S, List<String>> differences,
    Consumer<S> update) {}
