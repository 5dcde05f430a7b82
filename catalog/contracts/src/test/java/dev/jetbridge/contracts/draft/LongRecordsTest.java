package dev.jetbridge.contracts.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.jetbridge.contracts.ContractLoader;
import dev.jetbridge.contracts.LongTexts;
import dev.jetbridge.contracts.ProductId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file of a sender keeps a draft busy, or tells of it without a reason. */
class LongRecordsTest {
  /** A record has at most 4 MiB with its line end. */
  private static final int ROOM = LongTexts.LENGTH - 64;

  @TempDir private Path folder;

  @Test
  void profilesNoValueLongerThanASecond() {
    LongTexts.eachInASecond(
        "a profile",
        text -> {
          ColumnProfile profile = new ColumnProfile("notes");
          profile.add(text);
          profile.add("1");
          assertThat(profile.inWords()).isPresent();
          assertThat(profile.pattern(true)).isEmpty();
        });
  }

  @Test
  void foldsNoNameLongerThanASecond() {
    LongTexts.eachInASecond(
        "a name",
        text -> {
          CsvColumns columns = CsvColumns.ofHeader(List.of(text, "id"), Optional.empty());
          String name = ColumnNames.of(columns.names()).get(columns.names().get(0));
          assertThat(name).hasSizeLessThan(255);
          new HeaderJudge(List.of(text, "id"))
              .record(List.of(new ColumnProfile(text), new ColumnProfile("id")));
        });
  }

  /** A draft looks at a file several times, so here the bar is for each of them. */
  @Test
  void draftsFromLongRecords() {
    drafts("sep=," + " ".repeat(200_000) + "\nid,name\n1,a\n2,b\n");
    drafts("id,notes\n1,a\n2,b\n3,c\n4,d\n" + ",".repeat(ROOM) + "\n");
    drafts("a,".repeat(3_000) + "b\n" + "1,".repeat(3_000) + "2\n");
  }

  private void drafts(String text) {
    assertTimeout(
        Duration.ofSeconds(20),
        () -> assertThat(ContractLoader.parse(draft(text).yaml(), "draft").columns()).isNotEmpty());
  }

  @Test
  void saysWhatIsTooMuch() {
    String columns = ",".repeat(FieldReader.MOST_FIELDS) + "\n";
    assertThatThrownBy(() -> draft(columns + columns))
        .hasMessageContaining("its header has more than 20480 columns");
    // Each of these lines opens a quote that swallows the others.
    String quoted = "\"x\",\"y\"\n".repeat(150_000);
    assertTimeout(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> draft(quoted + "\"a\"b,\"c\n".repeat(100_000)))
                .hasMessageContaining("quotes are opened and not closed before other lines"));
  }

  private ContractDraft draft(String text) {
    try {
      Path file = Files.writeString(folder.resolve("t.csv"), text);
      return ContractDraft.of(file, Optional.of(new ProductId("shop", "sample")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
