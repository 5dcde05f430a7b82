package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.identity.SpokenOf.Someone;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class LinksJobTest extends SparkTest {
  private static final RunContext RUN = asOf("2026-03-31T23:59:59.999999Z");
  private static final Someone AMINA =
      new Someone("Amina", "Richards", "1980-05-17", "amina@example.com");
  private static final SpokenOf STORIES = new SpokenOf();
  private static int stories;
  private static Map<Integer, Map<String, Row>> told;

  private static final SpokenOf BY_EMAIL = story().traveller("T1", AMINA).traveller("T2", AMINA);

  @Test
  void recognisesATravellerByEmailNameAndBirthDate() {
    var links = links(BY_EMAIL);

    assertThat(person(links, "traveller T1")).isEqualTo(person(links, "traveller T2")).isNotNull();
    assertThat(rule(links, "traveller T1")).isEqualTo("email-name-birth-date");
  }

  private static final Someone ZOE_AS_TYPED =
      new Someone("Zoë-Anne", "O’Mølland Straße", "1990-01-02", " Zoe@Example.com ");
  private static final Someone ZOE =
      new Someone("ZOEANNE", "omolland strasse", "1990-01-02", "zoe@example.com");
  private static final SpokenOf TYPED = story().traveller("T1", ZOE_AS_TYPED).traveller("T2", ZOE);

  @Test
  void comparesWithoutCaseSpaceAccentAndPunctuation() {
    var links = links(TYPED);

    assertThat(person(links, "traveller T1")).isEqualTo(person(links, "traveller T2")).isNotNull();
  }

  private static final SpokenOf DOTS =
      story().traveller("T1", AMINA.withEmail("a.mina@example.com")).traveller("T2", AMINA);

  @Test
  void keepsDotsBeforeTheAtSign() {
    var links = links(DOTS);

    assertThat(person(links, "traveller T1")).isNotEqualTo(person(links, "traveller T2"));
  }

  private static final SpokenOf HOUSEHOLD =
      story()
          .traveller("T1", AMINA)
          .traveller("T2", new Someone("Ben", "Richards", "1979-02-03", AMINA.email()))
          .traveller("T3", new Someone("Amina", "Richards", "2012-08-09", AMINA.email()));

  @Test
  void keepsAHouseholdThatSharesAnEmailApart() {
    var links = links(HOUSEHOLD);

    assertThat(
            List.of(
                person(links, "traveller T1"),
                person(links, "traveller T2"),
                person(links, "traveller T3")))
        .doesNotHaveDuplicates();
  }

  private static final Someone AGELESS = AMINA.withBirth(null);
  private static final SpokenOf NO_BIRTH_DATE =
      story().traveller("T1", AGELESS).traveller("T2", AGELESS);

  @Test
  void neverMatchesAnUnknownBirthDate() {
    var links = links(NO_BIRTH_DATE);

    assertThat(person(links, "traveller T1")).isNull();
    assertThat(person(links, "traveller T2")).isNull();
    assertThat(rule(links, "traveller T1")).isEqualTo("none");
    assertThat(reason(links, "traveller T1")).isEqualTo("missing-evidence");
  }

  private static final SpokenOf NO_NAME =
      story()
          .traveller("T1", new Someone(null, "Richards", "1980-05-17", "a@example.com"))
          .traveller("T2", AMINA.withEmail(null))
          .traveller("T3", new Someone("?", "Richards", "1980-05-17", "a@example.com"));

  @Test
  void neverMatchesAnUnknownGivenNameOrEmail() {
    var links = links(NO_NAME);

    assertThat(links.values()).allMatch(link -> link.isNullAt(link.fieldIndex(Links.PERSON_ID)));
  }

  private static final Someone AMINA_AS_MEMBER = AMINA.withNumber("SK000000001");
  private static final SpokenOf MEMBER =
      story()
          .member(AMINA_AS_MEMBER)
          .traveller("T1", AMINA_AS_MEMBER.withEmail(null).withBirth(null))
          .activity("A1", "SK000000001")
          .sale("S1", "SK000000001")
          .sale("S2", null);

  @Test
  void recognisesAMemberByNumberOverAllSources() {
    var links = links(MEMBER);

    assertThat(
            List.of(
                person(links, "member SK000000001"),
                person(links, "traveller T1"),
                person(links, "payer T1"),
                person(links, "member A1"),
                person(links, "buyer S1")))
        .containsOnly(person(links, "member SK000000001"));
    assertThat(rule(links, "buyer S1")).isEqualTo("loyalty-number");
    assertThat(reason(links, "buyer S2")).isEqualTo("missing-evidence");
  }

  private static final Someone UNMARRIED = AMINA.withNumber("SK000000001");
  private static final Someone MARRIED =
      UNMARRIED.withSurname("Haddad").withEmail("amina.haddad@example.com");
  private static final SpokenOf CHANGING =
      story()
          .traveller("T1", UNMARRIED.withNumber(null))
          .traveller("T2", UNMARRIED)
          .member(MARRIED)
          .traveller("T3", MARRIED.withNumber(null));

  @Test
  void keepsAMemberWhoChangesSurnameAndEmailOnePerson() {
    var links = links(CHANGING);

    assertThat(person(links, "traveller T1"))
        .isEqualTo(person(links, "traveller T2"))
        .isEqualTo(person(links, "member SK000000001"))
        .isEqualTo(person(links, "traveller T3"));
  }

  private static final SpokenOf TWO_NUMBERS =
      story()
          .member(AMINA.withNumber("SK000000001"))
          .member(AMINA.withNumber("SK000000002"))
          .activity("A2", "SK000000002");

  @Test
  void joinsTwoNumbersOfOnePerson() {
    var links = links(TWO_NUMBERS);

    assertThat(person(links, "member SK000000001")).isEqualTo(person(links, "member A2"));
  }

  private static final SpokenOf NUMBER_ONLY =
      story()
          .traveller("T1", AMINA.withBirth(null).withNumber("SK000000009"))
          .activity("A1", "SK000000009");

  @Test
  void takesANumberWithoutMemberRecordAsEvidence() {
    var links = links(NUMBER_ONLY);

    assertThat(person(links, "traveller T1")).isEqualTo(person(links, "member A1")).isNotNull();
  }

  private static final Someone OLGA =
      new Someone("Olga", "Petrova", "1966-06-06", "olga@example.com", "SK000000002");
  private static final SpokenOf MISTYPED =
      story()
          .member(AMINA.withNumber("SK000000001"))
          .member(OLGA)
          .traveller("T1", AMINA.withNumber("SK000000002"))
          .traveller("T2", AMINA.withBirth(null).withNumber("SK000000002"));

  @Test
  void refusesAMistypedNumberThatHitsAnotherMember() {
    var links = links(MISTYPED);

    assertThat(person(links, "traveller T1"))
        .isEqualTo(person(links, "member SK000000001"))
        .isNotEqualTo(person(links, "member SK000000002"));
    assertThat(rule(links, "traveller T1")).isEqualTo("email-name-birth-date");
    assertThat(person(links, "traveller T2")).isNull();
  }

  private static final Someone NOOR = new Someone("Noor", "Richards", "2015-01-01", AMINA.email());
  private static final SpokenOf CHILD =
      story()
          .member(AMINA.withNumber("SK000000001"))
          .traveller("T1", NOOR.withNumber("SK000000001"));

  @Test
  void doesNotTakeAChildForTheParentWhoseNumberWasGiven() {
    var links = links(CHILD);

    assertThat(person(links, "traveller T1"))
        .isNotNull()
        .isNotEqualTo(person(links, "member SK000000001"));
  }

  private static final SpokenOf AGENCY = story();

  static {
    for (int i = 0; i <= 8; i++) {
      AGENCY.agencySale(
          "T" + i, new Someone("Guest", "No" + (char) ('a' + i), "1990-01-01", "desk@agency.com"));
    }
    AGENCY.agencySale(
        "T9", new Someone("Amina", "Richards", null, "desk@agency.com", "SK000000001"));
  }

  @Test
  void ignoresAnAgencysEmail() {
    var links = links(AGENCY);

    assertThat(person(links, "traveller T0")).isNull();
    assertThat(rule(links, "traveller T0")).isEqualTo("none");
    assertThat(reason(links, "traveller T0")).isEqualTo("shared-email");
    assertThat(rule(links, "traveller T9")).isEqualTo("loyalty-number");
    assertThat(reason(links, "traveller T9")).isNull();
  }

  private static final SpokenOf FAMILY = story();

  static {
    for (int i = 0; i < 8; i++) {
      FAMILY.traveller(
          "T" + i, new Someone("Child", "No" + (char) ('a' + i), "1990-01-01", "we@example.com"));
      FAMILY.traveller(
          "U" + i, new Someone("Child", "No" + (char) ('a' + i), null, "we@example.com"));
    }
  }

  @Test
  void believesAnEmailThatAsManyPersonsAsAllowedUse() {
    var links = links(FAMILY);

    assertThat(IntStream.range(0, 8).mapToObj(i -> person(links, "traveller T" + i)))
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }

  private static final SpokenOf PAYER =
      story()
          .paidFor("T1", NOOR.withEmail(null), AMINA)
          .traveller("T2", AMINA)
          .agencySale("T3", AMINA);

  @Test
  void keepsPayerAndTravellerApart() {
    var links = links(PAYER);

    assertThat(person(links, "payer T1"))
        .isEqualTo(person(links, "traveller T2"))
        .isEqualTo(person(links, "payer T2"))
        .isNotNull();
    assertThat(person(links, "traveller T1")).isNull();
    assertThat(links).doesNotContainKey("payer T3");
  }

  private static final SpokenOf COUPONS =
      story()
          .couponChangedAt("T1", 1, "2026-03-02T00:00:00Z", AMINA.withBirth(null))
          .couponChangedAt("T1", 2, "2026-03-03T00:00:00Z", AMINA)
          .traveller("T2", AMINA);

  @Test
  void readsATicketAsItsCouponChangedLast() {
    var links = links(COUPONS);

    assertThat(links).hasSize(3);
    assertThat(person(links, "traveller T1")).isEqualTo(person(links, "traveller T2")).isNotNull();
  }

  private static final SpokenOf LATER =
      story()
          .traveller("T1", AMINA)
          .couponChangedAt("T2", 1, "2026-04-01T02:00:00Z", AMINA)
          .member(AMINA.withNumber("SK000000001"), "2026-04-01", "2026-04-01T00:00:00Z", "blue");

  @Test
  void ignoresWhatHappensAfterAsOf() {
    var links = links(LATER);

    assertThat(links).containsOnlyKeys("traveller T1", "payer T1");
  }

  @Test
  void givesIdsOfTheContractsForm() {
    assertThat(person(links(BY_EMAIL), "traveller T1")).matches("P[0-9a-f]{24}");
  }

  @Test
  void mintsOtherIdsWithAnotherKey() {
    RunContext otherKey =
        new RunContext(
            RUN.asOf(), new Secret("another key of the tests"), Dataset::localCheckpoint);

    var ids = byStory(new LinksJob(8).run(STORIES.in(spark), otherKey).rows());

    assertThat(person(ids.get(BY_EMAIL.story()), "traveller T1"))
        .isNotNull()
        .isNotEqualTo(person(links(BY_EMAIL), "traveller T1"));
  }

  @Test
  void doesNotDependOnOrderOrPartitions() {
    SpokenOf sources = manyStories();

    var once = withShufflePartitions(1, () -> links(sources.in(spark)));
    var often =
        withShufflePartitions(
            7,
            () ->
                links(
                    sources.in(
                        spark,
                        rows -> rows.repartition(7).sort(rows.columns()[1], rows.columns()[0]))));

    assertThat(often).isEqualTo(once);
  }

  @Test
  void keepsIdsFromRunToRun() {
    SpokenOf sources = manyStories();
    Dataset<Row> first = new LinksJob(8).run(sources.in(spark), RUN).rows().localCheckpoint();
    RunContext nextDay = asOf("2026-04-01T23:59:59.999999Z");

    var second = byKey(new LinksJob(8).run(sources.in(spark).withPrevious(first), nextDay).rows());

    assertThat(second).isEqualTo(byKey(first));
  }

  @Test
  void staysCheapWhenOneEmailHasTwentyThousandMentions() {
    InMemoryInputs inputs = new SpokenOf().member(AMINA.withNumber("SK000000001")).in(spark);
    Dataset<Row> coupon = new SpokenOf().agencySale("T", AMINA).in(spark).table(Bookings.TABLE);
    Column number = col("id").cast("string");
    Dataset<Row> sales =
        coupon
            .crossJoin(spark.range(0, 20_000, 1, 4).toDF())
            .withColumn(Bookings.TICKET_NUMBER, lpad(number, 13, "0"))
            .withColumn(Bookings.PASSENGER_EMAIL, lit("desk@agency.com"))
            .withColumn(
                Bookings.PASSENGER_BIRTH_DATE,
                date_add(lit(LocalDate.parse("1950-01-01")), col("id").mod(4_000).cast("int")))
            .drop("id")
            .select(Arrays.stream(coupon.columns()).map(functions::col).toArray(Column[]::new));
    inputs.and(Bookings.TABLE, sales);

    Dataset<Row> links = new LinksJob(8).run(inputs, RUN).rows();
    Map<String, Long> reasons = new TreeMap<>();
    for (Row row :
        links
            .groupBy(concat(col(Links.SOURCE), lit(" "), col(Links.MATCH_RULE)))
            .count()
            .collectAsList()) {
      reasons.put(row.getString(0), row.getLong(1));
    }

    assertThat(reasons)
        .isEqualTo(
            Map.of("reservations.bookings none", 20_000L, "loyalty.members loyalty-number", 1L));
  }

  static SpokenOf manyStories() {
    SpokenOf sources = new SpokenOf();
    for (int i = 0; i < 12; i++) {
      String number = "SK00000000" + i % 5;
      Someone someone =
          new Someone(
              "Name" + (char) ('a' + i % 4), "Family", "1980-01-0" + (1 + i % 3), "f@x.com");
      sources
          .traveller("T" + i, i % 2 == 0 ? someone : someone.withNumber(number))
          .paidFor("V" + i, someone.withEmail("g" + i % 6 + "@x.com"), someone)
          .activity("A" + i, number);
    }
    return sources.member(AMINA.withNumber("SK000000001")).sale("S1", "SK000000003");
  }

  /** Another story of those that one run is told: a run takes seconds, a story nothing. */
  private static SpokenOf story() {
    return STORIES.story(++stories);
  }

  private static Map<String, Row> links(SpokenOf story) {
    if (told == null) {
      told = byStory(new LinksJob(8).run(STORIES.in(spark), RUN).rows());
    }
    return told.get(story.story());
  }

  /** The links of each story by their keys as the story has them. */
  private static Map<Integer, Map<String, Row>> byStory(Dataset<Row> links) {
    Map<Integer, Map<String, Row>> byStory = new TreeMap<>();
    byKey(links)
        .forEach(
            (key, link) ->
                byStory
                    .computeIfAbsent(SpokenOf.storyOf(key), story -> new TreeMap<>())
                    .put(SpokenOf.plain(key), link));
    return byStory;
  }

  private static Map<String, Row> links(InMemoryInputs inputs) {
    return byKey(new LinksJob(8).run(inputs, RUN).rows());
  }

  static Map<String, Row> byKey(Dataset<Row> links) {
    Map<String, Row> byKey = new TreeMap<>();
    for (Row link : links.collectAsList()) {
      assertThat(byKey.put(SpokenOf.key(link), link)).as(SpokenOf.key(link)).isNull();
    }
    return byKey;
  }

  private static String person(Map<String, Row> links, String key) {
    return links.get(key).getAs(Links.PERSON_ID);
  }

  private static String rule(Map<String, Row> links, String key) {
    return links.get(key).getAs(Links.MATCH_RULE);
  }

  private static String reason(Map<String, Row> links, String key) {
    return links.get(key).getAs(Links.UNIDENTIFIED_REASON);
  }
}
