package dev.jetbridge.pipelines.channel.dataexchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.servers.dataexchange.OfferedRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel, through the SDK's client, against our server. */
class DataExchangePullTest extends ProviderTest {
  private final String airportSet = Provider.dataSet(airports);

  @BeforeEach
  void offer() {
    provider.offer(airportSet);
  }

  @Test
  void landsTheFittingAssetsOfRevisionsThatWereThereByTheAsOfInstant() {
    OfferedRevision monday =
        provider.publish(
            rateSet, "a", MONDAY, "exchange_rates_1.csv", "one", "readme.txt", "not for us");
    provider.publish(rateSet, "b", TUESDAY, "exchange_rates_2.csv", "two");

    Pulled pulled = pull(MONDAY, rates);

    assertThat(pulled).isEqualTo(new Pulled(1, 3));
    LandedFile file = landing.files(rates.id()).get(0);
    assertThat(landing.files(rates.id())).hasSize(1);
    assertThat(file.name()).isEqualTo("exchange_rates_1.csv");
    assertThat(file.sender()).isEqualTo("data-exchange://" + rateSet + "/" + monday.id());
    assertThat(file.modified()).isEqualTo("2023-08-28T23:00:00Z");
    assertThat(Path.of(file.path())).hasContent("one").hasFileName(file.hash() + ".csv");
    assertThat(provider.requests("POST", "/v1/jobs")).isEqualTo(1);
  }

  @Test
  void takesEachRevisionOnce() {
    provider.publish(rateSet, "a", MONDAY, "exchange_rates_1.csv", "one");
    provider.publish(rateSet, "b", TUESDAY, "exchange_rates_2.csv", "two");
    provider.publish(airportSet, "a", MONDAY, "airports_1.csv", "three");

    Pulled first = pull(TUESDAY, rates, airports);
    long jobs = provider.requests("POST", "/v1/jobs");
    Pulled second = pull(TUESDAY, rates, airports);

    assertThat(first.files()).isEqualTo(3);
    assertThat(second.files()).isZero();
    assertThat(provider.requests("POST", "/v1/jobs")).isEqualTo(jobs).isEqualTo(3);
    assertThat(provider.requests("GET", "/assets")).isEqualTo(3);
  }

  @Test
  void keepsOneFileWhenTwoRevisionsHaveTheSameContentAndAsksForNeitherAgain() {
    provider.publish(rateSet, "b", TUESDAY, "exchange_rates_2.csv", "same");
    provider.publish(rateSet, "a", MONDAY, "exchange_rates_1.csv", "same");

    pull(TUESDAY, rates);
    long jobs = provider.requests("POST", "/v1/jobs");
    pull(TUESDAY, rates);

    assertThat(landing.files(rates.id()))
        .extracting(LandedFile::name)
        .containsExactly("exchange_rates_1.csv");
    assertThat(provider.requests("POST", "/v1/jobs")).isEqualTo(jobs).isEqualTo(2);
  }

  @Test
  void exportsOnceWhatSeveralProductsTake() throws IOException {
    provider.publish(rateSet, "a", MONDAY, "exchange_rates_1.csv", "one", "notes.csv", "two");
    pull(MONDAY, rates);

    Contract all = everyFileOf(rateSet);
    Pulled later = pull(MONDAY, rates, all);
    Pulled again = pull(MONDAY, rates, all);

    assertThat(later.files()).isEqualTo(2);
    assertThat(again.files()).isZero();
    assertThat(provider.requests("POST", "/v1/jobs")).isEqualTo(2);
    assertThat(landing.files(all.id()))
        .containsAll(landing.files(rates.id()))
        .extracting(LandedFile::name)
        .containsExactly("exchange_rates_1.csv", "notes.csv");
  }

