package dev.jetbridge.jobs.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Persons;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.identity.SpokenOf.Someone;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PersonsJobTest extends SparkTest {
  private static final RunContext RUN = asOf("2026-03-31T23:59:59.999999Z");
  private static final Someone AMINA =
      new Someone("Amina", "Richards", "1980-05-17", "Amina@Example.com", "SK000000001");

  @Test
  void prefersTheMemberRecordToALaterBooking() {
    Row person =
        only(
            new SpokenOf()
                .member(AMINA, "2020-01-01", "2024-01-01T00:00:00Z", "gold")
                .traveller("T1", new Someone("A", "Richards", null, "x@y.com", AMINA.number())));

    assertThat(person.<String>getAs(Persons.GIVEN_NAME)).isEqualTo("Amina");
    assertThat(person.<String>getAs(Persons.EMAIL)).isEqualTo("amina@example.com");
    assertThat(person.<String>getAs(Persons.TIER)).isEqualTo("gold");
    assertThat(person.<String>getAs(Persons.COUNTRY)).isEqualTo("AE");
  }

  @Test
  void fillsWhatTheMemberRecordLacksFromTheLatestBooking() {
    Someone member = AMINA.withBirth(null).withEmail(null);

    Row person =
        only(
            new SpokenOf()
                .member(member)
                .couponChangedAt("T1", 1, "2026-03-02T00:00:00Z", AMINA.withEmail("old@x.com"))
                .couponChangedAt("T2", 1, "2026-03-03T00:00:00Z", AMINA.withEmail("new@x.com"))
                .couponChangedAt("T3", 1, "2026-03-04T00:00:00Z", member));

    assertThat(person.<Date>getAs(Persons.BIRTH_DATE)).isEqualTo(Date.valueOf("1980-05-17"));
    assertThat(person.<String>getAs(Persons.EMAIL)).isEqualTo("new@x.com");
  }

  @Test
  void showsTheNumberEnrolledFirst() {
    Row person =
        only(
            new SpokenOf()
                .member(AMINA, "2021-01-01", "2021-01-01T00:00:00Z", "blue")
                .member(
                    AMINA.withNumber("SK000000002"), "2019-01-01", "2025-01-01T00:00:00Z", "gold"));

    assertThat(person.<String>getAs(Persons.LOYALTY_NUMBER)).isEqualTo("SK000000002");
    assertThat(person.<String>getAs(Persons.TIER)).isEqualTo("gold");
    assertThat(person.<Timestamp>getAs(Persons.FIRST_SEEN_AT))
        .isEqualTo(Timestamp.from(Instant.parse("2019-01-01T00:00:00Z")));
  }

  @Test
  void doesNotTakeAnAgencysAddressForThePersons() {
    Row person =
        only(new SpokenOf().agencySale("T1", AMINA.withBirth(null)).activity("A1", AMINA.number()));

    assertThat(person.<String>getAs(Persons.EMAIL)).isNull();
    assertThat(person.<String>getAs(Persons.SURNAME)).isEqualTo("Richards");
    assertThat(person.<String>getAs(Persons.LOYALTY_NUMBER)).isNull();
    assertThat(person.<String>getAs(Persons.TIER)).isNull();
  }

  @Test
  void believesAnAddressThatIdentifiedTheTravellerOfAnAgencysSale() {
    Row person = only(new SpokenOf().agencySale("T1", AMINA.withNumber(null)));

    assertThat(person.<String>getAs(Persons.EMAIL)).isEqualTo("amina@example.com");
  }

  @Test
  void countsEveryMentionAndTheFirstMoment() {
    Row person =
        only(
            new SpokenOf()
                .traveller("T1", AMINA)
                .activity("A1", AMINA.number())
                .sale("S1", AMINA.number()));

    assertThat(person.<Long>getAs(Persons.MENTIONS)).isEqualTo(4);
    assertThat(person.<Timestamp>getAs(Persons.FIRST_SEEN_AT))
        .isEqualTo(Timestamp.from(Instant.parse("2026-02-01T00:00:00Z")));
  }

  @Test
  void leavesOutWhoIsNotIdentified() {
    assertThat(persons(new SpokenOf().sale("S1", null).sale("S2", "SK000000003"))).hasSize(1);
  }

  @Test
  void doesNotDependOnOrderOrPartitions() {
    SpokenOf sources = LinksJobTest.manyStories();

    var once = withShufflePartitions(1, () -> persons(sources.in(spark)));
    var often =
        withShufflePartitions(
            7,
            () ->
                persons(
                    sources.in(
                        spark,
                        rows -> rows.repartition(7).sort(rows.columns()[1], rows.columns()[0]))));

    assertThat(once).hasSizeGreaterThan(3);
    assertThat(often).containsExactlyInAnyOrderElementsOf(once);
  }

  private static Row only(SpokenOf sources) {
    List<Row> persons = persons(sources);
    assertThat(persons).hasSize(1);
    return persons.get(0);
  }

  private static List<Row> persons(SpokenOf sources) {
    return persons(sources.in(spark));
  }

  private static List<Row> persons(InMemoryInputs inputs) {
    Dataset<Row> links = new LinksJob(8).run(inputs, RUN).rows();
    return new PersonsJob().run(inputs.and(Links.TABLE, links), RUN).rows().collectAsList();
  }
}
