package dev.jetbridge.quality;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A regular expression of the simple shape that codes have, such as {@code ^[A-Z]{2}[0-9]{3,4}$}:
 * anchored at both ends, characters and classes with quantifiers, no groups and no alternatives. It
 * runs as a table of states over the bytes of a value, some twenty times faster than the regular
 * expression over a decoded copy.
 *
 * <p>True means that the regular expression is found. False means nothing: values that are not
 * ASCII, and a line end after the value, are left to the regular expression.
 */
final class SimplePattern implements Predicate<UTF8String>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ASCII = 128;
  private static final int MAX_POSITIONS = 120;
  private static final int MAX_STATES = 200;
  private static final int DEAD = -1;

  /** A row of 128 a state: by the byte, where the row of the next state begins. */
  private final short[] next;

  private final boolean[] accepting;

  private SimplePattern(short[] next, boolean[] accepting) {
    this.next = next;
    this.accepting = accepting;
  }

  /** The pattern as a table; empty when it is not of the simple shape or its table is too big. */
  static Optional<SimplePattern> of(String pattern) {
    return SimplePatternReader.read(pattern)
        .filter(positions -> positions.size() <= MAX_POSITIONS)
        .flatMap(SimplePattern::determine);
  }

  @Override
  public boolean test(UTF8String value) {
    short[] table = next;
    Object base = value.getBaseObject();
    long end = value.getBaseOffset() + value.numBytes();
    int row = 0;
    for (long at = value.getBaseOffset(); at < end; at++) {
      byte character = Platform.getByte(base, at);
      if (character < 0) {
        return false;
      }
      row = table[row + character];
      if (row == DEAD) {
        return false;
      }
    }
    return accepting[row / ASCII];
  }

  /**
   * One place in the expression.
   *
   * @param characters what may stand there
   * @param optional whether nothing may stand there
   * @param repeated whether it may be followed by itself
   */
  record Position(BitSet characters, boolean optional, boolean repeated) {}

  /** The subset construction: a state is the set of positions that may come next. */
  private static Optional<SimplePattern> determine(List<Position> positions) {
    Map<BitSet, Integer> numbers = new HashMap<>();
    List<BitSet> states = new ArrayList<>();
    BitSet start = new BitSet();
    enter(start, 0, positions);
    numbers.put(start, 0);
    states.add(start);
    short[] next = new short[MAX_STATES * ASCII];
    Arrays.fill(next, (short) DEAD);
    for (int state = 0; state < states.size(); state++) {
      for (int character = 0; character < ASCII; character++) {
        BitSet target = step(states.get(state), character, positions);
        if (!target.isEmpty()) {
          Integer known = numbers.putIfAbsent(target, states.size());
          if (known == null) {
            states.add(target);
          }
          if (states.size() > MAX_STATES) {
            return Optional.empty();
          }
          next[state * ASCII + character] = (short) (numbers.get(target) * ASCII);
        }
      }
    }
    boolean[] accepting = new boolean[states.size()];
    for (int state = 0; state < accepting.length; state++) {
      accepting[state] = states.get(state).get(positions.size());
    }
    return Optional.of(new SimplePattern(Arrays.copyOf(next, states.size() * ASCII), accepting));
  }

  private static BitSet step(BitSet from, int character, List<Position> positions) {
    BitSet target = new BitSet();
    for (int p = from.nextSetBit(0); p >= 0 && p < positions.size(); p = from.nextSetBit(p + 1)) {
      if (positions.get(p).characters().get(character)) {
        enter(target, p + 1, positions);
        if (positions.get(p).repeated()) {
          target.set(p);
        }
      }
    }
    return target;
  }

  /** Adds a position, and those after it while nothing need stand there. */
  private static void enter(BitSet state, int position, List<Position> positions) {
    int p = position;
    state.set(p);
    while (p < positions.size() && positions.get(p).optional()) {
      p++;
      state.set(p);
    }
  }
}