  private static Contract everyFileOf(String dataSet) {
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: reference.everything
        name: everything
        domain: reference
        version: 1.0.0
        status: active
        servers:
          - {server: reference, type: custom, serviceName: data-exchange, dataset: %s, location: '*.csv', format: csv}
        schema:
          - name: everything
            properties:
              - {name: id, logicalType: integer}
        customProperties:
          - {property: productKind, value: source-aligned}
        """
            .formatted(dataSet),
        "test");
  }

  /**
   * Seven calls a revision: its assets, a job that is created, started and looked at twice, the
   * download, and whether it still holds; at most ten jobs at once.
   *
   * @see <a href="https://docs.aws.amazon.com/general/latest/gr/dataexchange.html">AWS Data
   *     Exchange endpoints and quotas: 10 concurrent in progress jobs to export assets to a signed
   *     URL</a>
   */
  @Test
  void goesThroughEveryPageAndExportsSeveralAtOnce() {
    int many = 205;
    IntStream.range(0, many)
        .forEach(
            i ->
                provider.publish(
                    rateSet,
                    "r" + i,
                    MONDAY.plusSeconds(i),
                    "exchange_rates_" + i + ".csv",
                    "" + i));
    String[] assets =
        IntStream.range(0, many)
            .boxed()
            .flatMap(i -> Stream.of("airports_" + i + ".csv", "airport " + i))
            .toArray(String[]::new);
    provider.publish(airportSet, "many", MONDAY, assets);
    IntStream.range(0, many).forEach(i -> provider.offer("x".repeat(30) + (100 + i)));

    Pulled pulled = pull(TUESDAY, rates, airports);
    int calls = provider.requests();
    Pulled again = pull(TUESDAY, rates, airports);

    assertThat(pulled.files()).isEqualTo(2 * many);
    assertThat(landing.files(rates.id())).hasSize(many);
    assertThat(landing.files(airports.id())).hasSize(many);
    assertThat(provider.mostExports()).isBetween(2, RevisionQueue.MOST_JOBS);
    assertThat(provider.requests("GET", "/assets")).isEqualTo(many + 2);
    assertThat(provider.requests("POST", "/v1/jobs")).isEqualTo(2L * many);
    assertThat(calls)
        .isLessThanOrEqualTo(
            // Pages of data sets, of revisions of each, and of assets.
            2
                + 2
                + 1
                + 1
                + (many + 2)
                // Jobs, each with its looks and its download.
                + 2 * many * 5
                // Whether revisions still hold.
                + (many + 1));
    assertThat(again.files()).isZero();
    assertThat(provider.requests() - calls).isEqualTo(2 + 2 + 1);
  }

  @Test
  void leavesRevisionsThatAreNotFinal() {
    provider.publish(rateSet, "a", MONDAY, "exchange_rates_1.csv", "one");
    String unfinished =
        """
        {"Revisions": [{
          "Arn": "arn:aws:dataexchange:us-east-1:123456789012:data-sets/x/revisions/y",
          "DataSetId": "%s", "Id": "3afc623d7e1f4b5a099e6fcc8a1b2c3d", "Comment": "",
          "CreatedAt": "2023-08-01T09:00:00.123Z", "UpdatedAt": "2023-08-01T09:00:00Z",
          "Finalized": false}]}\
        """
            .formatted(rateSet);
    provider.failing(
        exchange ->
            Provider.path(exchange).endsWith("/revisions")
                && Provider.answer(exchange, 200, "", unfinished));

    Pulled pulled = pull(TUESDAY, rates);

    assertThat(pulled.files()).isZero();
    assertThat(provider.requests("GET", "/revisions")).isEqualTo(1);
    assertThat(provider.requests("POST", "/v1/jobs")).isZero();
  }

  @Test
  void takesRevisionsAgainWhenTheGlobOfTheContractIsCorrected() throws IOException {
    provider.publish(rateSet, "a", MONDAY, "exchange_rates_1.csv", "one");
    Path file =
        Path.of(System.getProperty("jetbridge.root", "../.."))
            .resolve("catalog/contracts/products/reference/exchange_rates.odcs.yaml");
    Contract wrong =
        ContractLoader.parse(
            Files.readString(file).replace("exchange_rates_*.csv", "rates-*.csv"), "test");

    int before = pull(TUESDAY, wrong).files();
    int after = pull(TUESDAY, rates).files();

    assertThat(before).isZero();
    assertThat(after).isEqualTo(1);
  }

  @Test
  void takesRevisionsAgainAfterADeathBeforeTheirEntryAndDoublesNothing() throws IOException {
    provider.publish(
        rateSet, "a", MONDAY, "exchange_rates_1.csv", "one", "exchange_rates_2.csv", "two");
    pull(TUESDAY, rates);
    List<LandedFile> undisturbed = landing.files(rates.id());
    // As it is just before the entry: the files lie there, the note does not, another one came
    // half.
    Path folder = root.resolve("landing").resolve(rates.id().toString());
    try (Stream<Path> notes = Files.list(folder)) {
      for (Path note : notes.filter(n -> n.toString().endsWith(".json")).toList()) {
        Files.delete(note);
      }
    }
    Files.writeString(folder.resolve(".arriving-1"), "on");

    List<LandedFile> beforeEntry = landing.files(rates.id());
    Pulled again = pull(TUESDAY, rates);

    assertThat(beforeEntry).isEmpty();
    assertThat(again.files()).isEqualTo(2);
    assertThat(landing.files(rates.id())).isEqualTo(undisturbed).hasSize(2);
    assertThat(pull(TUESDAY, rates).files()).isZero();
  }

  @Test
  void pullsWhatAnEventNamesAndNothingElse() {
    provider.publish(rateSet, "a", MONDAY, "exchange_rates_1.csv", "one");
    OfferedRevision named = provider.publish(rateSet, "b", TUESDAY, "exchange_rates_2.csv", "two");
    provider.publish(airportSet, "a", MONDAY, "airports_1.csv", "three");
    RevisionPublished event = new RevisionPublished("us-east-1", rateSet, List.of(named.id()));

    try (DataExchangePull pull = provider.connect(landing)) {
      Pulled once = pull.pull(List.of(rates), TUESDAY, event);
      Pulled twice = pull.pull(List.of(rates), TUESDAY, event);

      assertThat(once.files()).isEqualTo(1);
      assertThat(twice.files()).isZero();
    }
    assertThat(landing.files(rates.id()))
        .extracting(LandedFile::name)
        .containsExactly("exchange_rates_2.csv");
    assertThat(provider.requests("GET", "/revisions")).isZero();
    assertThat(pull(TUESDAY, rates).files()).isEqualTo(1);
  }

  private Pulled pull(Instant asOf, Contract... contracts) {
    try (DataExchangePull pull = provider.connect(landing)) {
      return pull.pull(List.of(contracts), asOf);
    }
  }
}
