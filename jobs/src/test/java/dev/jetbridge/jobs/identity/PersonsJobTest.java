package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.col;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PersonsJobTest extends SparkTest {
  private static final RunContext RUN = asOf("2026-03-31T23:59:59.999999Z");
  private static final Someone AMINA =
      new Someone("Amina", "Richards", "1980-05-17", "Amina@Example.com", "SK000000001");
  private static final SpokenOf STORIES = new SpokenOf();
  private static int stories;
  private static Map<Integer, List<Row>> told;

  private static final SpokenOf MEMBER =
      story()
          .member(AMINA, "2020-01-01", "2024-01-01T00:00:00Z", "gold")
          .traveller("T1", new Someone("A", "Richards", null, "x@y.com", AMINA.number()));

  @Test
  void prefersTheMemberRecordToALaterBooking() {
    Row person = only(MEMBER);

    assertThat(person.<String>getAs(Persons.GIVEN_NAME)).isEqualTo("Amina");
    assertThat(plain(person, Persons.EMAIL)).isEqualTo("amina@example.com");
    assertThat(person.<String>getAs(Persons.TIER)).isEqualTo("gold");
    assertThat(person.<String>getAs(Persons.COUNTRY)).isEqualTo("AE");
  }

  private static final Someone NAMELESS = AMINA.withBirth(null).withEmail(null);
  private static final SpokenOf LACKING =
      story()
          .member(NAMELESS)
          .couponChangedAt("T1", 1, "2026-03-02T00:00:00Z", AMINA.withEmail("old@x.com"))
          .couponChangedAt("T2", 1, "2026-03-03T00:00:00Z", AMINA.withEmail("new@x.com"))
          .couponChangedAt("T3", 1, "2026-03-04T00:00:00Z", NAMELESS);

  @Test
  void fillsWhatTheMemberRecordLacksFromTheLatestBooking() {
    Row person = only(LACKING);

    assertThat(person.<Date>getAs(Persons.BIRTH_DATE)).isEqualTo(Date.valueOf("1980-05-17"));
    assertThat(plain(person, Persons.EMAIL)).isEqualTo("new@x.com");
  }

  private static final SpokenOf TWO_NUMBERS =
      story()
          .member(AMINA, "2021-01-01", "2021-01-01T00:00:00Z", "blue")
          .member(AMINA.withNumber("SK000000002"), "2019-01-01", "2025-01-01T00:00:00Z", "gold");

  @Test
  void showsTheNumberEnrolledFirst() {
    Row person = only(TWO_NUMBERS);

    assertThat(plain(person, Persons.LOYALTY_NUMBER)).isEqualTo("SK000000002");
    assertThat(person.<String>getAs(Persons.TIER)).isEqualTo("gold");
    assertThat(person.<Timestamp>getAs(Persons.FIRST_SEEN_AT))
        .isEqualTo(Timestamp.from(Instant.parse("2019-01-01T00:00:00Z")));
  }

  private static final SpokenOf AGENCY =
      story().agencySale("T1", AMINA.withBirth(null)).activity("A1", AMINA.number());

  @Test
  void doesNotTakeAnAgencysAddressForThePersons() {
    Row person = only(AGENCY);

    assertThat(plain(person, Persons.EMAIL)).isNull();
    assertThat(person.<String>getAs(Persons.SURNAME)).isEqualTo("Richards");
    assertThat(plain(person, Persons.LOYALTY_NUMBER)).isNull();
    assertThat(person.<String>getAs(Persons.TIER)).isNull();
  }

  private static final SpokenOf IDENTIFIED = story().agencySale("T1", AMINA.withNumber(null));

  @Test
  void believesAnAddressThatIdentifiedTheTravellerOfAnAgencysSale() {
    Row person = only(IDENTIFIED);

    assertThat(plain(person, Persons.EMAIL)).isEqualTo("amina@example.com");
  }

  private static final SpokenOf MENTIONED =
      story().traveller("T1", AMINA).activity("A1", AMINA.number()).sale("S1", AMINA.number());

  @Test
  void countsEveryMentionAndTheFirstMoment() {
    Row person = only(MENTIONED);

    assertThat(person.<Long>getAs(Persons.MENTIONS)).isEqualTo(4);
    assertThat(person.<Timestamp>getAs(Persons.FIRST_SEEN_AT))
        .isEqualTo(Timestamp.from(Instant.parse("2026-02-01T00:00:00Z")));
  }

  private static final SpokenOf UNIDENTIFIED = story().sale("S1", null).sale("S2", "SK000000003");

  @Test
  void leavesOutWhoIsNotIdentified() {
    assertThat(persons(UNIDENTIFIED)).hasSize(1);
  }

  @Test
  void doesNotDependOnOrderOrPartitions() {
    SpokenOf sources = LinksJobTest.manyStories();
    Dataset<Row> links = links(sources).localCheckpoint();

    var once = withShufflePartitions(1, () -> persons(sources.in(spark), links));
    var often =
        withShufflePartitions(
            7, () -> persons(sources.in(spark, PersonsJobTest::rearranged), rearranged(links)));

    assertThat(once).hasSizeGreaterThan(3);
    assertThat(often).containsExactlyInAnyOrderElementsOf(once);
  }

  private static Dataset<Row> rearranged(Dataset<Row> rows) {
    return rows.repartition(7).sort(rows.columns()[1], rows.columns()[0]);
  }

  /** Another story of those that one run is told: a run takes seconds, a story nothing. */
  private static SpokenOf story() {
    return STORIES.story(++stories);
  }

  private static Row only(SpokenOf story) {
    List<Row> persons = persons(story);
    assertThat(persons).hasSize(1);
    return persons.get(0);
  }

  /** The persons whom a story speaks of. */
  private static List<Row> persons(SpokenOf story) {
    if (told == null) {
      told = new TreeMap<>();
      Map<String, Integer> storyOf = new TreeMap<>();
      Dataset<Row> links = links(STORIES).localCheckpoint();
      for (Row link : links.filter(col(Links.PERSON_ID).isNotNull()).collectAsList()) {
        storyOf.put(link.getAs(Links.PERSON_ID), SpokenOf.storyOf(SpokenOf.key(link)));
      }
      for (Row person : persons(STORIES.in(spark), links)) {
        told.computeIfAbsent(
                storyOf.get(person.<String>getAs(Persons.PERSON_ID)), s -> new ArrayList<>())
            .add(person);
      }
    }
    return told.get(story.story());
  }

  private static String plain(Row person, String column) {
    return SpokenOf.plain(person.getAs(column));
  }

  private static Dataset<Row> links(SpokenOf sources) {
    return new LinksJob(8).run(sources.in(spark), RUN).rows();
  }

  private static List<Row> persons(InMemoryInputs inputs, Dataset<Row> links) {
    return new PersonsJob().run(inputs.and(Links.TABLE, links), RUN).rows().collectAsList();
  }
}
