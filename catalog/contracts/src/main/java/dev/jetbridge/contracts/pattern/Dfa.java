package dev.jetbridge.contracts.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A regular expression as a table of states over the bytes of a value: one look-up a character,
 * whatever the expression. Characters that no part of the expression tells apart share a column.
 */
final class Dfa {
  private static final int ASCII = 128;
  private static final int MOST_STATES = 10_000;
  private static final int MOST_CELLS = 300_000;
  private static final int REPLACEMENT = 0xFFFD;
  private static final int DEAD = -1;
  private static final int FOUND = -2;

  /** A row a state: by the column of a character, where the row of the next state begins. */
  private final int[] next;

  private final boolean[] accepting;
  private final int[] ascii;
  private final int[] from;
  private final int[] column;
  private final int width;

  private Dfa(int[] next, boolean[] accepting, int[] ascii, int[] from, int[] column, int width) {
    this.next = next;
    this.accepting = accepting;
    this.ascii = ascii;
    this.from = from;
    this.column = column;
    this.width = width;
  }

  /**
   * The table of an expression.
   *
   * @param whole whether the whole value must fit, not a part of it
   */
  static Dfa of(Nfa nfa, boolean whole) throws PatternFault {
    return new Builder(nfa, whole).build();
  }

  boolean test(UTF8String value) {
    Object base = value.getBaseObject();
    long at = value.getBaseOffset();
    long end = at + value.numBytes();
    int row = 0;
    while (at < end) {
      int c = Platform.getByte(base, at++);
      if (c >= 0) {
        row = next[row + ascii[c]];
      } else {
        int more = c >= (byte) 0xF0 ? 3 : c >= (byte) 0xE0 ? 2 : c >= (byte) 0xC0 ? 1 : 0;
        int point = more == 0 ? REPLACEMENT : c & (0x3F >> more);
        for (; more > 0 && at < end && (Platform.getByte(base, at) & 0xC0) == 0x80; more--) {
          point = (point << 6) | (Platform.getByte(base, at++) & 0x3F);
        }
        row = next[row + columnOf(more == 0 ? point : REPLACEMENT)];
      }
      if (row < 0) {
        return row == FOUND;
      }
    }
    return accepting[row / width];
  }

  private int columnOf(int point) {
    int i = Arrays.binarySearch(from, point);
    return column[i >= 0 ? i : -i - 2];
  }

  /** The subset construction: a state is the set of nodes that may come next. */
  private static final class Builder {
    private final Nfa nfa;
    private final boolean whole;
    private final Map<BitSet, Integer> numbers = new HashMap<>();
    private final List<BitSet> states = new ArrayList<>();
    private int[] from;
    private int[] column;
    private int width;

    Builder(Nfa nfa, boolean whole) {
      this.nfa = nfa;
      this.whole = whole;
    }

    Dfa build() throws PatternFault {
      Map<CharSet, BitSet> columnsOf = columns();
      BitSet start = new BitSet();
      nfa.reach(nfa.start(), true, false, start);
      if (!whole && start.get(Nfa.ACCEPT)) {
        return anything();
      }
      // The beginning is a state of its own: only there does ^ hold.
      start.set(nfa.size());
      BitSet restart = new BitSet();
      if (!whole) {
        nfa.reach(nfa.start(), false, false, restart);
      }
      numbers.put(start, 0);
      states.add(start);
      int[] next = new int[width * 16];
      for (int state = 0; state < states.size(); state++) {
        if (states.size() > MOST_STATES || states.size() * width > MOST_CELLS) {
          throw new PatternFault(
              "its parts can follow each other in too many ways; use minLength and maxLength, or"
                  + " several rules");
        }
        if (next.length < (state + 1) * width) {
          next = Arrays.copyOf(next, next.length * 2);
        }
        BitSet[] targets = new BitSet[width];
        BitSet nodes = states.get(state);
        for (int node = nodes.nextSetBit(0);
            node >= 0 && node < nfa.size();
            node = nodes.nextSetBit(node + 1)) {
          if (nfa.set(node).isPresent()) {
            BitSet columns = columnsOf.get(nfa.set(node).get());
            for (int c = columns.nextSetBit(0); c >= 0; c = columns.nextSetBit(c + 1)) {
              targets[c] = targets[c] == null ? (BitSet) restart.clone() : targets[c];
              nfa.reach(nfa.next(node), false, false, targets[c]);
            }
          }
        }
        for (int c = 0; c < width; c++) {
          next[state * width + c] = row(targets[c] == null ? restart : targets[c]);
        }
      }
      return new Dfa(
          Arrays.copyOf(next, states.size() * width), accepting(), ascii(), from, column, width);
    }

