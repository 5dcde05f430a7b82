package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Labelled;

/** How a run of a product ended. */
public enum RunStatus implements Labelled {
  /** Its rows are on main. */
  PUBLISHED,
  /** Nothing new since the last run; nothing was done. */
  UNCHANGED,
  /**
   * A rule of its contract was violated or could not be evaluated, and the branch is kept; or each
   * of its files was refused whole, and they wait in landing.
   */
  REFUSED,
  /** An error stopped it. */
  FAILED,
  /** An input was refused or failed in this run. */
  BLOCKED;
}
