package dev.jetbridge.contracts.pattern;

import dev.jetbridge.contracts.pattern.Regex.Chars;
import dev.jetbridge.contracts.pattern.Regex.Choice;
import dev.jetbridge.contracts.pattern.Regex.Edge;
import dev.jetbridge.contracts.pattern.Regex.Repeat;
import dev.jetbridge.contracts.pattern.Regex.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A regular expression as nodes that are walked character by character; Thompson's construction.
 */
final class Nfa {
  /** More come from repeats of repeats only. */
  private static final int MOST_NODES = 5_000;

  static final int ACCEPT = 0;

  /**
   * One step of the way.
   *
   * @param set the characters to take; empty for a step that takes none
   * @param edge where in the text the step may be taken; empty for anywhere
   * @param next where it leads; several for a choice; a loop is closed after it is begun
   */
  private record Node(Optional<CharSet> set, Optional<Edge> edge, List<Integer> next) {}

  private final List<Node> nodes = new ArrayList<>();
  private final int start;

  private Nfa(Regex regex) throws PatternFault {
    add(Optional.empty(), Optional.empty(), List.of());
    this.start = before(regex, ACCEPT);
  }

  static Nfa of(Regex regex) throws PatternFault {
    return new Nfa(regex);
  }

  int size() {
    return nodes.size();
  }

  int start() {
    return start;
  }

  /** The sets of characters that nodes take, each once. */
  List<CharSet> sets() {
    return nodes.stream().flatMap(n -> n.set().stream()).distinct().toList();
  }

  Optional<CharSet> set(int node) {
    return nodes.get(node).set();
  }

  int next(int node) {
    return nodes.get(node).next().get(0);
  }

  /**
   * Adds a node and what can be reached from it without a character.
   *
   * @param atStart whether no character was taken yet
   * @param atEnd whether none follows
   */
  void reach(int from, boolean atStart, boolean atEnd, BitSet reached) {
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      int node = open.pop();
      if (reached.get(node)) {
        continue;
      }
      reached.set(node);
      Node step = nodes.get(node);
      boolean free =
          step.set().isEmpty()
              && step.edge().filter(e -> !(e == Edge.START ? atStart : atEnd)).isEmpty();
      if (free) {
        step.next().forEach(open::push);
      }
    }
  }

  private int add(Optional<CharSet> set, Optional<Edge> edge, List<Integer> next)
      throws PatternFault {
    if (nodes.size() >= MOST_NODES) {
      throw new PatternFault("it repeats too much; use minLength and maxLength");
    }
    nodes.add(new Node(set, edge, next));
    return nodes.size() - 1;
  }

  /** The node at which a part begins that goes on at another. */
  private int before(Regex regex, int next) throws PatternFault {
    if (regex instanceof Chars chars) {
      return add(Optional.of(chars.set()), Optional.empty(), List.of(next));
    }
    if (regex instanceof Edge edge) {
      return add(Optional.empty(), Optional.of(edge), List.of(next));
    }
    if (regex instanceof Sequence sequence) {
      int begin = next;
      for (int i = sequence.parts().size() - 1; i >= 0; i--) {
        begin = before(sequence.parts().get(i), begin);
      }
      return begin;
    }
    if (regex instanceof Choice choice) {
      List<Integer> options = new ArrayList<>();
      for (Regex option : choice.options()) {
        options.add(before(option, next));
      }
      return add(Optional.empty(), Optional.empty(), options);
    }
    return repeated((Repeat) regex, next);
  }

  private int repeated(Repeat repeat, int next) throws PatternFault {
    int begin = next;
    if (repeat.max() == Repeat.ANY) {
      List<Integer> ways = new ArrayList<>(List.of(next, next));
      begin = add(Optional.empty(), Optional.empty(), ways);
      ways.set(0, before(repeat.part(), begin));
    }
    for (int i = Math.max(repeat.max(), repeat.min()); i > repeat.min(); i--) {
      begin = add(Optional.empty(), Optional.empty(), List.of(before(repeat.part(), begin), next));
    }
    for (int i = 0; i < repeat.min(); i++) {
      begin = before(repeat.part(), begin);
    }
    return begin;
  }
}
