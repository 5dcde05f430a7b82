package dev.jetbridge.pipelines.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.storage.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShipmentTest {
  private static final ProductId PRODUCT = ProductId.parse("shop.orders");
  private static final Instant MONDAY = Instant.parse("2023-08-28T23:00:00Z");

  @TempDir private Path root;
  private Landing landing;

  @BeforeEach
  void open() {
    landing = new Landing(root);
  }

  /** In a folder of this machine, and on a store that is not a path of it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "shared:"})
  void showsItsFilesTogetherAndNotBefore(String store) throws IOException {
    Landing landing = new Landing(store + root);
    SourceFiles source = landing.source(PRODUCT, "sender");
    Shipment shipment = landing.begin(PRODUCT, "first");
    shipment.add(source.take("sender", "orders_1.csv", MONDAY, content("one")));
    shipment.add(source.take("sender", "orders_2.csv.gz", MONDAY, content("two")));
    boolean isEarly = !landing.files(PRODUCT).isEmpty() || !landing.shipments(PRODUCT).isEmpty();

    var completed = shipment.complete();

    assertThat(isEarly).isFalse();
    assertThat(landing.files(PRODUCT)).isEqualTo(completed).hasSize(2);
    assertThat(landing.shipments(PRODUCT)).containsExactly("first");
    assertThat(completed.get(1).path()).endsWith(completed.get(1).hash() + ".csv.gz");
    try (InputStream content = Storage.open(completed.get(0).path())) {
      assertThat(content).hasContent("one");
    }
  }

  @Test
  void isNotedEvenWithoutFiles() {
    landing.begin(PRODUCT, "empty").complete();

    assertThat(landing.shipments(PRODUCT)).containsExactly("empty");
    assertThat(landing.files(PRODUCT)).isEmpty();
  }

  @Test
  void opensNoNoteOfKnownFiles() throws IOException {
    LandedFile known = landing.take(PRODUCT, "a.csv", "folder", MONDAY, content("known"));
    landing.take(PRODUCT, "b.csv", "folder", MONDAY, content("new"));
    ship("both", "c.csv", MONDAY, "known");
    Files.writeString(root.resolve(PRODUCT.toString()).resolve(known.hash() + ".json"), "{");

    assertThat(landing.files(PRODUCT, Set.of(known.hash())))
        .extracting(LandedFile::name)
        .containsExactly("b.csv");
    assertThatThrownBy(() -> landing.files(PRODUCT)).isInstanceOf(JetbridgeException.class);
  }

  @Test
  void countsContentThatCameBeforeAsTheEarlierDelivery() {
    landing.take(PRODUCT, "alone.csv", "folder", MONDAY, content("same"));
    ship("late", "orders_late.csv", MONDAY.plusSeconds(60), "same");
    ship("early", "orders_early.csv", MONDAY.minusSeconds(60), "same");

    assertThat(landing.files(PRODUCT))
        .extracting(LandedFile::name)
        .containsExactly("orders_early.csv");
    assertThat(landing.shipments(PRODUCT)).containsExactly("early", "late");
  }

  private void ship(String id, String name, Instant modified, String text) {
    Shipment shipment = landing.begin(PRODUCT, id);
    shipment.add(landing.source(PRODUCT, "sender").take("sender", name, modified, content(text)));
    shipment.complete();
  }

  private static Landing.Source content(String text) {
    return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
