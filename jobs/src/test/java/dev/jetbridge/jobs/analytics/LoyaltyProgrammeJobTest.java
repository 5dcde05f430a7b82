package dev.jetbridge.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.LoyaltyProgramme;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.Rows;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.registration.Jobs;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class LoyaltyProgrammeJobTest extends SparkTest {
  private static final String AS_OF = "2026-03-31T23:59:59.999999Z";

  private final Rows members =
      Rows.of(Members.TABLE, Members.LOYALTY_NUMBER, Members.TIER, Members.ENROLLED_ON);
  private final Rows activity =
      Rows.of(
          Activity.TABLE,
          Activity.ACTIVITY_ID,
          Activity.LOYALTY_NUMBER,
          Activity.ACTIVITY_TYPE,
          Activity.OCCURRED_AT,
          Activity.MILES);
  private int activities;

  @Test
  void followsATierFromMonthToMonth() {
    members.row("SK1", "gold", "2026-01-31").row("SK2", "gold", "2026-03-01");
    miles("SK1", "flight", "2026-01-31T23:59:59Z", 500);
    miles("SK1", "partner", "2026-03-01T00:00:00Z", 100);
    miles("SK2", "redemption", "2026-03-05T10:00:00Z", -250);
    miles("SK1", "adjustment", "2026-03-06T10:00:00Z", -30);

    assertThat(lines())
        .containsExactly(
            "2026-01-01|gold|1|1|1|500|0|500",
            "2026-02-01|gold|1|0|0|0|0|500",
            "2026-03-01|gold|2|1|2|70|250|320");
  }

  @Test
  void keepsThePointsOfThoseWhoLeftUnderNone() {
    members.row("SK1", "blue", "2026-03-10");
    miles("SK9", "partner", "2026-02-10T10:00:00Z", 40);

    assertThat(lines())
        .containsExactly(
            "2026-02-01|blue|0|0|0|0|0|0",
            "2026-02-01|none|0|0|1|40|0|40",
            "2026-03-01|blue|1|1|0|0|0|0",
            "2026-03-01|none|0|0|0|0|0|40");
  }

  @Test
  void knowsNothingOfTheTimeAfterTheAsOfInstant() {
    members.row("SK1", "blue", "2026-03-31").row("SK2", "blue", "2026-04-01");
    miles("SK1", "partner", "2026-03-31T23:59:59.999999Z", 40);
    miles("SK1", "partner", "2026-04-01T00:00:00Z", 99);

    assertThat(lines()).containsExactly("2026-03-01|blue|1|1|1|40|0|40");
  }

  @Test
  void countsANumberOnceAMonthHoweverOftenItIsActive() {
    members.row("SK1", "silver", "2026-03-01");
    miles("SK1", "partner", "2026-03-02T10:00:00Z", 10);
    miles("SK1", "flight", "2026-03-03T10:00:00Z", 10);

    assertThat(lines()).containsExactly("2026-03-01|silver|1|1|1|20|0|20");
  }

  @Test
  void hasNoRowsWithoutMembersAndActivity() {
    assertThat(lines()).isEmpty();
  }

  @Test
  void identicalWhateverThePartitions() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 80; i++) {
      String number = "SK" + i;
      if (i % 9 > 0) {
        String tier = List.of("blue", "silver", "gold", "platinum").get(random.nextInt(4));
        members.row(number, tier, LocalDate.parse("2024-01-01").plusDays(random.nextInt(800)));
      }
      for (int j = random.nextInt(5); j > 0; j--) {
        String day = LocalDate.parse("2025-06-01").plusDays(random.nextInt(300)).toString();
        boolean spends = random.nextInt(4) == 0;
        int miles = 10 + random.nextInt(1_000);
        miles(
            number, spends ? "redemption" : "flight", day + "T10:00:00Z", spends ? -miles : miles);
      }
    }
    List<String> expected = withShufflePartitions(1, () -> lines(UnaryOperator.identity()));

    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(withShufflePartitions(3, () -> lines(rows -> rows.repartition(5))))
        .isEqualTo(expected);
    assertThat(withShufflePartitions(5, () -> lines(rows -> rows.orderBy(Members.LOYALTY_NUMBER))))
        .isEqualTo(expected);
  }

  private void miles(String number, String type, String at, int miles) {
    activity.row("A" + activities++, number, type, at, miles);
  }

  private List<String> lines() {
    return lines(UnaryOperator.identity());
  }

  private List<String> lines(UnaryOperator<Dataset<Row>> arranged) {
    InMemoryInputs inputs =
        InMemoryInputs.of(Members.TABLE, arranged.apply(members.in(spark)))
            .and(Activity.TABLE, arranged.apply(activity.in(spark)));
    return Jobs.create("analytics.loyalty_programme", Map.of())
        .run(inputs, asOf(AS_OF))
        .rows()
        .select(
            LoyaltyProgramme.MONTH,
            LoyaltyProgramme.TIER,
            LoyaltyProgramme.MEMBERS,
            LoyaltyProgramme.JOINS,
            LoyaltyProgramme.ACTIVE_MEMBERS,
            LoyaltyProgramme.POINTS_EARNED,
            LoyaltyProgramme.POINTS_REDEEMED,
            LoyaltyProgramme.BALANCE)
        .collectAsList()
        .stream()
        .map(row -> row.mkString("|"))
        .sorted()
        .toList();
  }
}
