package dev.jetbridge.pipelines.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Airports;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.TruthPart;
import dev.jetbridge.pipelines.simulator.sources.AirportsFeed;
import dev.jetbridge.pipelines.simulator.sources.Feeds;
import dev.jetbridge.pipelines.simulator.world.Flight;
import dev.jetbridge.pipelines.simulator.world.Network;
import dev.jetbridge.pipelines.simulator.world.PurchaseProcess;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One airline of 2,000 customers over the default year, judged by the contracts of its sources. */
class SimulatorTest extends LakeTest {
  private static final SimulationPlan PLAN =
      new SimulationPlan(2_000, LocalDate.of(2022, 9, 1), LocalDate.of(2023, 8, 31), 11, "AED");
  private static final Contracts CONTRACTS = ContractLoader.bundled();
  private static final List<Feed> FEEDS = Feeds.of(CONTRACTS);
  private static final Feed BOOKINGS = feed(Bookings.TABLE);
  private static final Feed MEMBERS = feed(Members.TABLE);
  private static final Feed ACTIVITY = feed(Activity.TABLE);
  private static final Feed SALES = feed(InflightSales.TABLE);
  private static final Feed RATES = feed(ExchangeRates.TABLE);
  private static final Feed AIRPORTS = feed(Airports.TABLE);

  @TempDir private static Path folder;
  private static SimulationResult result;
  private static final Map<Feed, Map<String, List<DeliveredFile.DataRecord>>> records =
      new HashMap<>();

  @BeforeAll
  static void simulate() throws IOException {
    result =
        new Simulator(lake().spark())
            .simulate(PLAN, Optional.empty(), folder.resolve("sources"), folder.resolve("truth"));
    for (Feed feed : FEEDS) {
      Map<String, List<DeliveredFile.DataRecord>> files = new TreeMap<>();
      for (Path file : properFiles(feed)) {
        files.put(relative(file), new DeliveredFile(contract(feed), file).records());
      }
      records.put(feed, files);
    }
  }

  @Test
  void namesAndHeadersAreTheContracts() throws IOException {
    for (Feed feed : FEEDS) {
      Contract contract = contract(feed);
      SourceFormat format = contract.source().orElseThrow();

      List<Path> files = properFiles(feed);

      assertThat(files).hasSizeGreaterThan(feed == AIRPORTS ? 1 : 35);
      for (Path file : files) {
        String pattern = format.filePattern().replace(".", "\\.").replace("*", "20\\d{4}(\\d{2})?");
        assertThat(file.getFileName().toString()).matches(pattern);
        DeliveredFile delivered = new DeliveredFile(contract, file);
        if (format.format().equals("csv")) {
          assertThat(delivered.fields(delivered.lines().get(0)))
              .containsExactlyElementsOf(
                  contract.columns().stream().map(Column::sourceName).toList());
        }
      }
    }
  }

  /** Figures were measured on them. A new feed may add a line and changes none of these. */
  @Test
  void filesOfAFeedStayWhateverBecomesOfOthers() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (Feed feed : FEEDS) {
      String source = feed.form().source();
      digests.put(source, PinnedFiles.ofFeed(folder, feed.form().prefix(), source));
    }
    digests.put("customers", PinnedFiles.ofPart(folder, "customers"));
    digests.put("disruptions", PinnedFiles.ofPart(folder, "disruptions"));

