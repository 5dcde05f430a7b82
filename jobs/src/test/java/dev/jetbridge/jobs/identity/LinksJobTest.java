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

  @Test
  void recognisesATravellerByEmailNameAndBirthDate() {
    var links = links(new SpokenOf().traveller("T1", AMINA).traveller("T2", AMINA));

    assertThat(person(links, "traveller T1")).isEqualTo(person(links, "traveller T2")).isNotNull();
    assertThat(rule(links, "traveller T1")).isEqualTo("email-name-birth-date");
  }

  @Test
  void comparesWithoutCaseSpaceAccentAndPunctuation() {
    Someone typed = new Someone("Zoë-Anne", "O’Mølland Straße", "1990-01-02", " Zoe@Example.com ");
    Someone plain = new Someone("ZOEANNE", "omolland strasse", "1990-01-02", "zoe@example.com");

    var links = links(new SpokenOf().traveller("T1", typed).traveller("T2", plain));

    assertThat(person(links, "traveller T1")).isEqualTo(person(links, "traveller T2")).isNotNull();
  }

  @Test
  void keepsDotsBeforeTheAtSign() {
    var links =
        links(
            new SpokenOf()
                .traveller("T1", AMINA.withEmail("a.mina@example.com"))
                .traveller("T2", AMINA));

    assertThat(person(links, "traveller T1")).isNotEqualTo(person(links, "traveller T2"));
  }

  @Test
  void keepsAHouseholdThatSharesAnEmailApart() {
    var links =
        links(
            new SpokenOf()
                .traveller("T1", AMINA)
                .traveller("T2", new Someone("Ben", "Richards", "1979-02-03", AMINA.email()))
                .traveller("T3", new Someone("Amina", "Richards", "2012-08-09", AMINA.email())));

    assertThat(
            List.of(
                person(links, "traveller T1"),
                person(links, "traveller T2"),
                person(links, "traveller T3")))
        .doesNotHaveDuplicates();
  }

  @Test
  void neverMatchesAnUnknownBirthDate() {
    Someone unknown = AMINA.withBirth(null);

    var links = links(new SpokenOf().traveller("T1", unknown).traveller("T2", unknown));

    assertThat(person(links, "traveller T1")).isNull();
    assertThat(person(links, "traveller T2")).isNull();
    assertThat(rule(links, "traveller T1")).isEqualTo("none");
    assertThat(reason(links, "traveller T1")).isEqualTo("missing-evidence");
  }

  @Test
  void neverMatchesAnUnknownGivenNameOrEmail() {
    var links =
        links(
            new SpokenOf()
                .traveller("T1", new Someone(null, "Richards", "1980-05-17", "a@example.com"))
                .traveller("T2", AMINA.withEmail(null))
                .traveller("T3", new Someone("?", "Richards", "1980-05-17", "a@example.com")));

    assertThat(links.values()).allMatch(link -> link.isNullAt(link.fieldIndex(Links.PERSON_ID)));
  }

  @Test
  void recognisesAMemberByNumberOverAllSources() {
    Someone member = AMINA.withNumber("SK000000001");

    var links =
        links(
            new SpokenOf()
                .member(member)
                .traveller("T1", member.withEmail(null).withBirth(null))
                .activity("A1", "SK000000001")
                .sale("S1", "SK000000001")
                .sale("S2", null));

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

  @Test
  void keepsAMemberWhoChangesSurnameAndEmailOnePerson() {
    Someone before = AMINA.withNumber("SK000000001");
    Someone after = before.withSurname("Haddad").withEmail("amina.haddad@example.com");

    var links =
        links(
            new SpokenOf()
                .traveller("T1", before.withNumber(null))
                .traveller("T2", before)
                .member(after)
                .traveller("T3", after.withNumber(null)));

    assertThat(person(links, "traveller T1"))
        .isEqualTo(person(links, "traveller T2"))
        .isEqualTo(person(links, "member SK000000001"))
        .isEqualTo(person(links, "traveller T3"));
  }

  @Test
  void joinsTwoNumbersOfOnePerson() {
    var links =
        links(
            new SpokenOf()
                .member(AMINA.withNumber("SK000000001"))
                .member(AMINA.withNumber("SK000000002"))
                .activity("A2", "SK000000002"));

    assertThat(person(links, "member SK000000001")).isEqualTo(person(links, "member A2"));
  }

  @Test
  void takesANumberWithoutMemberRecordAsEvidence() {
    var links =
        links(
            new SpokenOf()
                .traveller("T1", AMINA.withBirth(null).withNumber("SK000000009"))
                .activity("A1", "SK000000009"));

    assertThat(person(links, "traveller T1")).isEqualTo(person(links, "member A1")).isNotNull();
  }

  @Test
  void refusesAMistypedNumberThatHitsAnotherMember() {
    Someone other = new Someone("Olga", "Petrova", "1966-06-06", "olga@example.com", "SK000000002");

    var links =
        links(
            new SpokenOf()
                .member(AMINA.withNumber("SK000000001"))
                .member(other)
                .traveller("T1", AMINA.withNumber("SK000000002"))
                .traveller("T2", AMINA.withBirth(null).withNumber("SK000000002")));

    assertThat(person(links, "traveller T1"))
        .isEqualTo(person(links, "member SK000000001"))
        .isNotEqualTo(person(links, "member SK000000002"));
    assertThat(rule(links, "traveller T1")).isEqualTo("email-name-birth-date");
    assertThat(person(links, "traveller T2")).isNull();
  }

  @Test
  void doesNotTakeAChildForTheParentWhoseNumberWasGiven() {
    Someone child = new Someone("Noor", "Richards", "2015-01-01", AMINA.email());

    var links =
        links(
            new SpokenOf()
                .member(AMINA.withNumber("SK000000001"))
                .traveller("T1", child.withNumber("SK000000001")));

    assertThat(person(links, "traveller T1"))
        .isNotNull()
        .isNotEqualTo(person(links, "member SK000000001"));
  }

  @Test
  void ignoresAnAgencysEmail() {
    SpokenOf sources = new SpokenOf();
    for (int i = 0; i <= 8; i++) {
      sources.agencySale(
          "T" + i, new Someone("Guest", "No" + (char) ('a' + i), "1990-01-01", "desk@agency.com"));
    }
    sources.agencySale(
        "T9", new Someone("Amina", "Richards", null, "desk@agency.com", "SK000000001"));

    var links = links(sources);

    assertThat(person(links, "traveller T0")).isNull();
    assertThat(rule(links, "traveller T0")).isEqualTo("none");
    assertThat(reason(links, "traveller T0")).isEqualTo("shared-email");
    assertThat(rule(links, "traveller T9")).isEqualTo("loyalty-number");
    assertThat(reason(links, "traveller T9")).isNull();
  }

  @Test
  void believesAnEmailThatAsManyPersonsAsAllowedUse() {
    SpokenOf sources = new SpokenOf();
    for (int i = 0; i < 8; i++) {
      sources.traveller(
          "T" + i, new Someone("Child", "No" + (char) ('a' + i), "1990-01-01", "we@example.com"));
      sources.traveller(
          "U" + i, new Someone("Child", "No" + (char) ('a' + i), null, "we@example.com"));
    }

    var links = links(sources);

    assertThat(IntStream.range(0, 8).mapToObj(i -> person(links, "traveller T" + i)))
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsPayerAndTravellerApart() {
    Someone child = new Someone("Noor", "Richards", "2015-01-01", null);

    var links =
        links(
            new SpokenOf()
                .paidFor("T1", child, AMINA)
                .traveller("T2", AMINA)
                .agencySale("T3", AMINA));

    assertThat(person(links, "payer T1"))
        .isEqualTo(person(links, "traveller T2"))
        .isEqualTo(person(links, "payer T2"))
        .isNotNull();
    assertThat(person(links, "traveller T1")).isNull();
    assertThat(links).doesNotContainKey("payer T3");
  }

  @Test
  void readsATicketAsItsCouponChangedLast() {
    var links =
        links(
            new SpokenOf()
                .couponChangedAt("T1", 1, "2026-03-02T00:00:00Z", AMINA.withBirth(null))
                .couponChangedAt("T1", 2, "2026-03-03T00:00:00Z", AMINA)
                .traveller("T2", AMINA));

    assertThat(links).hasSize(3);
    assertThat(person(links, "traveller T1")).isEqualTo(person(links, "traveller T2")).isNotNull();
  }

  @Test
  void ignoresWhatHappensAfterAsOf() {
    var links =
        links(
            new SpokenOf()
                .traveller("T1", AMINA)
                .couponChangedAt("T2", 1, "2026-04-01T02:00:00Z", AMINA)
                .member(
                    AMINA.withNumber("SK000000001"), "2026-04-01", "2026-04-01T00:00:00Z", "blue"));

    assertThat(links).containsOnlyKeys("traveller T1", "payer T1");
  }

  @Test
  void givesIdsOfTheContractsForm() {
    var links = links(new SpokenOf().traveller("T1", AMINA));

    assertThat(person(links, "traveller T1")).matches("P[0-9a-f]{24}");
  }

  @Test
  void mintsOtherIdsWithAnotherKey() {
    SpokenOf sources = new SpokenOf().traveller("T1", AMINA);
    RunContext otherKey =
        new RunContext(
            RUN.asOf(), new Secret("another key of the tests"), Dataset::localCheckpoint);

    var ids = byKey(new LinksJob(8).run(sources.in(spark), otherKey).rows());

    assertThat(person(ids, "traveller T1")).isNotEqualTo(person(links(sources), "traveller T1"));
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
  void staysCheapWhenOneEmailHasAHundredThousandMentions() {
    InMemoryInputs inputs = new SpokenOf().member(AMINA.withNumber("SK000000001")).in(spark);
    Dataset<Row> coupon = new SpokenOf().agencySale("T", AMINA).in(spark).table(Bookings.TABLE);
    Column number = col("id").cast("string");
    Dataset<Row> sales =
        coupon
            .crossJoin(spark.range(0, 100_000, 1, 4).toDF())
            .withColumn(Bookings.TICKET_NUMBER, lpad(number, 13, "0"))
            .withColumn(Bookings.PASSENGER_EMAIL, lit("desk@agency.com"))
            .withColumn(
                Bookings.PASSENGER_BIRTH_DATE,
                date_add(lit(LocalDate.parse("1950-01-01")), col("id").mod(20_000).cast("int")))
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
            Map.of("reservations.bookings none", 100_000L, "loyalty.members loyalty-number", 1L));
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

  private static Map<String, Row> links(SpokenOf sources) {
    return links(sources.in(spark));
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
