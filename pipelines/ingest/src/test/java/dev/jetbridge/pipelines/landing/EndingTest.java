package dev.jetbridge.pipelines.landing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
  @ParameterizedTest
  @CsvSource({
    "orders.csv, .csv",
    "orders.jsonl.gz, .jsonl.gz",
    "orders.edi, .edi",
    "orders.parquet, .parquet",
    "a note is called so.json, .jsonl",
    "orders.20230801, ''",
    "orders, ''",
    "orders.csv.bz2, ''",
    "orders.zstd, ''",
    "orders.gz.gz, .gz",
    "orders.from-the-old-system, ''"
  })
  void keepsWhatPeopleKnowAFileByAndNothingThatIsInflated(String name, String ending) {
    assertThat(Landing.extension(name)).isEqualTo(ending);
  }
}
