package dev.jetbridge.jobs.features.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.value.numeric.FitLimit;
import dev.jetbridge.jobs.features.value.spend.GammaGammaFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customers so alike that the likelihood has no maximum: the fit says in what, or is refused. */
class DegenerateFitTest {
  private static final String ALIKE = ": customers do not differ in how often they buy";
  private static final String NOBODY = ": nobody seems to stop";

  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void nobodyStops() {
    Histories clockwork = customers(300, 7, i -> 50, n -> false);
    Histories alike = customers(300, 0, i -> 50, n -> false);

    BgNbdFit.Fitted fitted = BgNbdFit.fit(clockwork.purchases());

    assertThat(fitted.limits())
        .containsExactly("r ran to 1,097" + ALIKE, "a ran to 0.0009, b ran to 1,097" + NOBODY);
    assertThat(fitted.model().expectedPurchases(20, 140, 145, 26)).isCloseTo(26, within(0.5));
    assertThat(BgNbdFit.fit(alike.purchases()).limits())
        .anyMatch(l -> l.endsWith(ALIKE))
        .anyMatch(l -> l.endsWith(NOBODY));
  }

  @Test
  void everybodyStops() {
    BgNbdFit.Fitted fitted = BgNbdFit.fit(customers(300, 10, i -> 50, n -> n == 2).purchases());

    assertThat(fitted.limits())
        .anyMatch(l -> l.endsWith(": everybody stops after the first repeat purchase"));
    assertThat(fitted.model().expectedPurchases(1, 10, 200, 52)).isCloseTo(0, within(1e-3));
  }

  @Test
  void someStopAtOnceAndTheOthersNever() {
    Histories half = new Histories();
    for (int i = 0; i < 400; i++) {
      LocalDate first = Histories.AS_OF.minusDays(60 + random.nextInt(300));
      for (int n = 0; n < (i % 2 == 0 ? 2 : 40); n++) {
        half.add("P" + i, first.plusDays(10L * n), 20);
      }
    }

    assertThat(BgNbdFit.fit(half.purchases()).limits())
        .anyMatch(l -> l.endsWith(": customers stop after their first repeat purchase or never"));
  }

  /** One repeat purchase on the next day for some: the rest of the model is a guess. */
  @Test
  void isRefusedWhereWhatItPredictsIsThatOfTheBounds() {
    Histories ties = new Histories();
    for (int i = 0; i < 1000; i++) {
      LocalDate first = Histories.AS_OF.minusDays(10 + i % 200);
      ties.add("P" + i, first, 50);
      if (i % 10 == 0) {
        ties.add("P" + i, first.plusDays(1), 50);
      }
    }

    assertThatThrownBy(() -> BgNbdFit.fit(ties.purchases()))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONTRACT))
        .hasMessageContaining(
            "Cannot fit how customers go on buying: the purchases do not tell the parameters apart"
                + " (")
        .hasMessageContaining("ran to 1,097")
        .hasMessageContaining("what was published stays");
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, true, true",
    "0.01, 0.01, true, true",
    "100, 250, true, false",
    "99.99, 100.01, true, true"
  })
  void aPurchaseHasOnePrice(double one, double other, boolean everyPurchase, boolean everybody) {
    Histories histories =
        customers(300, 0, i -> i % 2 == 0 ? one : other, n -> random.nextInt(5) == 0);

    GammaGammaFit.Fitted fitted = GammaGammaFit.fit(histories.values());

    assertThat(
            fitted
                .limits()
                .contains("p ran to 22,026: each customer spends the same on every purchase"))
        .isEqualTo(everyPurchase);
    assertThat(
            fitted.limits().contains("q ran to 22,027: customers do not differ in what they spend"))
        .isEqualTo(everybody);
    assertThat(fitted.doubt()).isLessThan(FitLimit.TOLERANCE);
    assertThat(fitted.model().expectedMeanValue(3, 3 * one)).isCloseTo(one, within(one / 100));
  }

  /** One purchase of a thousand million among those of fifty. */
  @Test
  void aValueFarFromAllOthersLeavesTheValuesInDoubt() {
    Histories histories =
        customers(300, 0, i -> i == 0 ? 1e9 : 50 + 30 * random.nextDouble(), n -> n == 6);

    assertThat(GammaGammaFit.fit(histories.values()).doubt()).isGreaterThan(FitLimit.TOLERANCE);
  }

  @Test
  void customersWhoDifferAreFittedWithoutANote() {
    PurchaseCells cells = PurchaseSimulation.cells(new BgNbd(0.5, 5, 1, 2), 5_000, 500, 1);

    assertThat(BgNbdFit.fit(cells).limits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s02_never_stop, a ran to 0.0009",
    "s03_all_stop, alpha ran to 0.0497",
    "s05_all_zero, 'r ran to 1,097'",
    "s09_identical, 'a ran to 1,097, b ran to 0.0009: everybody stops'",
    "s11_ties, alpha ran to 0.1190",
    "s14_constant_price, 'b ran to 1,097'"
  })
  void namesWhatIsDegenerateInTheSharedCases(String name, String limit) throws IOException {
    Path file =
        Path.of(System.getProperty("jetbridge.shared", "none"), "cases/value", name)
            .resolve("purchases.csv");
    assumeTrue(Files.exists(file), "the shared cases are not on this machine");
    Histories histories = new Histories();
    for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
      String[] fields = line.split(",", -1);
      histories.add(fields[0], LocalDate.parse(fields[1]), Double.parseDouble(fields[2]));
    }

    String said;
    try {
      said = String.join("; ", BgNbdFit.fit(histories.purchases()).limits());
    } catch (JetbridgeException e) {
      said = e.getMessage();
    }
    assertThat(said).contains(limit);
  }

  /**
   * Customers first seen within a year.
   *
   * @param gap days from a purchase to the next; 0 for a random number about 20
   * @param value of each purchase of a customer
   * @param stops whether a customer stops after so many purchases
   */
  private Histories customers(
      int customers, int gap, IntFunction<Number> value, IntPredicate stops) {
    Histories histories = new Histories();
    for (int i = 0; i < customers; i++) {
      LocalDate day = Histories.AS_OF.minusDays(60 + random.nextInt(300));
      for (int n = 1; !day.isAfter(Histories.AS_OF); n++) {
        histories.add("P" + i, day, value.apply(i).doubleValue());
        if (stops.test(n)) {
          break;
        }
        double wait = -20 * Math.log(1 - random.nextDouble());
        day = day.plusDays(gap > 0 ? gap : 1 + (long) wait);
      }
    }
    return histories;
  }
}
