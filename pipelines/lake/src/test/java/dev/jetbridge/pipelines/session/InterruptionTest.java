package dev.jetbridge.pipelines.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  @Test
  void saysWhatWasFinishedAndHowToGoOn() {
    assertThat(
            Interruption.words(
                List.of("shop.orders", "shop.items"), "run", "--home", "/data/my home"))
        .isEqualToIgnoringNewLines(
            "Stopped before its end. Published by this command: shop.orders, shop.items. Nothing is"
                + " half published: what was under way is made again from its beginning."
                + "To go on: ./jetbridge run --home '/data/my home'");
  }

  @Test
  void saysThatNothingWasPublishedYet() {
    assertThat(Interruption.words(List.of(), "ingest", "shop.orders", "--from", "it's"))
        .contains("No product was published by this command yet.")
        .contains("./jetbridge ingest shop.orders --from 'it'\\''s'");
  }

  @Test
  void letsARunGoOnThatNobodyStops() {
    Interruption.standStill();
  }
}
