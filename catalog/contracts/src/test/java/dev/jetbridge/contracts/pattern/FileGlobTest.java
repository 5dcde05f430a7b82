package dev.jetbridge.contracts.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileGlobTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "members_*.csv",
        "*",
        "a?c.csv",
        "{members,flights}_[0-9]*.csv{,.gz}",
        "[!m]*.csv",
        "a\\\\*.csv",
        "a.c(1)+$^.csv",
        "x[^a]y"
      })
  void agreesWithJavaOnOrdinaryNames(String glob) {
    var java = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    for (String name :
        new String[] {
          "members_1.csv", "members_1.csv.gz", "flights_2.csv", "abc.csv", "a*.csv", "abcc.csv",
          "a.c(1)+$^.csv", "x^y", "xby", "xay", "readme", "mm.csv"
        }) {
      assertThat(new FileGlob(glob).fits(name))
          .as("%s fits %s", name, glob)
          .isEqualTo(java.matches(Path.of(name)));
    }
  }

  @Test
  void takesNamesThatNoFileHereCouldHaveAndNoPaths() {
    FileGlob pattern = new FileGlob("orders_*");

    assertThat(pattern.fits("orders_\0\n\ud800.csv")).isTrue();
    assertThat(pattern.fits("orders_/../../etc/passwd")).isFalse();
    assertThat(pattern.fits("../orders_1")).isFalse();
  }

  @Test
  void takesABracketThatIsNeverClosedForItself() {
    assertThat(new FileGlob("a[b{c,d").fits("a[bd")).isTrue();
  }

  @Test
  void judgesLongNamesInNoTimeAndSaysWhatIsNoGlob() {
    String name = "_".repeat(1 << 20);
    long start = System.nanoTime();

    assertThat(new FileGlob("*_*_*_*_*_*_*_*.csv").fits(name)).isFalse();
    assertThat(new FileGlob("{*_,_*,*}_x").fits(name)).isFalse();

    assertThat((System.nanoTime() - start) / 1e9).isLessThan(1);
    assertThat(FileGlob.fault("orders_[z-a].csv")).isPresent();
    assertThat(FileGlob.fault("orders_*.csv")).isEmpty();
  }
}
