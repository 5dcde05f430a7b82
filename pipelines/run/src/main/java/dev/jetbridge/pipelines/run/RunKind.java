package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Labelled;

/** What a run does with its inputs. */
public enum RunKind implements Labelled {
  /** Takes what is new, or makes the product anew. */
  RUN,
  /** Replays every file of landing from zero. */
  REBUILD,
  /** Takes rows and files again that were rejected. */
  REPLAY;
}
