package dev.jetbridge.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class YearBenchmarkTest {
  @TempDir private Path home;

  @Test
  void tablesStayBoundedUnderDailyRunsWithUpkeep() {
    List<YearBenchmark.Day> days = run(4, 100, 2);

    // Each run makes two snapshots and leaves two data files and a delete file.
    YearBenchmark.Day last = days.get(3);
    assertThat(days.get(2).mainFiles()).isGreaterThan(last.mainFiles());
    assertThat(last.mainFiles()).isEqualTo(1);
    assertThat(last.snapshots()).isLessThan(12);
    assertThat(last.rows()).isEqualTo(100 + 3 * 90);
  }

  /** {@code -Djetbridge.days=N} sets how long the year is. */
  @Test
  void aDayCostsInTheEndWhatItCostInTheBeginning() {
    List<YearBenchmark.Day> days = run(Integer.getInteger("jetbridge.days", 365), 1000, 7);

    assertThat(YearBenchmark.ratio(days)).isBetween(0.7, 1.3);
    YearBenchmark.Day early = days.get(27);
    YearBenchmark.Day last = days.get(days.size() - 1 - days.size() % 7);
    assertThat(last.snapshots()).isLessThanOrEqualTo(2 * early.snapshots());
    assertThat(last.mainFiles()).isLessThanOrEqualTo(early.mainFiles());
    assertThat(last.files()).isLessThanOrEqualTo(2 * early.files());
    assertThat(last.metadata()).isLessThanOrEqualTo(2 * early.metadata());
    assertThat(last.ledgerFiles()).isLessThanOrEqualTo(2 * early.ledgerFiles());
  }

  private List<YearBenchmark.Day> run(int days, int rows, int every) {
    LakeTest.lake();
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    return new YearBenchmark(lake, new Operations(lake), home, out).run(days, rows, every);
  }
}