    assertThat(digests)
        .containsAllEntriesOf(
            Map.of(
                "customers", "3166170e6cc7ed2f",
                "disruptions", "60c40d559194e2a8",
                "flightops.flight_legs", "5faa6679cfb2e226",
                "loyalty.activity", "5c45b176e1e97b8e",
                "loyalty.members", "8d3bb0afc61d3354",
                "reference.airports", "3657bfa4c2c01270",
                "reference.exchange_rates", "8d50b6ed86b107ee",
                "reservations.bookings", "7782f5d916ebe0bd",
                "retail.inflight_sales", "a1934cf1224de670"));
  }

  @Test
  void trailersCountTheRecords() throws IOException {
    for (Path file : properFiles(ACTIVITY)) {
      List<String> lines = new DeliveredFile(contract(ACTIVITY), file).lines();

      assertThat(lines.get(lines.size() - 1)).isEqualTo("TRAILER|" + (lines.size() - 2));
    }
  }

  @Test
  void filesArriveAtTheEndOfTheirPeriod() throws IOException {
    Path sources = folder.resolve("sources");

    assertThat(changed(sources.resolve("reservations/bookings_202302.csv")))
        .isEqualTo("2023-02-28T23:00:00Z");
    assertThat(changed(sources.resolve("loyalty/members_20230804.csv.gz")))
        .isEqualTo("2023-08-04T23:00:00Z");
    assertThat(changed(sources.resolve("loyalty/members_20230804_0.csv.gz")))
        .isEqualTo("2023-08-04T22:00:00Z");
    assertThat(sources.resolve("flightops/flight_legs_202308.jsonl")).doesNotExist();
  }

  @Test
  void theContractsRejectThePlantedDefectsAndNothingElse() throws IOException {
    for (Feed feed : FEEDS) {
      Set<String> planted = new TreeSet<>();
      for (String[] p : planted(feed)) {
        if (!p[4].equals("duplicate") && !p[4].equals("superseded")) {
          planted.add(String.join(",", p[0], p[1], p[3], p[4]));
        }
      }

      Set<String> rejected = rejected(feed);

      assertThat(rejected)
          .as(feed.form().source())
          .isEqualTo(planted)
          .hasSizeGreaterThan(feed == AIRPORTS ? 3 : 40);
    }
  }

  @Test
  void everyKindOfDefectIsPlantedBeforeAndAfterTheCutOver() throws IOException {
    for (Feed feed : recurring()) {
      Set<String> expected =
          feed.defects().stream()
              .map(d -> d.kind() + "," + d.column() + "," + d.reason())
              .collect(Collectors.toCollection(TreeSet::new));
      expected.add("same-file-duplicate,,duplicate");
      expected.add("later-file-duplicate,,duplicate");
      expected.add("older-version,,superseded");
      Set<String> monthly = new TreeSet<>();
      Set<String> daily = new TreeSet<>();

      for (String[] p : planted(feed)) {
        (p[0].contains("_202308") ? daily : monthly).add(p[2] + "," + p[3] + "," + p[4]);
      }

      assertThat(monthly).as(feed.form().source()).isEqualTo(expected);
      daily.addAll(List.of("later-file-duplicate,,duplicate", "older-version,,superseded"));
      assertThat(daily).as(feed.form().source()).isEqualTo(expected);
    }
  }

  @Test
  void everyRowRuleIsBroken() {
    for (Feed feed : FEEDS) {
      List<String> planted = feed.defects().stream().map(Defect::reason).toList();

      assertThat(planted)
          .containsAll(
              contract(feed).rowRules().stream().map(rule -> "row-rule:" + rule.name()).toList());
    }
  }

  @Test
  void aFirstTryOfFourDaysIsUselessAsAWhole() throws IOException {
    Path sources = folder.resolve("sources");
    DeliveredFile truncated = file(MEMBERS, "loyalty/members_20230804_0.csv.gz");
    DeliveredFile lying = file(ACTIVITY, "loyalty/activity_20230808_0.csv");
    DeliveredFile headless = file(BOOKINGS, "reservations/bookings_20230811_0.csv");
    DeliveredFile unreadable = file(BOOKINGS, "reservations/bookings_20230815_0.csv");

    Assertions.assertThatThrownBy(truncated::lines)
        .isInstanceOf(java.io.EOFException.class)
        .hasMessageContaining("Unexpected end of ZLIB");
    assertThat(lying.lines().get(lying.lines().size() - 1))
        .isEqualTo("TRAILER|" + (lying.lines().size() - 1));
    assertThat(headless.fields(headless.lines().get(0)))
        .doesNotContain(Bookings.UPDATED_AT)
        .hasSize(27);
    Assertions.assertThatThrownBy(unreadable::lines)
        .isInstanceOf(CharacterCodingException.class)
        .hasMessageContaining("Input length");
    assertThat(Files.readString(folder.resolve("truth/files.csv")))
        .contains("loyalty/members_20230804_0.csv.gz,2023-08-04,2023-08-04,0,0,0,0,0,0,truncated")
        .contains("activity_20230808_0.csv,2023-08-08,2023-08-08,0,0,0,0,0,0,trailer")
        .contains("bookings_20230811_0.csv,2023-08-11,2023-08-11,0,0,0,0,0,0,header")
        .contains("bookings_20230815_0.csv,2023-08-15,2023-08-15,0,0,0,0,0,0,encoding");
    assertThat(sources.resolve("loyalty/members_20230804.csv.gz")).exists();
  }

  @Test
  void mergingTheFilesDayByDayComesToTheTotals() throws IOException {
    for (Feed feed : FEEDS) {
      Merge merge = merge(feed);

      SimulationResult.SourceTotals totals = totals(feed);
      assertThat(totals.files()).isEqualTo(records.get(feed).size());
      assertThat(totals.records())
          .isEqualTo(records.get(feed).values().stream().mapToLong(List::size).sum());
      assertThat(totals.keys()).as(feed.form().source()).isEqualTo(merge.keys());
      assertThat(totals.duplicates()).as(feed.form().source()).isEqualTo(merge.duplicates);
      assertThat(totals.accepted())
          .as(feed.form().source())
          .isEqualTo(merge.loaded + merge.superseded);
      assertThat(merge.superseded)
          .as(feed.form().source())
          .isEqualTo(planted(feed).stream().filter(p -> p[4].equals("superseded")).count());
    }
  }

  @Test
  void airportsAreWhereTheNetworkSaysOnceTheMisplacedOneIsCorrected() {
    Map<String, double[]> places = new TreeMap<>();
    merge(AIRPORTS).rows.values().forEach(row -> places.put(row.get(0), place(row)));
    String firstFile = records.get(AIRPORTS).keySet().iterator().next();
    List<String> misplaced =
        records.get(AIRPORTS).get(firstFile).stream()
            .map(DeliveredFile.DataRecord::values)
            .filter(row -> !row.isEmpty() && row.get(0).equals(AirportsFeed.MISPLACED))
            .findFirst()
            .orElseThrow();

    assertThat(places).hasSize(1 + Network.DESTINATIONS.size()).containsKey(Network.HUB);
    for (Flight flight : Network.schedule()) {
      assertThat(kilometres(places.get(flight.from()), places.get(flight.to())))
          .as(flight.from() + " to " + flight.to())
          .isCloseTo(flight.kilometres(), within(0.02 * flight.kilometres()));
    }
    assertThat(kilometres(place(misplaced), places.get(AirportsFeed.MISPLACED))).isGreaterThan(500);
    assertThat(records.get(AIRPORTS)).hasSize(2);
  }

  private static double[] place(List<String> row) {
    return new double[] {
      Math.toRadians(Double.parseDouble(value(AIRPORTS, row, Airports.LATITUDE))),
      Math.toRadians(Double.parseDouble(value(AIRPORTS, row, Airports.LONGITUDE)))
    };
  }

  /** Great circle on a sphere of the mean radius of the earth. */
  private static double kilometres(double[] a, double[] b) {
    double cosine =
        Math.sin(a[0]) * Math.sin(b[0]) + Math.cos(a[0]) * Math.cos(b[0]) * Math.cos(a[1] - b[1]);
    return 6371.0 * Math.acos(Math.min(1, cosine));
  }

  @Test
  void purchasesFollowTheStatedProcess() throws IOException {
    PurchaseProcess process = PurchaseProcess.in("AED");
    List<Map<String, String>> buyers =
        customers().stream().filter(c -> c.get("is_buyer").equals("true")).toList();

    double rate = mean(buyers, "weekly_purchase_rate");
    double dropout = mean(buyers, "dropout_probability");
    double spend = mean(buyers, "mean_spend");
    double repeats = 0;
    double expectedRepeats = 0;
    for (Map<String, String> buyer : buyers) {
      double lambda = Double.parseDouble(buyer.get("weekly_purchase_rate"));
      double p = Double.parseDouble(buyer.get("dropout_probability"));
      Instant first = Instant.parse(buyer.get("first_purchase_at"));
      Duration observed = Duration.between(first, Instant.parse("2023-09-01T00:00:00Z"));
      double weeks = observed.toSeconds() / 604_800.0;
      expectedRepeats += (1 - Math.exp(-lambda * p * weeks)) / p;
      repeats += Integer.parseInt(buyer.get("purchases")) - 1;
    }

    assertThat(rate).isCloseTo(process.r() / process.alpha(), within(0.01));
    assertThat(dropout).isCloseTo(process.a() / (process.a() + process.b()), within(0.02));
    assertThat(spend)
        .isCloseTo(process.p() * process.spendScale() / (process.q() - 1), within(500.0));
    assertThat(repeats / expectedRepeats).isCloseTo(1, within(0.05));
  }

  @Test
  void bookingsAreThePurchasesAtTheRateOfTheirDay() {
    Map<String, BigDecimal> rates = new HashMap<>();
    for (List<String> rate : merge(RATES).rows.values()) {
      rates.put(
          value(RATES, rate, ExchangeRates.RATE_DATE) + value(RATES, rate, ExchangeRates.CURRENCY),
          new BigDecimal(value(RATES, rate, ExchangeRates.RATE)));
    }
    Map<String, Double> spent = new HashMap<>();

    for (List<String> coupon : merge(BOOKINGS).rows.values()) {
      String bookedAt = value(BOOKINGS, coupon, Bookings.BOOKED_AT);
      String currency = value(BOOKINGS, coupon, Bookings.CURRENCY);
      BigDecimal rate =
          currency.equals("AED") ? BigDecimal.ONE : rates.get(bookedAt.substring(0, 10) + currency);
      BigDecimal fare = new BigDecimal(value(BOOKINGS, coupon, Bookings.FARE_AMOUNT));
      String booking = value(BOOKINGS, coupon, Bookings.RECORD_LOCATOR) + bookedAt;
      spent.merge(booking, fare.multiply(rate).doubleValue(), Double::sum);
    }

    double purchases = 0;
    for (Map<String, String> customer : customersUnchecked()) {
      purchases += Integer.parseInt(customer.get("purchases"));
    }
    // The booking of the story is none of the process.
    assertThat(spent).hasSize((int) purchases + 1);
    double mean = spent.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(mean).isCloseTo(6_000, within(500.0));
  }

  @Test
  void everyRecordKeyHasATrueCustomer() throws IOException {
    Set<String> linked = new HashSet<>();
    for (Path file : files(folder.resolve("truth/links"))) {
      for (String line : Files.readAllLines(file)) {
        String[] link = line.split(",", -1);
        linked.add(link[0] + " " + link[2]);
      }
    }

    Set<String> unlinked = new TreeSet<>();
    for (Feed feed : List.of(BOOKINGS, MEMBERS, ACTIVITY, SALES)) {
      String source = feed.form().product().toString();
      merge(feed).rows.values().forEach(row -> unlinked.add(source + " " + row.get(0)));
    }
    assertThat(unlinked).hasSizeGreaterThan(5_000);
    unlinked.removeAll(linked);

    assertThat(unlinked).isEmpty();
  }

  @Test
  void theStoryIsTold() throws IOException {
    String story = Files.readString(folder.resolve("truth/story.json"));
    List<String> coupon =
        merge(BOOKINGS).rows.values().stream()
            .filter(row -> story.contains(value(BOOKINGS, row, Bookings.TICKET_NUMBER)))
            .filter(row -> value(BOOKINGS, row, Bookings.COUPON_NUMBER).equals("1"))
            .findFirst()
            .orElseThrow();
    List<String> member =
        merge(MEMBERS).rows.values().stream()
            .filter(row -> story.contains(row.get(0)))
            .findFirst()
            .orElseThrow();

    assertThat(story).contains("\"left behind\"");
    assertThat(coupon)
        .contains("Richards", "EK001", "LHR", "DXB", "2023-08-19", "C", "confirmed", member.get(0));
    assertThat(member).contains("Richards", "gold", "U");
  }

  @Test
  void oneAgencyAddressServesHundredsOfTravellers() {
    Map<String, Set<String>> travellers = new HashMap<>();

    for (List<String> coupon : merge(BOOKINGS).rows.values()) {
      String email = value(BOOKINGS, coupon, Bookings.PASSENGER_EMAIL);
      String surname = value(BOOKINGS, coupon, Bookings.PASSENGER_SURNAME);
      String given = value(BOOKINGS, coupon, Bookings.PASSENGER_GIVEN_NAME);
      travellers.computeIfAbsent(email, e -> new HashSet<>()).add(given + " " + surname);
    }

    assertThat(travellers.get("bookings@agency1.example")).hasSizeGreaterThan(200);
  }

  /** A table keyed by the contract and merged by its order column, file after file. */
  private static final class Merge {
    private final Map<List<String>, List<String>> rows = new HashMap<>();
    private final Set<List<String>> deleted = new HashSet<>();
    private long loaded;
    private long superseded;
    private long duplicates;

    long keys() {
      return rows.size();
    }
  }

  private static Merge merge(Feed feed) {
    try {
      return merged(feed);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Merge merged(Feed feed) throws IOException {
    Contract contract = contract(feed);
    Set<String> broken = new HashSet<>();
    for (String[] p : planted(feed)) {
      if (!p[4].equals("duplicate") && !p[4].equals("superseded")) {
        broken.add(p[0] + ":" + p[1]);
      }
    }
    ContractJudge judge = new ContractJudge(contract);
    List<String> names = contract.columns().stream().map(Column::name).toList();
    int order = names.indexOf(contract.change().orderColumn().orElseThrow());
    Merge merge = new Merge();
    Map<List<String>, List<String>> newest = new HashMap<>();
    List<String> inOrder = new ArrayList<>(records.get(feed).keySet());
    inOrder.sort(Comparator.comparing(name -> changed(folder.resolve("sources").resolve(name))));
    for (String name : inOrder) {
      for (DeliveredFile.DataRecord next : records.get(feed).get(name)) {
        if (broken.contains(name + ":" + next.number())) {
          continue;
        }
        List<String> row = next.values();
        List<String> key =
            contract.key().stream().map(c -> row.get(names.indexOf(c.name()))).toList();
        List<String> current = newest.get(key);
        int age = current == null ? 1 : at(judge, row, order).compareTo(at(judge, current, order));
        if (row.equals(current)) {
          merge.duplicates++;
        } else if (age < 0) {
          merge.superseded++;
        } else {
          assertThat(age).as("two versions of one time").isPositive();
          merge.loaded++;
          newest.put(key, row);
          boolean isDelete =
              contract
                  .change()
                  .deleteMarker()
                  .filter(d -> row.get(names.indexOf(d.column())).equals(d.value()))
                  .isPresent();
          if (isDelete) {
            merge.rows.remove(key);
            merge.deleted.add(key);
          } else {
            merge.rows.put(key, row);
          }
        }
      }
    }
    return merge;
  }

  private static java.sql.Timestamp at(ContractJudge judge, List<String> row, int order) {
    return (java.sql.Timestamp) judge.typed(row).get(order);
  }

  /** What the contract finds wrong, as file, record, column, reason. */
  private static Set<String> rejected(Feed feed) {
    Contract contract = contract(feed);
    ContractJudge judge = new ContractJudge(contract);
    Set<String> rejected = new TreeSet<>();
    List<Row> typed = new ArrayList<>();
    records
        .get(feed)
        .forEach(
            (file, inFile) -> {
              for (DeliveredFile.DataRecord next : inFile) {
                String place = file + "," + next.number();
                List<String> faults = judge.faults(next.values());
                next.reason().ifPresent(reason -> rejected.add(place + ",," + reason));
                faults.forEach(f -> rejected.add(place + "," + f.replaceFirst(":", ",")));
                if (next.reason().isEmpty() && faults.isEmpty()) {
                  List<Object> row = judge.typed(next.values());
                  row.add(place);
                  typed.add(RowFactory.create(row.toArray()));
                }
              }
            });
    StructType schema = new StructType();
    for (Column column : contract.columns()) {
      schema = schema.add(column.name(), column.type());
    }
    List<String> rules = contract.rowRules().stream().map(Contract.RowRule::name).toList();
    String[] broken =
        contract.rowRules().stream()
            .map(rule -> "not (" + rule.predicate() + ")")
            .toArray(String[]::new);
    var rows = lake().spark().createDataFrame(typed, schema.add("place", DataTypes.StringType));
    List<Row> verdicts =
        rules.isEmpty()
            ? List.of()
            : rows.filter(String.join(" or ", broken))
                .selectExpr(withPlace(broken))
                .collectAsList();
    for (Row verdict : verdicts) {
      for (int rule = 0; rule < rules.size(); rule++) {
        if (Boolean.TRUE.equals(verdict.get(rule + 1))) {
          rejected.add(verdict.getString(0) + ",,row-rule:" + rules.get(rule));
        }
      }
    }
    return rejected;
  }

  private static String[] withPlace(String[] expressions) {
    return Stream.concat(Stream.of("place"), Stream.of(expressions)).toArray(String[]::new);
  }

  private static List<String[]> planted(Feed feed) throws IOException {
    List<String[]> planted = new ArrayList<>();
    for (Path file : properFiles(feed)) {
      Path truth = folder.resolve("truth/planted").resolve(relative(file) + ".planted.csv");
      Files.readAllLines(truth).stream().skip(1).map(l -> l.split(",", -1)).forEach(planted::add);
    }
    return planted;
  }

  private static List<Map<String, String>> customersUnchecked() {
    try {
      return customers();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Map<String, String>> customers() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("truth/customers/customers_0.csv"));
    List<Map<String, String>> customers = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      Map<String, String> customer = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        customer.put(TruthPart.CUSTOMERS.columns().get(i), values[i]);
      }
      customers.add(customer);
    }
    return customers;
  }

  private static double mean(List<Map<String, String>> rows, String column) {
    return rows.stream()
        .mapToDouble(row -> Double.parseDouble(row.get(column)))
        .average()
        .orElseThrow();
  }

  private static String value(Feed feed, List<String> row, String column) {
    return row.get(contract(feed).columns().stream().map(Column::name).toList().indexOf(column));
  }

  private static SimulationResult.SourceTotals totals(Feed feed) {
    return result.totals().stream()
        .filter(t -> t.product().equals(feed.form().product()))
        .findFirst()
        .orElseThrow();
  }

  private static Feed feed(ProductId product) {
    return FEEDS.stream().filter(f -> f.form().product().equals(product)).findFirst().orElseThrow();
  }

  private static Contract contract(Feed feed) {
    return CONTRACTS.get(feed.form().product());
  }

  private static DeliveredFile file(Feed feed, String relative) {
    return new DeliveredFile(contract(feed), folder.resolve("sources").resolve(relative));
  }

  /** The sources that send a file every period; airports come once, and when one is corrected. */
  private static List<Feed> recurring() {
    return FEEDS.stream().filter(feed -> feed != AIRPORTS).toList();
  }

  private static List<Path> properFiles(Feed feed) throws IOException {
    String prefix = feed.form().prefix();
    try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> relative(f).startsWith(prefix))
          .filter(f -> !f.getFileName().toString().contains("_0."))
          .sorted()
          .toList();
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static String relative(Path file) {
    return folder.resolve("sources").relativize(file).toString();
  }

  private static String changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant().toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
