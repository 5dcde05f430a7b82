package dev.jetbridge.contracts.pattern;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A regular expression that is matched in a time that grows with the text and no faster, whoever
 * chose the text: what a sender writes cannot keep the program busy.
 *
 * <p>The syntax is Java's without look-around, back-references, possessive quantifiers and atomic
 * groups; {@code ^} and {@code $} are the very beginning and end of a value, so that no line break
 * hides behind one. Each becomes a table of states, and one whose table would be too big is
 * refused.
 */
public final class TextPattern implements Predicate<UTF8String>, Serializable {
  private static final long serialVersionUID = 1L;

  /** Compiled ones, so that each task of Spark need not compile them again. */
  private static final Map<TextPattern, TextPattern> COMPILED = new ConcurrentHashMap<>();

  private static final int KEPT = 1_000;

  private final String pattern;
  private final boolean whole;
  private transient Dfa table;

  private TextPattern(String pattern, boolean whole) {
    this.pattern = pattern;
    this.whole = whole;
  }

  /** Why a text is not a pattern that can be matched so; empty when it is one. */
  public static Optional<String> fault(String pattern) {
    try {
      compiled(pattern, true);
      compiled(pattern, false);
      return Optional.empty();
    } catch (PatternFault fault) {
      return Optional.of(fault.getMessage());
    }
  }

  /**
   * Whether every engine takes a few looks at each character: characters and classes one after the
   * other, each a fixed number of times, but for the last, which may go on.
   */
  public static boolean isPlain(String pattern) {
    try {
      return Plain.is(RegexReader.read(pattern));
    } catch (PatternFault fault) {
      return false;
    }
  }

  /**
   * The pattern that a whole value must fit, with its anchors or without.
   *
   * @throws IllegalArgumentException when it has a {@link #fault}
   */
  public static TextPattern whole(String pattern) {
    return known(pattern, true);
  }

  /**
   * The pattern that must be found in a value.
   *
   * @throws IllegalArgumentException when it has a {@link #fault}
   */
  public static TextPattern part(String pattern) {
    return known(pattern, false);
  }

  @Override
  public boolean test(UTF8String value) {
    return table.test(value);
  }

  public boolean matches(String value) {
    return test(UTF8String.fromString(value));
  }

  private static TextPattern known(String pattern, boolean whole) {
    try {
      return compiled(pattern, whole);
    } catch (PatternFault fault) {
      throw new IllegalArgumentException(fault.getMessage());
    }
  }

  private static TextPattern compiled(String pattern, boolean whole) throws PatternFault {
    TextPattern wanted = new TextPattern(pattern, whole);
    TextPattern known = COMPILED.get(wanted);
    if (known != null) {
      return known;
    }
    wanted.table = Dfa.of(Nfa.of(RegexReader.read(pattern)), whole);
    if (COMPILED.size() < KEPT) {
      COMPILED.put(wanted, wanted);
    }
    return wanted;
  }

  private Object readResolve() {
    return known(pattern, whole);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextPattern text && pattern.equals(text.pattern) && whole == text.whole;
  }

  @Override
  public int hashCode() {
    return pattern.hashCode() * 2 + (whole ? 1 : 0);
  }

  @Override
  public String toString() {
    return pattern;
  }
}
