package dev.jetbridge.pipelines.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.SourceFormat.ControlFile;
import dev.jetbridge.pipelines.landing.Promise;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromiseFilesTest {
  private static final ControlFile CONTROL =
      new ControlFile(
          ".ctl", Optional.of("rows"), Optional.empty(), Optional.empty(), Optional.empty());

  private static Promise read(String text) {
    return PromiseFiles.control(CONTROL, "a.ctl", Optional.of(text));
  }

  @Test
  void readsLinesOfAnyShapeInNoTime() {
    long start = System.nanoTime();
    for (String hostile :
        List.of(" ", "a", ":", "=", "#", "\t", "a ", " =", "\u00A0", "é", "= ", "\r")) {
      String filling = hostile.repeat(60_000);
      for (String text : List.of(filling, "rows" + filling, filling + "=1", "rows =" + filling)) {
        read(text);
      }
      assertThat(read(filling + "\nrows=1").records()).isEqualTo(1);
    }
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(5);
  }

  @Test
  void readsKeysAndValuesAroundEitherSign() {
    for (String text :
        List.of(
            "rows=7",
            "ROWS : 7",
            "  rows  =  7  ",
            "# rows=1\nrows:7",
            "x=1\r\nrows=7",
            "a:b=c\nrows=7")) {
      assertThat(read(text).records()).as(text).isEqualTo(7);
    }
    for (String text : List.of("rows 7", "=7", "#rows=7", "rows=7 8", "rows==7", "rows=")) {
      assertThat(read(text).fault()).as(text).isNotNull();
    }
  }
}
