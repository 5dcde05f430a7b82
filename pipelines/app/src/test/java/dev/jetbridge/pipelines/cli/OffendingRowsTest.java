package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffendingRowsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          IsComplete "email" | select * from t where email is null limit 20
          Completeness "my email" > 0.5 | select * from t where `my email` is null limit 20
          IsPrimaryKey "id" "the day" | select id, `the day`, count(*) from t group by id, `the day` having count(*) > 1 limit 20
          Uniqueness "id" > 0.9 | select id, count(*) from t group by id having count(*) > 1 limit 20
          RowCount = 0 where "(miles > 0 and a = \\"x\\") is false" | select * from t where (miles > 0 and a = "x") is false limit 20
          RowCount > 5 | select * from t limit 20
          """)
  void showsTheRowsThatBreakARule(String dqdl, String query) {
    assertThat(OffendingRows.query("t", dqdl)).isEqualTo(query);
  }
}
