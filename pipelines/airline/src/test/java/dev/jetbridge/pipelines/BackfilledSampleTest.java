package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the sample airline's products say of days that have passed, made after its last day, against
 * homes that were never run beyond such a day: with refunds, changed names, merged people and late
 * files in between. {@code -Djetbridge.days=N} sets how many days.
 */
@Tag("soak")
class BackfilledSampleTest {
  private static final List<String> SAMPLE = List.of("--customers", "100", "--days", "100");
  private static final LocalDate LAST = LocalDate.of(2023, 8, 31);
  private static final List<String> FEATURES =
      List.of("features.customer_segments", "features.customer_lifetime_value");

  @TempDir private Path folder;

  private final List<LocalDate> passed = passed();
  private final List<String> differences = new ArrayList<>();

  private static List<LocalDate> passed() {
    List<LocalDate> days = new ArrayList<>();
    for (int i = Integer.getInteger("jetbridge.days", 2); i >= 1; i--) {
      days.add(LAST.minusDays(7L * i));
    }
    return days;
  }

  @Test
  void featuresOfADayThatHasPassedAreThoseOfAHomeThatWasNeverRunBeyond() throws Exception {
    Path home = folder.resolve("on");
    run(home, LAST);
    List<String> backfill = new ArrayList<>(List.of("features", "backfill"));
    backfill.addAll(FEATURES);
    backfill.addAll(
        List.of("--from", passed.get(0).toString(), "--to", LAST.minusDays(1).toString()));
    backfill.addAll(List.of("--every", "7d", "--as-arrived"));

    assertThat(Program.start(home, List.of("-Xmx2g"), backfill).waitFor()).isZero();

    for (LocalDate day : passed) {
      Path past = folder.resolve("until-" + day);
      run(past, day);
      Map<String, String> then = new TreeMap<>(TableDigests.ofDerived(past, day));
      then.keySet().retainAll(FEATURES);
      compare(day, then, TableDigests.ofDerived(home, day));
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void everyProductIsTakenBackToWhatItWas() throws Exception {
    Path home = folder.resolve("weekly");
    Map<LocalDate, Map<String, String>> then = new TreeMap<>(Comparator.reverseOrder());
    for (LocalDate day : passed) {
      run(home, day);
      then.put(day, TableDigests.ofDerived(home, day));
    }
    run(home, LAST);

    for (LocalDate day : then.keySet()) {
      run(home, day, "--rewind", "--as-arrived");
      compare(day, then.get(day), TableDigests.ofDerived(home, day));
    }
    assertThat(differences).isEmpty();
  }

  private void compare(LocalDate day, Map<String, String> then, Map<String, String> now) {
    assertThat(then).isNotEmpty();
    then.forEach(
        (product, rows) -> {
          if (!rows.equals(now.get(product))) {
            differences.add(
                "%s of %s: %s, made later %s".formatted(product, day, rows, now.get(product)));
          }
        });
  }

  private static void run(Path home, LocalDate day, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("run", "--as-of", day.toString()));
    command.addAll(SAMPLE);
    command.addAll(List.of(more));
    assertThat(Program.start(home, List.of("-Xmx2g"), command).waitFor()).isZero();
  }
}
