package dev.jetbridge.pipelines.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
  private static final ProductId ORDERS = ProductId.parse("shop.orders");
  private static final ProductId LINES = ProductId.parse("shop.order_lines");
  private static final Instant MONDAY = Instant.parse("2023-08-28T23:00:00Z");
  private static final String SHOP = "sftp://files.example/shop";

  private static final Landing.Source UNREADABLE =
      () -> {
        throw new IOException("nobody should read this");
      };

  @TempDir private Path root;
  private Landing landing;

  @BeforeEach
  void open() {
    landing = new Landing(root);
  }

  @Test
  void keepsAFileOnceAndNotesItForEachProduct() throws IOException {
    LandedFile file =
        landing.source(ORDERS, SHOP).takeOnce(SHOP, "a.csv", 3, MONDAY, content("one"));
    Promise three = new Promise(3L, null, null, null, null);
    landing.enter(ORDERS, file);
    landing.enter(LINES, file.promised(three));

    assertThat(landing.files(ORDERS)).containsExactly(file);
    assertThat(landing.files(LINES)).containsExactly(file.promised(three));
    assertThat(stored()).containsExactly(Path.of(file.path()));
    assertThat(Path.of(file.path())).hasContent("one");
    assertThat(file.path()).contains("/files/sftp-files.example-shop-");
  }

  @Test
  void readsNothingThatWasListedBefore() throws IOException {
    LandedFile first =
        landing.source(ORDERS, SHOP).takeOnce(SHOP, "a.csv", 3, MONDAY, content("one"));
    landing.enter(ORDERS, first);

    // Somebody was killed before the other product had it.
    SourceFiles later = new Landing(root).source(ORDERS, SHOP);
    LandedFile again = later.takeOnce(SHOP, "a.csv", 3, MONDAY, UNREADABLE);
    landing.enter(LINES, again);

    assertThat(again).isEqualTo(first);
    assertThat(landing.files(LINES)).containsExactly(first);
    assertThat(stored()).hasSize(1);
    assertThatThrownBy(() -> later.takeOnce(SHOP, "a.csv", 3, MONDAY.plusSeconds(1), UNREADABLE))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot land a.csv from " + SHOP + " in ")
        .hasMessageEndingWith(": nobody should read this");
    assertThatThrownBy(() -> later.takeOnce(SHOP + "/b", "a.csv", 3, MONDAY, UNREADABLE))
        .isInstanceOf(JetbridgeException.class);
  }

  @Test
  void readsAgainWhatSomebodyRemoved() throws IOException {
    LandedFile first =
        landing.source(ORDERS, SHOP).takeOnce(SHOP, "a.csv", 3, MONDAY, content("one"));
    Files.delete(Path.of(first.path()));

    landing.source(ORDERS, SHOP).takeOnce(SHOP, "a.csv", 3, MONDAY, content("one"));

    assertThat(Path.of(first.path())).hasContent("one");
  }

  @Test
  void tellsSourcesApartThatLookAlike() throws IOException {
    List<String> sources =
        List.of("sftp://a/b-c", "sftp://a-b/c", "sftp://A/b-c", "x".repeat(300), "x".repeat(301));
    for (String source : sources) {
      landing.source(ORDERS, source).takeOnce(source, "a.csv", 3, MONDAY, content("one"));
    }

    assertThat(stored()).hasSize(sources.size());
  }

  @Test
  void opensWhatTheVersionBeforeKeptInTheFolderOfAProduct() throws IOException {
    String hash = "a".repeat(64);
    Path folder = Files.createDirectories(root.resolve(ORDERS.toString()));
    Path bytes = Files.writeString(folder.resolve(hash + ".csv"), "one");
    Files.writeString(
        folder.resolve(hash + ".json"),
        """
        {"hash":"%s","name":"a.csv","sender":"%s","bytes":3,"modified":"%s","extension":".csv"}
        """
            .formatted(hash, SHOP, MONDAY));
    Files.createFile(folder.resolve(hash + "." + Landing.delivery("a.csv", 3, MONDAY) + ".taken"));

    landing.take(ORDERS, "b.csv", SHOP, MONDAY, content("two"));

    assertThat(landing.files(ORDERS))
        .extracting(LandedFile::name, LandedFile::path)
        .contains(tuple("a.csv", bytes.toString()))
        .hasSize(2);
    assertThat(landing.deliveries(ORDERS)).contains(Landing.delivery("a.csv", 3, MONDAY));
  }

  private List<Path> stored() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".csv")).toList();
    }
  }

  private static Landing.Source content(String text) {
    return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
