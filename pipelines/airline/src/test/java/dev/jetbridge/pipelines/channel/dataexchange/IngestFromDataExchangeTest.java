package dev.jetbridge.pipelines.channel.dataexchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.columns.Airports;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.Ended;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.servers.dataexchange.OfferedRevision;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a revision to a table by hand and by event, through the command line. */
class IngestFromDataExchangeTest {
  private static final Instant MONDAY = Instant.parse("2023-08-28T23:00:00Z");
  private static final Contracts CONTRACTS = ContractLoader.bundled();
  private static final String HEADER =
      "airport_code,airport_name,city,country,latitude,longitude,time_zone,changed_at\n";

  private final Contract airports = CONTRACTS.get(Airports.TABLE);
  private final String airportSet = Provider.dataSet(airports);
  private final String rateSet = Provider.dataSet(CONTRACTS.get(ExchangeRates.TABLE));

  @TempDir private Path home;

  @BeforeAll
  static void startsSpark() {
    LakeTest.lake();
  }

  @Test
  void ingestsWhatLandedBeforeADeathThenWhatAnEventNames() throws IOException {
    publish("a", MONDAY, row("DXB", "55.36440") + row("GLA", "4.43310"));
    try (Workspace workspace = Workspace.open(home, Optional.empty(), List.of())) {
      new DataExchangeChannel(workspace).pull(List.of(airports), MONDAY);
    }

    Ended byHand = run("ingest", "reference.airports");
    OfferedRevision correction =
        publish("b", MONDAY.plusSeconds(60), row("GLA", "-4.43310").replace("T04", "T05"));
    Path event = event(airportSet, correction.id());
    Ended byEvent = run("ingest", "--event", event.toString());
    Ended again = run("ingest", "--event", event.toString());

    assertThat(byHand.code()).isZero();
    assertThat(byHand.out())
        .contains("0 new files,")
        .containsPattern("reference.airports +published +2 +2 ");
    assertThat(byEvent.out())
        .contains("1 new file,")
        .containsPattern("reference.airports +published +1 +1 ");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("0 new files,").contains("no new file");
    assertThat(longitudes()).containsExactly("DXB 55.36440", "GLA -4.43310");
  }

  @Test
  void saysWhichDataSetsAreKnown() throws IOException {
    Ended unknown = run("ingest", "--event", event("f".repeat(32), "e".repeat(32)).toString());

    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .isEqualTo(
            "Cannot pull data set "
                + "f".repeat(32)
                + ": no product comes from it (known: "
                + (airportSet.compareTo(rateSet) < 0
                    ? airportSet
                        + " of reference.airports, "
                        + rateSet
                        + " of reference.exchange_rates"
                    : rateSet
                        + " of reference.exchange_rates, "
                        + airportSet
                        + " of reference.airports")
                + ")\n");
  }

  @Test
  void needsEitherAProductOrAnEvent() throws IOException {
    Path event = event(airportSet, "e".repeat(32));

    assertThat(run("ingest").err()).contains("Name either a PRODUCT");
    assertThat(run("ingest", "reference.airports", "--event", event.toString()).code())
        .isEqualTo(2);
    assertThat(run("ingest", "reference.airports", "--dry-run").err())
        .contains("a dry run pulls nothing; name a folder or a file with --from");
  }

  @Test
  void saysWhatIsMissingWhenAnAirlineOfOnesOwnHasNoRegion() throws IOException {
    Path key = Files.writeString(home.resolve("key"), "sixteen characters");
    Files.writeString(
        home.resolve("jetbridge.properties"),
        "sftp.host=x\nsftp.user=x\nsftp.key-file=x\nsftp.host-key=x\npseudonym-key-file="
            + key
            + "\n");

    Ended ended = run("ingest", "reference.airports");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "Cannot pull the files of reference.airports: they come from AWS Data Exchange and"
                + " aws.dataexchange-region is not configured\n");
  }

  private OfferedRevision publish(String revision, Instant at, String rows) {
    try (Provider provider =
        new Provider(Home.at(home).sources().resolve(DataExchangeChannel.WORD))) {
      return provider.publish(airportSet, revision, at, "airports_1.csv", HEADER + rows);
    }
  }

  private static String row(String code, String longitude) {
    return code
        + ",An Airport,A City,GB,55.87190,"
        + longitude
        + ",Europe/London,2023-08-28T04:00:00Z\n";
  }

  private Path event(String dataSet, String revision) throws IOException {
    return Files.writeString(
        home.resolve("event.json"),
        RevisionPublishedTest.EVENT
            .replace("aae4c2cdEXAMPLE54f9369dEXAMPLE66", dataSet)
            .replace("3afc623EXAMPLE099e6fcc8EXAMPLEe7", revision));
  }

  private List<String> longitudes() {
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    return lake
        .read(airports.id(), lake.mainSnapshot(airports.id()).orElseThrow())
        .orderBy(Airports.AIRPORT_CODE)
        .collectAsList()
        .stream()
        .map(r -> r.getAs(Airports.AIRPORT_CODE) + " " + r.getAs(Airports.LONGITUDE))
        .toList();
  }

  private Ended run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    return Ended.of(all);
  }
}
