package dev.jetbridge.pipelines.rehearsal;

import java.util.Optional;

/** What goes wrong on purpose in a rehearsal. */
@FunctionalInterface
interface Faults {
  Faults NONE = (caller, request) -> Optional.empty();

  /** What somebody is answered in place of the service; empty for the service's own answer. */
  Optional<Refusal> answer(Caller caller, Request request);
}
