package dev.jetbridge.jobs.features.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LloydTest {
  @Test
  void findsGroupsThatLieApart() {
    List<GridPoint> points =
        List.of(
            point(0, 0, 5),
            point(1, 0, 5),
            point(0, 1, 5),
            point(50, 50, 3),
            point(51, 50, 3),
            point(90, 0, 1),
            point(90, 1, 1));

    Lloyd grouped = Lloyd.group(points, 3, 50);

    int[] labels = grouped.labels();
    assertThat(labels[1]).isEqualTo(labels[0]).isEqualTo(labels[2]);
    assertThat(labels[4]).isEqualTo(labels[3]);
    assertThat(labels[6]).isEqualTo(labels[5]);
    assertThat(Arrays.stream(labels).distinct()).hasSize(3);
    assertThat(grouped.settled()).isTrue();
  }

  @Test
  void centreIsTheWeightedMeanOfItsPoints() {
    Lloyd grouped = Lloyd.group(List.of(point(0, 10, 3), point(4, 20, 1)), 1, 50);

    assertThat(grouped.centres()[0]).containsExactly(1.0, 12.5, 0.0, 0.0);
  }

  @Test
  void everyPointIsASegmentWhenThereAreNoMore() {
    List<GridPoint> points = List.of(point(0, 0, 9), point(5, 5, 1));

    Lloyd grouped = Lloyd.group(points, 5, 50);

    assertThat(grouped.centres()).hasNumberOfRows(2);
    assertThat(grouped.spread()).isZero();
  }

  @Test
  void axisOnWhichAllAgreeHasNoWeight() {
    assertThat(Lloyd.group(List.of(point(0, 7, 1), point(5, 7, 1)), 2, 50).weights()[1]).isZero();
  }

  @Test
  void stopsAfterTheRoundsItIsGiven() {
    SplittableRandom random = new SplittableRandom(1);
    List<GridPoint> points = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      points.add(point(random.nextInt(100), random.nextInt(100), 1 + random.nextInt(9)));
    }

    Lloyd once = Lloyd.group(points, 6, 1);
    Lloyd often = Lloyd.group(points, 6, 100);

    assertThat(once.rounds()).isEqualTo(1);
    assertThat(once.settled()).isFalse();
    assertThat(often.settled()).isTrue();
    assertThat(often.spread()).isLessThan(once.spread());
  }

  @Test
  void everyCentreKeepsCustomers() {
    SplittableRandom random = new SplittableRandom(8);
    for (int trial = 0; trial < 200; trial++) {
      List<GridPoint> points = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        points.add(point(random.nextInt(4), random.nextInt(4), 1 + random.nextInt(99)));
      }
      long distinct =
          points.stream().map(p -> List.of(p.recency(), p.frequency())).distinct().count();

      int[] labels = Lloyd.group(points, 4, 50).labels();

      assertThat(Arrays.stream(labels).distinct().count()).isEqualTo(Math.min(4, distinct));
    }
  }

  @Test
  void orderOfTheGridDecidesNotOfTheCount() {
    List<GridPoint> points = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 100; i++) {
      points.add(point(i % 10, i / 10, 1 + random.nextInt(50)));
    }
    List<GridPoint> shuffled = new ArrayList<>(points);
    Collections.shuffle(shuffled, new java.util.Random(4));
    points.sort(GridPoint.BY_PLACE);
    shuffled.sort(GridPoint.BY_PLACE);

    assertThat(Lloyd.group(shuffled, 5, 50).centres())
        .isDeepEqualTo(Lloyd.group(points, 5, 50).centres());
  }

  private static GridPoint point(int recency, int frequency, long customers) {
    return new GridPoint(recency, frequency, 0, 0, customers, 0, 0, BigDecimal.ZERO, 0);
  }
}
