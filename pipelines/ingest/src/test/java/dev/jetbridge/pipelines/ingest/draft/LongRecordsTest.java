package dev.jetbridge.pipelines.ingest.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.jetbridge.contracts.LongTexts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    String columns = ",".repeat(FileProfile.MOST_COLUMNS) + "\n";
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

  /** As many levels as ingestion takes; what is deeper is broken, and the others are drafted. */
  @Test
  void draftsFromTheObjectsAmongThoseThatAreNestedTooDeeply() {
    String good = objects(40, i -> IntStream.empty());
    String nested = "{\"id\":1,\"f\":" + "[".repeat(999) + "]".repeat(999) + "}\n";
    String deep = "{\"id\":".repeat(100_000) + "1" + "}".repeat(100_000) + "\n";
    String deeper = nested.replace("[[", "[[[").replace("]]", "]]]");

    ContractDraft draft = draft("t.json", good + nested + deep + deeper);

    assertThat(draft.broken()).isEqualTo(2);
    assertThat(draft.yaml())
        .contains("# objects or lists, kept as JSON text")
        .contains("2 more are no JSON object, or are nested deeper than 1,000 levels, the first");
  }

  /** Each object has all fields, or a quarter of them; a map has names that come once. */
  @Test
  void tellsManyFieldsFromMaps() {
    assertThat(columns(objects(2, i -> IntStream.range(0, 1_200)))).isEqualTo(1_201);
    assertThat(columns(objects(20, i -> IntStream.range(0, 1_200).filter(f -> f % 4 == i % 4))))
        .isEqualTo(1_201);
    assertThatThrownBy(() -> draft("t.json", objects(1_200, i -> IntStream.of(i))))
        .hasMessageContaining(
            "it has 1201 different fields, of which 1200 are in one object only; objects used as"
                + " maps cannot be drafted");
    for (String map :
        List.of(
            objects(30_000, i -> IntStream.of(i)), objects(1, i -> IntStream.range(0, 200_000)))) {
      assertTimeout(
          Duration.ofSeconds(10),
          () ->
              assertThatThrownBy(() -> draft("t.json", map))
                  .hasMessageContaining("it has more than 20480 different fields; objects used"));
    }
  }

  /** Objects of an id and numbered fields. */
  private static String objects(int count, IntFunction<IntStream> fields) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                fields
                    .apply(i)
                    .distinct()
                    .mapToObj(f -> ",\"f" + f + "\":" + f)
                    .collect(Collectors.joining("", "{\"id\":" + i, "}\n")))
        .collect(Collectors.joining());
  }

  private int columns(String text) {
    return ContractLoader.parse(draft("t.json", text).yaml(), "draft").columns().size();
  }

  private ContractDraft draft(String text) {
    return draft("t.csv", text);
  }

  private ContractDraft draft(String name, String text) {
    try {
      Path file = Files.writeString(folder.resolve(name), text);
      return ContractDraft.of(
          file, Optional.of(new ProductId("shop", "sample")), Formats.bundled()::sample);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
