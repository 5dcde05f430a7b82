package dev.jetbridge.pipelines.ingest.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.LongTexts;
import dev.jetbridge.pipelines.ingest.draft.ColumnNames;
import dev.jetbridge.pipelines.ingest.draft.ColumnProfile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** No header of a sample keeps a draft busy. */
class LongNamesTest {
  @Test
  void foldsNoNameLongerThanASecond() {
    LongTexts.eachInASecond(
        "a name",
        text -> {
          CsvColumns columns = CsvColumns.ofHeader(List.of(text, "id"), Optional.empty());
          assertThat(ColumnNames.unique(columns.names()).get(0)).hasSizeLessThan(255);
          new HeaderJudge(List.of(text, "id"))
              .record(List.of(new ColumnProfile(text), new ColumnProfile("id")));
        });
  }
}
