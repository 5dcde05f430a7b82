package dev.jetbridge.pipelines.anomalies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselineTest {
  @Test
  void takesOfAFileTheFiguresOfTheLatestRun() {
    Baseline baseline =
        new Baseline(
            List.of(file(1, "a", 0.9, false), file(2, "b", 0.1, false), file(3, "a", 0, true)));

    assertThat(baseline.of(file(9, "new", 0, false).figure())).containsExactly(0.1, 0.0);
  }

  @Test
  void leavesRunsOutWhoseFilesWereReplayed() {
    Baseline baseline =
        new Baseline(
            List.of(
                file(1, "a", 0.9, false),
                run(1, 10, true, false),
                file(2, "b", 0.1, false),
                run(2, 20, true, false),
                file(3, "a", 0, true),
                run(3, 30, false, true),
                file(4, "b", 0.1, false),
                run(4, 40, false, false)));

    assertThat(baseline.of(run(9, 0, true, false).figure())).containsExactly(20.0);
  }

  @Test
  void keepsFiguresOfColumnsApart() {
    Baseline baseline = new Baseline(List.of(nulls(1, "a", 0.1), nulls(1, "b", 0.2)));

    assertThat(baseline.of(nulls(2, "b", 0).figure())).containsExactly(0.2);
  }

  private static Baseline.Past file(long sequence, String hash, double share, boolean replay) {
    return new Baseline.Past(
        sequence,
        !replay,
        replay,
        new Figure(
            Optional.of(new Figure.File(hash, hash + ".csv")),
            FigureKind.QUARANTINED_SHARE,
            Optional.empty(),
            share));
  }

  private static Baseline.Past run(long sequence, long rows, boolean ordinary, boolean replay) {
    return new Baseline.Past(
        sequence,
        ordinary,
        replay,
        new Figure(Optional.empty(), FigureKind.ROWS, Optional.empty(), rows));
  }

  private static Baseline.Past nulls(long sequence, String column, double rate) {
    return new Baseline.Past(
        sequence,
        true,
        false,
        new Figure(Optional.empty(), FigureKind.NULL_RATE, Optional.of(column), rate));
  }
}
