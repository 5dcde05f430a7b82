package dev.jetbridge.contracts.pattern;

import dev.jetbridge.contracts.pattern.Regex.Chars;
import dev.jetbridge.contracts.pattern.Regex.Edge;
import dev.jetbridge.contracts.pattern.Regex.Repeat;
import dev.jetbridge.contracts.pattern.Regex.Sequence;
import java.util.List;

/** Expressions that need no table of states: an engine that goes back has nowhere to go back to. */
final class Plain {
  private Plain() {}

  static boolean is(Regex regex) {
    List<Regex> parts = regex instanceof Sequence sequence ? sequence.parts() : List.of(regex);
    for (int i = 0; i < parts.size(); i++) {
      Regex part = parts.get(i);
      boolean last = i == parts.size() - 1;
      boolean single = part instanceof Chars || part instanceof Edge;
      boolean repeated =
          part instanceof Repeat repeat
              && repeat.part() instanceof Chars
              && (last || repeat.min() == repeat.max());
      if (!single && !repeated) {
        return false;
      }
    }
    return true;
  }
}
