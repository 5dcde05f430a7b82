package dev.jetbridge.pipelines.anomalies;

import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.quality.FigureJudge;
import dev.jetbridge.quality.report.MeasuredBy;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.RuleResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures of a run, judged; an unjudged figure is never taken for an ordinary one. */
public final class Anomalies {
  /** How a rule is named that stands for figures of one kind. */
  private static final String PREFIX = "anomaly_";

  private static final int NAMED = 3;

  private Anomalies() {}

  /** Compares figures of new files with those of earlier runs. */
  public static List<JudgedFigure> judge(
      List<Figure> figures, Baseline baseline, SourceFormat.Anomalies settings) {
    FigureJudge judge = new FigureJudge(settings);
    return figures.stream()
        .map(
            f ->
                f.kind() == FigureKind.REFUSED
                    ? JudgedFigure.unjudged(f, "the file was refused whole")
                    : JudgedFigure.of(f, judge.judge(baseline.of(f), f.value(), f.kind().scale())))
        .toList();
  }

  /** Keeps figures of a replay or rebuild, which takes what earlier runs were judged by. */
  public static List<JudgedFigure> keep(List<Figure> figures, String why) {
    return figures.stream().map(f -> JudgedFigure.unjudged(f, why)).toList();
  }

  /** One result for all judged figures of a kind; none for those without history. */
  public static List<RuleResult> results(
      List<JudgedFigure> figures, QualityRule.Severity severity) {
    Map<Figure.Series, List<JudgedFigure>> series =
        figures.stream()
            .filter(JudgedFigure::judged)
            .collect(
                Collectors.groupingBy(
                    f -> f.figure().series(), LinkedHashMap::new, Collectors.toList()));
    return series.entrySet().stream()
        .map(
            e ->
                new RuleResult(
                    id(e.getKey()),
                    "",
                    QualityRule.Scope.RUN,
                    severity,
                    outcome(e.getValue()),
                    MeasuredBy.COMPARED))
        .toList();
  }

  private static String id(Figure.Series series) {
    return PREFIX
        + series.kind().label()
        + (series.ofFiles() ? "_of_file" : "")
        + series.column().map(c -> "_of_" + c).orElse("");
  }

  private static Outcome outcome(List<JudgedFigure> figures) {
    List<JudgedFigure> unusual = figures.stream().filter(JudgedFigure::unusual).toList();
    if (unusual.isEmpty()) {
      return new Outcome.Passed(
          figures.size() == 1 ? Optional.of(figures.get(0).figure().value()) : Optional.empty());
    }
    JudgedFigure first = unusual.get(0);
    return new Outcome.Violated(
        Optional.of(first.figure().value()), first.expected() + more(unusual.size() - 1, "file"));
  }

  /** The unusual figures in words, the first of them in full; empty when there is none. */
  public static String inWords(List<JudgedFigure> figures) {
    List<JudgedFigure> unusual = figures.stream().filter(JudgedFigure::unusual).toList();
    return unusual.stream()
            .limit(NAMED)
            .map(JudgedFigure::explanation)
            .collect(Collectors.joining("; "))
        + more(unusual.size() - NAMED, "figure");
  }

  private static String more(int number, String what) {
    return number <= 0 ? "" : ", and " + number + " more " + what + (number == 1 ? "" : "s");
  }
}
