package dev.jetbridge.pipelines.ingest.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shape that all values of a column share: runs of capitals, small letters and digits, and what
 * stands between them. Gives the pattern of codes such as {@code ^SK[0-9]{9}$}; words have none.
 */
final class TextShape {
  private static final int MAX_RUNS = 12;
  private static final int MAX_LENGTH = 64;

  private List<Run> runs;
  private boolean consistent = true;

  /** Characters of one class: how many, and the text itself while it is the same everywhere. */
  private static final class Run {
    private final char kind;
    private int least;
    private int most;
    private String text;

    Run(char kind, String text) {
      this.kind = kind;
      this.text = text;
      this.least = text.length();
      this.most = text.length();
    }

    boolean accept(Run other) {
      if (kind != other.kind || (kind == '-' && !text.equals(other.text))) {
        return false;
      }
      least = Math.min(least, other.least);
      most = Math.max(most, other.most);
      text = other.text.equals(text) ? text : null;
      return true;
    }
  }

  void add(String value) {
    if (!consistent) {
      return;
    }
    List<Run> next = value.length() > MAX_LENGTH ? List.of() : runs(value);
    if (next.isEmpty() || next.size() > MAX_RUNS) {
      consistent = false;
    } else if (runs == null) {
      runs = next;
    } else {
      consistent = next.size() == runs.size();
      for (int i = 0; consistent && i < next.size(); i++) {
        consistent = runs.get(i).accept(next.get(i));
      }
    }
  }

  private static List<Run> runs(String value) {
    List<Run> runs = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= value.length(); i++) {
      char kind = kind(value.charAt(start));
      if (kind == '?') {
        return List.of();
      }
      if (i == value.length() || kind(value.charAt(i)) != kind) {
        runs.add(new Run(kind, value.substring(start, i)));
        start = i;
      }
    }
    return runs;
  }

  private static char kind(char c) {
    if (c >= 'A' && c <= 'Z') {
      return 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return 'a';
    }
    if (c >= '0' && c <= '9') {
      return '0';
    }
    return c >= ' ' && c < 127 ? '-' : '?';
  }

  /**
   * A regular expression that all values match; empty when they share no shape, or one of words:
   * letters of any number.
   *
   * @param literal whether letters that are the same everywhere may stand in it
   */
  Optional<String> pattern(boolean literal) {
    if (!consistent || runs == null) {
      return Optional.empty();
    }
    StringBuilder pattern = new StringBuilder("^");
    boolean varies = false;
    for (Run run : runs) {
      // Digits that never change in a sample may well change with the month.
      boolean same = run.text != null && (run.kind == '-' || (literal && run.kind != '0'));
      if (!same && run.kind != '0' && run.least != run.most) {
        return Optional.empty();
      }
      varies |= !same;
      pattern.append(same ? escaped(run.text) : classOf(run.kind) + count(run));
    }
    return varies ? Optional.of(pattern.append('$').toString()) : Optional.empty();
  }

  private static String classOf(char kind) {
    return kind == '0' ? "[0-9]" : kind == 'A' ? "[A-Z]" : "[a-z]";
  }

  private static String count(Run run) {
    if (run.least == run.most) {
      return run.least == 1 ? "" : "{" + run.least + "}";
    }
    return "{" + run.least + "," + run.most + "}";
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\^$.|?*+()\\[\\]{}]", "\\\\$0");
  }
}
