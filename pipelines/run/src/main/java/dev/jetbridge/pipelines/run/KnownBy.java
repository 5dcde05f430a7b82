package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Labelled;

/** By which clock an input was known at an instant. */
public enum KnownBy implements Labelled {
  /** What its source had said by then, whenever it came: the order column of its records. */
  SOURCE,

  /** What had arrived by then, too: the time at which its file was delivered. */
  ARRIVAL
}
