package dev.jetbridge.contracts.pattern;

import java.util.List;

/** A regular expression as a tree. */
sealed interface Regex {
  /** One character of a set. */
  record Chars(CharSet set) implements Regex {}

  /** One after the other; none is the empty text. */
  record Sequence(List<Regex> parts) implements Regex {}

  /** One of several. */
  record Choice(List<Regex> options) implements Regex {}

  /**
   * The same several times.
   *
   * @param max -1 for any number
   */
  record Repeat(Regex part, int min, int max) implements Regex {
    static final int ANY = -1;
  }

  /** The very beginning or the very end of a value: a line break is a character like others. */
  enum Edge implements Regex {
    START,
    END
  }
}
