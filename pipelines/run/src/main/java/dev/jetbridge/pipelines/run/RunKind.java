package dev.jetbridge.pipelines.run;

import java.util.Locale;

/** What a run does with its inputs. */
public enum RunKind {
  /** Takes what is new, or makes the product anew. */
  RUN,
  /** Replays every file of landing from zero. */
  REBUILD,
  /** Takes rows and files again that were rejected. */
  REPLAY;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