    /** An expression that is found before anything is read. */
    private static Dfa anything() {
      return new Dfa(
          new int[] {FOUND}, new boolean[] {true}, new int[ASCII], new int[1], new int[1], 1);
    }

    private int row(BitSet target) {
      if (target.isEmpty()) {
        return DEAD;
      }
      if (!whole && target.get(Nfa.ACCEPT)) {
        return FOUND;
      }
      Integer known = numbers.putIfAbsent(target, states.size());
      if (known == null) {
        states.add(target);
      }
      return numbers.get(target) * width;
    }

    private boolean[] accepting() {
      boolean[] accepting = new boolean[states.size()];
      for (int i = 0; i < accepting.length; i++) {
        BitSet atEnd = new BitSet();
        BitSet state = states.get(i);
        for (int node = state.nextSetBit(0);
            node >= 0 && node < nfa.size();
            node = state.nextSetBit(node + 1)) {
          // The state of the beginning is that of an empty value too.
          nfa.reach(node, i == 0, true, atEnd);
        }
        accepting[i] = atEnd.get(Nfa.ACCEPT);
      }
      return accepting;
    }

    /** Divides all characters into columns, and says which of them each set holds. */
    private Map<CharSet, BitSet> columns() {
      List<CharSet> sets = nfa.sets();
      from =
          IntStream.concat(
                  IntStream.of(0),
                  sets.stream()
                      .flatMapToInt(
                          s ->
                              IntStream.range(0, s.ranges().length)
                                  .map(i -> s.ranges()[i] + i % 2)))
              .filter(c -> c <= CharSet.LAST)
              .sorted()
              .distinct()
              .toArray();
      BitSet[] members = new BitSet[from.length];
      Arrays.setAll(members, i -> new BitSet());
      for (int s = 0; s < sets.size(); s++) {
        int[] ranges = sets.get(s).ranges();
        for (int r = 0; r < ranges.length; r += 2) {
          int first = Arrays.binarySearch(from, ranges[r]);
          for (int i = first; i < from.length && from[i] <= ranges[r + 1]; i++) {
            members[i].set(s);
          }
        }
      }
      Map<BitSet, Integer> numberOf = new HashMap<>();
      column = new int[from.length];
      Map<CharSet, BitSet> columnsOf = new HashMap<>();
      sets.forEach(s -> columnsOf.put(s, new BitSet()));
      for (int i = 0; i < from.length; i++) {
        Integer known = numberOf.putIfAbsent(members[i], numberOf.size());
        column[i] = known == null ? numberOf.size() - 1 : known;
        for (int s = members[i].nextSetBit(0); s >= 0; s = members[i].nextSetBit(s + 1)) {
          columnsOf.get(sets.get(s)).set(column[i]);
        }
      }
      width = numberOf.size();
      return columnsOf;
    }

    private int[] ascii() {
      int[] ascii = new int[ASCII];
      for (int c = 0; c < ASCII; c++) {
        int i = Arrays.binarySearch(from, c);
        ascii[c] = column[i >= 0 ? i : -i - 2];
      }
      return ascii;
    }
  }
}
