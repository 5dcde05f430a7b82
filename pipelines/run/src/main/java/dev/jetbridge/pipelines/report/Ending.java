package dev.jetbridge.pipelines.report;

import dev.jetbridge.pipelines.run.RunResult;
import java.util.Locale;

/** How a run of a product ended, as the page shows it: a word, a colour and a mark. */
enum Ending {
  PUBLISHED("published", "M4.6 8.3l2.3 2.3 4.5-5"),
  UNCHANGED("unchanged", "M5 6.4h6M5 9.6h6"),
  NOTHING_ACCEPTED("nothing accepted", "M8 4.2v4.6M8 11.5v.3"),
  REFUSED("refused", "M8 4.2v4.6M8 11.5v.3"),
  FAILED("failed", "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2"),
  BLOCKED("blocked", "M6.3 5.2v5.6M9.7 5.2v5.6"),
  NOT_RUN("not in this run", "M5.2 8h5.6");

  private final String label;
  private final String stroke;

  Ending(String label, String stroke) {
    this.label = label;
    this.stroke = stroke;
  }

  static Ending of(RunResult result) {
    return switch (result.status()) {
      case PUBLISHED -> result.acceptedNothing() ? NOTHING_ACCEPTED : PUBLISHED;
      case UNCHANGED -> UNCHANGED;
      case REFUSED -> REFUSED;
      case FAILED -> FAILED;
      case BLOCKED -> BLOCKED;
    };
  }

  String label() {
    return label;
  }

  /** The name of its style. */
  String style() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A mark of 16 by 16, so that nobody needs the colour to read it. */
  Html mark() {
    return Html.of(
        "<g class=\"mark {}\"><circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"{}\"/></g>",
        style(),
        stroke);
  }

  /** The mark and the word, to stand in text. */
  Html pill() {
    return Html.of(
        "<span class=\"pill {}\"><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">{}</svg>{}</span>",
        style(),
        mark(),
        label);
  }
}
