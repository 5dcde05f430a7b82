package dev.jetbridge.jobs.features.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentNameTest {
  private static final double[] MEAN = {50, 50, 50, 50};

  @ParameterizedTest
  @CsvSource({
    "10, 90, 90, 90, Champions",
    "10, 90, 10, 90, Loyal",
    "10, 10, 90, 90, Big spenders",
    "10, 10, 90, 10, Promising",
    "10, 10, 10, 90, Occasional",
    "10, 10, 10, 10, New",
    "90, 90, 90, 90, At risk",
    "90, 90, 10, 90, Slipping away",
    "90, 10, 90, 90, Lapsed big spenders",
    "90, 10, 10, 90, Dormant",
    "90, 10, 10, 10, Passing"
  })
  void nameFollowsThePlaceOfTheCentre(double r, double f, double m, double t, String name) {
    assertThat(SegmentName.of(new double[] {r, f, m, t}, MEAN).name()).isEqualTo(name);
  }

  @Test
  void secondSegmentOfANameGetsANumber() {
    SegmentName name = SegmentName.of(new double[] {10, 90, 90, 90}, MEAN);

    assertThat(name.unlike(List.of("Champions", "Champions 2")).name()).isEqualTo("Champions 3");
  }

  @Test
  void descriptionSaysHowTheSegmentDiffers() {
    assertThat(SegmentName.of(new double[] {90, 10, 10, 10}, MEAN).description())
        .isEqualTo(
            "Bought longer ago, less often and for less than the average customer;"
                + " known for a shorter time");
  }
}
