package dev.jetbridge.pipelines.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.columns.CustomerValueMonthly;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.SampleHome;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions of docs/analytics.md, asked of two engines and of the simulator. */
class BusinessQuestionsTest {
  private static final Path DOCS =
      Path.of(System.getProperty("jetbridge.root", "../.."), "docs", "analytics.md");
  private static final Pattern QUESTION =
      Pattern.compile("### (\\d+)\\. [^\n]+\n\n```sql\n(.*?)\n```", Pattern.DOTALL);

  private static final Map<Integer, String> QUESTIONS = new TreeMap<>();
  private static Connection duck;
  private static Connection warehouse;
  private static BusinessTruth truth;

  @BeforeAll
  static void opens() throws IOException, SQLException {
    Matcher question = QUESTION.matcher(Files.readString(DOCS));
    while (question.find()) {
      QUESTIONS.put(Integer.valueOf(question.group(1)), question.group(2));
    }
    Path home = SampleHome.path();
    Contract mart = ContractLoader.bundled().get(CustomerValueMonthly.TABLE);
    Instant asOf = Instant.parse(SamplePorts.version(mart).manifest().asOf());
    truth = new BusinessTruth(home, asOf, persons(home));
    duck = SamplePorts.duckDb();
    warehouse = SamplePorts.warehouse();
  }

  @AfterAll
  static void closes() throws SQLException {
    if (duck != null) {
      duck.close();
    }
    if (warehouse != null) {
      warehouse.close();
    }
  }

  @Test
  void thePageHasTenQuestions() {
    assertThat(QUESTIONS.keySet()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void bothEnginesAnswerAsTheSimulatorKnows(int number) throws Exception {
    List<String> expected = truthOf(number).call();

    assertThat(expected).isNotEmpty();
    assertThat(Answers.of(duck, QUESTIONS.get(number))).isEqualTo(expected);
    assertThat(Answers.of(warehouse, QUESTIONS.get(number))).isEqualTo(expected);
  }

  /** Identity may take one person for two, and never invents revenue. */
  @Test
  void revenuePerCustomerIsBelowTheTruthByTheShareOfSplitPeople() throws Exception {
    List<BigDecimal> expected = truth.revenuePerTrueCustomer();

    List<BigDecimal> found =
        Answers.of(warehouse, QUESTIONS.get(2)).stream()
            .map(line -> new BigDecimal(line.substring(line.indexOf("| ") + 2)))
            .toList();

    assertThat(found).hasSameSizeAs(expected);
    for (int month = 0; month < found.size(); month++) {
      double share = found.get(month).doubleValue() / expected.get(month).doubleValue();
      assertThat(share).isBetween(0.85, 1.0001);
    }
  }

  private static Callable<List<String>> truthOf(int number) {
    return switch (number) {
      case 1 -> truth::purchasesAndRevenue;
      case 2 -> truth::revenuePerCustomer;
      case 3 -> truth::purchaseValue;
      case 4 -> truth::membersByTier;
      case 5 -> truth::joins;
      case 6 -> truth::pointsByMonth;
      case 7 -> truth::pointsHeldByTier;
      case 8 -> truth::cancellationsByCause;
      case 9 -> truth::airportsWithMostDelays;
      case 10 -> truth::longDelaysByCause;
      default -> throw new IllegalArgumentException("no truth of question " + number);
    };
  }

  /** Whom identity takes the payer and the traveller of each ticket for. */
  private static Map<String, String> persons(Path home) {
    LakeTest.lake();
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    return lake
        .read(Links.TABLE, lake.mainSnapshot(Links.TABLE).orElseThrow())
        .filter("source = 'reservations.bookings' and person_id is not null")
        .select(Links.ROLE, Links.RECORD_KEY, Links.PERSON_ID)
        .collectAsList()
        .stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0) + " " + row.getString(1), row -> row.getString(2)));
  }
}
