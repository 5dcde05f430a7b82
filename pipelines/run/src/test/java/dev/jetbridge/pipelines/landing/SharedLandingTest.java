package dev.jetbridge.pipelines.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.ProductId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes to a landing where it already is, on a store that refuses to rename onto a file (see
 * {@link dev.jetbridge.pipelines.storage.SharedFileSystem}).
 */
class SharedLandingTest {
  private static final ProductId PRODUCT = ProductId.parse("shop.orders");
  private static final ProductId OTHER = ProductId.parse("shop.returns");
  private static final Instant MONDAY = Instant.parse("2023-08-28T23:00:00Z");
  private static final Instant TUESDAY = MONDAY.plusSeconds(86_400);

  @TempDir private Path root;
  private Landing landing;

  @BeforeEach
  void open() {
    landing = new Landing("shared:" + root);
  }

  @AfterEach
  void leavesNothingUnfinished() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files).noneMatch(f -> f.getFileName().toString().startsWith(".arriving"));
    }
  }

  @Test
  void takesAFileThatIsSentAgain() {
    LandedFile first = landing.take(PRODUCT, "orders.csv", "sender", MONDAY, content("one"));
    landing.take(PRODUCT, "orders.csv", "sender", TUESDAY, content("one"));
    landing.take(OTHER, "orders.csv", "sender", TUESDAY, content("one"));

    assertThat(landing.files(PRODUCT)).containsExactly(first);
    assertThat(landing.files(OTHER)).extracting(LandedFile::path).containsExactly(first.path());
  }

  @Test
  void takesTwoDaysThatHaveAHeaderOnly() {
    SourceFiles source = landing.source(PRODUCT, "sender");
    LandedFile monday = source.takeOnce("", "orders_1.csv", 3, MONDAY, content("id\n"));
    LandedFile tuesday = source.takeOnce("", "orders_2.csv", 3, TUESDAY, content("id\n"));
    landing.enter(PRODUCT, monday);
    landing.enter(PRODUCT, tuesday);

    assertThat(tuesday.path()).isEqualTo(monday.path());
    assertThat(landing.files(PRODUCT)).containsExactly(monday);
  }

  @Test
  void completesAShipmentThatWasKilledHalfWay() {
    landing.source(PRODUCT, "sender").take("sender", "orders_1.csv", MONDAY, content("one"));

    List<LandedFile> completed = ship("first");

    assertThat(landing.files(PRODUCT)).isEqualTo(completed).hasSize(2);
    // Another pull of the same revision, begun before this one was noted.
    assertThat(ship("first")).isEqualTo(completed);
    assertThat(landing.files(PRODUCT)).isEqualTo(completed);
  }

  @Test
  void keepsRecordsThatAreMendedTwice() {
    landing.keepMended(PRODUCT, "{}\n".getBytes(StandardCharsets.UTF_8));
    landing.keepMended(PRODUCT, "{}\n".getBytes(StandardCharsets.UTF_8));

    assertThat(landing.mended(PRODUCT)).hasSize(1);
  }

  /** The note has the name that it had: a store that keeps what it has would keep the old one. */
  @Test
  void correctsWhatItsSenderPromisedOfAFile() {
    LandedFile file = landing.take(PRODUCT, "orders.csv", "sender", MONDAY, content("one"));
    Promise corrected = new Promise(7L, null, null, null, null);

    landing.enter(PRODUCT, file.promised(new Promise(6L, null, null, null, null)));
    landing.enter(PRODUCT, file.promised(corrected));

    assertThat(landing.files(PRODUCT)).extracting(LandedFile::promise).containsExactly(corrected);
  }

  private List<LandedFile> ship(String id) {
    SourceFiles source = landing.source(PRODUCT, "sender");
    Shipment shipment = landing.begin(PRODUCT, id);
    shipment.add(source.take("sender", "orders_1.csv", MONDAY, content("one")));
    shipment.add(source.take("sender", "orders_2.csv", MONDAY, content("two")));
    return shipment.complete();
  }

  private static Landing.Source content(String text) {
    return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
