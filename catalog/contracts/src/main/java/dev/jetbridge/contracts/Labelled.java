package dev.jetbridge.contracts;

import java.util.Locale;

/** A value of an enum that contracts, tables and messages name by a word. */
public interface Labelled {
  /** The name of the enum's constant. */
  String name();

  /** The word: the name in lower case, with hyphens. */
  default String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
