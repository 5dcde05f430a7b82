package dev.jetbridge.pipelines.anomalies;

import dev.jetbridge.quality.FigureJudge;
import java.util.Locale;

/** What is counted of a file or a run. */
public enum FigureKind {
  /** Records of a file, or that a run took from its files. */
  ROWS("rows", false, 0.1, 0, Double.MAX_VALUE),
  /** Quarantined records of a file by its records. */
  QUARANTINED_SHARE("quarantined share", true, 0, 0.02, 1),
  /** Nulls of a column by the rows that a run wrote. */
  NULL_RATE("null rate", false, 0, 0.02, 1),
  /** About how many values of a column differ, by the rows that a run wrote. */
  DISTINCT_SHARE("distinct share", false, 0, 0.1, 1),
  /** Seconds from the newest value of the order column to the as-of instant. */
  FRESHNESS("age of the newest value", true, 0, 3600, Double.MAX_VALUE),
  /** 1 for a file that was refused whole and has no other figure; never judged. */
  REFUSED("refused", true, 0, 1, 1);

  private final String words;
  private final boolean onlyAbove;
  private final double relative;
  private final double absolute;
  private final double most;

  FigureKind(String words, boolean onlyAbove, double relative, double absolute, double most) {
    this.words = words;
    this.onlyAbove = onlyAbove;
    this.relative = relative;
    this.absolute = absolute;
    this.most = most;
  }

  /** As operations.metrics has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FigureKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  String words() {
    return words;
  }

  FigureJudge.Scale scale() {
    return new FigureJudge.Scale(onlyAbove, relative, absolute, most);
  }

  /** A value as people read it. */
  String inWords(double value) {
    return switch (this) {
      case ROWS, REFUSED -> String.format(Locale.ROOT, "%,.0f", value);
      case FRESHNESS -> String.format(Locale.ROOT, "%,.1f h", value / 3600);
      default -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
    };
  }
}
