package dev.jetbridge.pipelines.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.features.training.Eligibility;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training sets of labels at, just before and just after each record, cell by cell against a join
 * that DuckDB makes of the same records: with offsets, in the nights when clocks change, with equal
 * rows, unknown people and nanoseconds.
 */
class OwnJoinTest extends LakeTest {
  private static final ProductId PRODUCT = ProductId.parse("own.trips");

  /** Ends of days, and the two nights in which Berlin's clocks change. */
  private static final List<Instant> EVENT_TIMES =
      List.of(
          Instant.parse("2023-03-25T23:59:59.999999Z"),
          Instant.parse("2023-03-26T01:00:00Z"),
          Instant.parse("2023-06-30T23:59:59.999999Z"),
          Instant.parse("2023-10-29T00:30:00Z"),
          Instant.parse("2023-10-29T01:30:00.123456Z"));

  private static final List<Duration> AROUND =
      List.of(
          Duration.ZERO,
          Duration.ofNanos(-1),
          Duration.ofNanos(1),
          Duration.ofNanos(-1_000),
          Duration.ofNanos(1_000),
          Duration.ofMillis(-1),
          Duration.ofMillis(1),
          Duration.ofHours(-1),
          Duration.ofHours(1));

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneOffset.UTC,
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("Asia/Dubai"),
          ZoneOffset.ofHoursMinutes(-3, -30));

  /** People with records, in turn absent, and one whom nobody knows. */
  private static final List<String> PEOPLE = List.of("P1", "P2", "P3", "P4", "nobody");

  private static final DateTimeFormatter WITH_ZONE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx");

  @TempDir private static Path folder;
  private static Contracts contracts;
  private static final List<Label> LABELS = new ArrayList<>();

  private record Label(int id, String person, Instant instant, String text) {}

  @BeforeAll
  static void publishes() throws IOException {
    Files.writeString(
        folder.resolve("own.odcs.yaml"),
        FeatureProducts.text(PRODUCT.toString()).replace("shop.sales", "customer360.purchases"));
    contracts = ContractLoader.load(List.of(folder));
    Contract contract = contracts.get(PRODUCT);
    for (int i = 0; i < EVENT_TIMES.size(); i++) {
      publish(contract, i, 0);
    }
    // Made again, with other values and without somebody.
    publish(contract, 2, 1);
    FeatureGroup group = FeatureGroup.of(contract);
    new OfflineStore(lake(), contract, group, group.table()).follow();
    List<Instant> written =
        store().stream().map(r -> Instant.parse(r.get(4))).distinct().sorted().toList();
    List<Instant> moments = new ArrayList<>(EVENT_TIMES);
    moments.addAll(written);
    for (String person : PEOPLE) {
      for (Instant moment : moments) {
        for (Duration around : AROUND) {
          Instant instant = moment.plus(around);
          ZoneId zone = ZONES.get(LABELS.size() % ZONES.size());
          label(person, instant, WITH_ZONE.format(instant.atZone(zone)));
          label(person, instant, instant.toString());
          label(person, instant, instant.toString().replace("Z", ""));
        }
      }
    }
  }

  private static void label(String person, Instant instant, String text) {
    LABELS.add(new Label(LABELS.size(), person, instant, text));
  }

  private static void publish(Contract contract, int event, int again) {
    List<String> rows = new ArrayList<>();
    for (int person = 1; person <= 4; person++) {
      if ((person + event + again) % 3 != 0) {
        rows.add(
            "('P%d', timestamp'%s', %d, %s, %s)"
                .formatted(
                    person,
                    EVENT_TIMES.get(event),
                    100 * event + 10 * person + again,
                    person == 2 ? "null" : event + ".25",
                    person == 1 ? "null" : "true"));
      }
    }
    FeatureProducts.publish(lake(), contract, EVENT_TIMES.get(event), rows.toArray(String[]::new));
  }

  @Test
  void isWhatAnotherEngineJoins() throws IOException, SQLException {
    assertThat(LABELS).hasSizeGreaterThan(1_400);
    assertThat(made("any", Eligibility.ANY)).isEqualTo(own("epoch <= instant"));
    assertThat(made("strict", new Eligibility(Optional.empty(), false, true)))
        .isEqualTo(own("epoch < instant // 1000000 * 1000000"));
    assertThat(made("readable", new Eligibility(Optional.empty(), true, false)))
        .isEqualTo(own("epoch <= instant and written <= instant"));
  }

  private static List<String> made(String name, Eligibility eligibility) throws IOException {
    StringBuilder file = new StringBuilder("id,person_id,label_time\n");
    LABELS.forEach(l -> file.append("%d,%s,%s%n".formatted(l.id(), l.person(), l.text())));
    Path out = folder.resolve(name + ".csv");
    new TrainingSet(lake(), contracts, group -> Optional.of(group.table()))
        .make(
            new TrainingSet.Request(
                Files.writeString(folder.resolve("labels.csv"), file),
                List.of("trips.*"),
                out,
                "label_time",
                Optional.of(Instant.parse("2100-01-01T00:00:00Z")),
                eligibility,
                true));
    return Files.readAllLines(out).stream()
        .skip(1)
        .map(line -> line.replaceFirst("^(\\d+),[^,]*,[^,]*", "$1"))
        .toList();
  }

  /** A label is read to the microsecond, rounded down; an event time has milliseconds. */
  private static List<String> own(String counts) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute("create table l (id int, person text, instant bigint)");
      sql.execute(
          "insert into l values "
              + String.join(
                  ",",
                  LABELS.stream()
                      .map(
                          l ->
                              "(%d, '%s', %d)"
                                  .formatted(l.id(), l.person(), micros(l.instant()) * 1_000))
                      .toList()));
      sql.execute(
          "create table s (person text, event text, flights text, spent text, written_at text,"
              + " upgraded text, deleted boolean, epoch bigint, written bigint)");
      for (List<String> r : store()) {
        sql.execute(
            "insert into s values (%s, %d, %d)"
                .formatted(
                    String.join(
                        ", ", r.stream().map(v -> v == null ? "null" : "'" + v + "'").toList()),
                    micros(Instant.parse(r.get(1))) * 1_000,
                    micros(Instant.parse(r.get(4))) * 1_000));
      }
      try (ResultSet rows =
          sql.executeQuery(
              """
              select concat_ws(',', id, coalesce(flights, ''), coalesce(spent, ''),
                  coalesce(upgraded, ''), coalesce(event, ''), coalesce(known, ''))
              from (
                select l.id,
                  case when not deleted then flights end as flights,
                  case when not deleted then spent end as spent,
                  case when not deleted then upgraded end as upgraded,
                  case when not deleted then replace(event, 'Z', '000Z') end as event,
                  case when not deleted then (written <= instant)::text end as known,
                  row_number() over (partition by l.id order by epoch desc, written desc) place
                from l left join s on l.person = s.person and (%s))
              where place = 1 order by id
              """
                  .formatted(counts))) {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
        return lines;
      }
    }
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  /** Person, event time, flights, spent, when written, upgraded, deleted. */
  private static List<List<String>> store() {
    ProductId table = FeatureGroup.of(contracts.get(PRODUCT)).table();
    return lake()
        .read(table, lake().mainSnapshot(table).orElseThrow())
        .selectExpr(
            "person_id",
            "as_of",
            "string(flights)",
            "string(spent)",
            "date_format(write_time, \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'\")",
            "string(upgraded)",
            "string(is_deleted)")
        .collectAsList()
        .stream()
        .map(
            r -> {
              List<String> values = new ArrayList<>();
              for (int i = 0; i < r.size(); i++) {
                values.add(r.getString(i));
              }
              return values;
            })
        .toList();
  }
}
