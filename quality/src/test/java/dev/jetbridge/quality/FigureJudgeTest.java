package dev.jetbridge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.quality.FigureJudge.Judgement;
import dev.jetbridge.quality.FigureJudge.Scale;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureJudgeTest {
  private static final Scale COUNT = new Scale(false, 0.1, 0, Double.MAX_VALUE);
  private static final Scale SHARE = new Scale(true, 0, 0.02, 1);

  /** Mean 100, deviation of the sample 10. */
  private static final List<Double> TEN =
      List.of(90.0, 110.0, 100.0, 90.0, 110.0, 100.0, 90.0, 110.0, 85.0, 115.0);

  @Test
  void flagsATenthOfTheRows() {
    Judgement judgement = normal(3).judge(TEN, 10, COUNT);

    assertThat(judgement.unusual()).isTrue();
    assertThat(judgement.points()).isEqualTo(10);
    assertThat(judgement.low()).isCloseTo(67, within(1.0));
    assertThat(judgement.high()).isCloseTo(133, within(1.0));
  }

  /** Deequ and the range in words must agree on where the unusual begins. */
  @Test
  void saysTheRangeThatItJudgesBy() {
    for (FigureJudge judge : List.of(normal(3), normal(0.1), change(0.5), change(0.01))) {
      for (Scale scale : List.of(COUNT, new Scale(true, 0.1, 0, Double.MAX_VALUE))) {
        Judgement range = judge.judge(TEN, 100, scale);
        assertThat(judge.judge(TEN, range.high() - 0.001, scale).unusual()).isFalse();
        assertThat(judge.judge(TEN, range.high() + 0.001, scale).unusual()).isTrue();
        assertThat(judge.judge(TEN, range.low() + 0.001, scale).unusual()).isFalse();
        assertThat(judge.judge(TEN, range.low() - 0.001, scale).unusual())
            .isEqualTo(!scale.onlyAbove());
      }
    }
  }

  @Test
  void isNotFineWithoutHistory() {
    Judgement judgement = normal(3).judge(TEN.subList(0, 4), 1_000_000, COUNT);

    assertThat(judgement.judged()).isFalse();
    assertThat(judgement.unusual()).isFalse();
    assertThat(judgement.points()).isEqualTo(4);
  }

  @Test
  void flagsWithFiveFiguresBefore() {
    assertThat(normal(3).judge(TEN.subList(0, 5), 10, COUNT).unusual()).isTrue();
  }

  @Test
  void letsAFigureMoveThatNeverMoved() {
    List<Double> constant = Collections.nCopies(6, 100.0);
    assertThat(normal(3).judge(constant, 109, COUNT).unusual()).isFalse();
    assertThat(normal(3).judge(constant, 111, COUNT).unusual()).isTrue();

    List<Double> none = Collections.nCopies(6, 0.0);
    assertThat(normal(3).judge(none, 0.019, SHARE).unusual()).isFalse();
    assertThat(normal(3).judge(none, 0.021, SHARE).unusual()).isTrue();
    assertThat(change(0.5).judge(none, 0.0, SHARE).unusual()).isFalse();
    assertThat(change(0.5).judge(none, 0.3, SHARE).unusual()).isTrue();
  }

  @Test
  void comparesAChangeWithTheLastFigure() {
    List<Double> grown = List.of(10.0, 20.0, 40.0, 80.0, 160.0);
    assertThat(change(0.5).judge(grown, 235, COUNT).unusual()).isFalse();
    assertThat(change(0.5).judge(grown, 16, COUNT).unusual()).isTrue();
    assertThat(change(0.5).judge(grown, 16, COUNT).low()).isEqualTo(80);
  }

  private static FigureJudge normal(double sensitivity) {
    return judge(SourceFormat.Strategy.NORMAL, sensitivity);
  }

  private static FigureJudge change(double sensitivity) {
    return judge(SourceFormat.Strategy.CHANGE, sensitivity);
  }

  private static FigureJudge judge(SourceFormat.Strategy strategy, double sensitivity) {
    return new FigureJudge(
        new SourceFormat.Anomalies(strategy, sensitivity, QualityRule.Severity.WARNING));
  }
}
