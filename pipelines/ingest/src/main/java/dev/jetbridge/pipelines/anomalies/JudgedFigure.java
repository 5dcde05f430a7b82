package dev.jetbridge.pipelines.anomalies;

import dev.jetbridge.quality.FigureJudge;
import java.util.Optional;

/**
 * A figure and what those before say of it.
 *
 * @param judgement empty when it was not compared
 * @param explanation the verdict in words
 */
public record JudgedFigure(
    Figure figure, Optional<FigureJudge.Judgement> judgement, String explanation) {

  static JudgedFigure of(Figure figure, FigureJudge.Judgement judgement) {
    String unit = figure.file().isPresent() ? " files" : " runs";
    String words =
        judgement.judged()
            ? expected(figure, judgement) + " expected from " + judgement.points() + unit
            : "no history yet (" + judgement.points() + " of " + FigureJudge.LEAST + unit + ")";
    return new JudgedFigure(figure, Optional.of(judgement), figure.inWords() + ", " + words);
  }

  /** A figure that is kept but compared with none. */
  static JudgedFigure unjudged(Figure figure, String why) {
    return new JudgedFigure(figure, Optional.empty(), figure.inWords() + ", not judged: " + why);
  }

  private static String expected(Figure figure, FigureJudge.Judgement judgement) {
    FigureKind kind = figure.kind();
    String most = kind.inWords(judgement.high());
    return kind.scale().onlyAbove()
        ? "at most " + most
        : "between " + kind.inWords(judgement.low()) + " and " + most;
  }

  public boolean unusual() {
    return judgement.filter(FigureJudge.Judgement::unusual).isPresent();
  }

  boolean judged() {
    return judgement.filter(FigureJudge.Judgement::judged).isPresent();
  }

  /** What was expected of it, such as {@code between 9,800 and 10,400 from 14 files}. */
  String expected() {
    FigureJudge.Judgement known = judgement.orElseThrow();
    return expected(figure, known)
        + figure.file().map(f -> " for " + f.name()).orElse("")
        + " from "
        + known.points()
        + (figure.file().isPresent() ? " files" : " runs");
  }

  /** As operations.metrics has it. */
  public String verdict() {
    if (judgement.isEmpty()) {
      return "not judged";
    }
    return unusual() ? "unusual" : judged() ? "ordinary" : "no history yet";
  }
}
