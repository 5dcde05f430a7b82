package dev.jetbridge.pipelines.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.value.transactions.ValueFit;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.features.InputFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class LifetimeValueFitTest extends LakeTest {
  private static final LocalDate END = LocalDate.parse("2023-06-30");
  private static final Transactions.Columns COLUMNS =
      new Transactions.Columns("id", "day", Optional.of("paid"), Optional.empty());

  @TempDir private Path folder;

  @Test
  void writesRowsFiguresAndAPage() throws Exception {
    Path out = folder.resolve("value");

    ValueFit.Result result =
        LifetimeValueFit.fit(
            lake(), Transactions.of(file(purchases()), COLUMNS), request("bg-nbd"), out);

    Dataset<Row> rows = lake().spark().read().parquet(out.resolve("customers.parquet").toString());
    assertThat(rows.count()).isEqualTo(result.data().customers());
    assertThat(rows.columns())
        .contains("customer", "probability_alive", "expected_purchases", "expected_value");
    JsonNode json = new ObjectMapper().readTree(out.resolve("model.json").toFile());
    JsonNode model = json.get("purchase_models").get(0);
    assertThat(model.get("kind").asText()).isEqualTo("bg-nbd");
    assertThat(model.get("standard_errors").get("r").asDouble()).isPositive();
    JsonNode coverage = json.get("holdout").get("interval_coverage").get(3);
    assertThat(coverage.get("nominal").asDouble()).isEqualTo(0.95);
    assertThat(coverage.get("actual").asDouble()).isBetween(0.9, 1.0);
    double deciles = 0;
    for (JsonNode decile : json.get("holdout").get("by_decile")) {
      deciles += decile.get("customers").asDouble() * decile.get("actual").asDouble();
    }
    assertThat(deciles)
        .isCloseTo(json.get("holdout").get("purchases").get("actual").asDouble(), within(1e-6));
    String page = Files.readString(out.resolve("index.html"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
    assertThat(page)
        .contains("Calibration", "Deciles", "Tracking", "Intervals")
        .doesNotContain("C17");

    assertThatThrownBy(
            () ->
                LifetimeValueFit.fit(
                    lake(), Transactions.of(file(purchases()), COLUMNS), request("bg-nbd"), out))
        .hasMessageContaining("it exists already");
    assertThat(folder).isDirectoryNotContaining("glob:**.writing");
  }

  @Test
  void saysWhichLinesCannotBeUsed() throws IOException {
    String text = "id,day,paid\nA,2023-01-01,5\n,2023-01-02,5\nB,2023-02-30,5\nC,20230104,five\n";

    assertThatThrownBy(() -> Transactions.of(file(text), COLUMNS))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining(
            "of 4 rows 1 with no id (first: line 3), 1 with a day that is no day such as"
                + " 2023-08-31, 20230831 or an instant (first: line 4), 1 with a paid that is no"
                + " number such as 12.50 (first: line 5); correct or remove them");
    assertThatThrownBy(
            () ->
                Transactions.of(
                    file(text),
                    new Transactions.Columns("id", "date", Optional.empty(), Optional.empty())))
        .hasMessageContaining("no column is named date");
  }

  @Test
  void doesNotAddUpCurrencies() throws IOException {
    String text = "id,day,paid,currency\nA,2023-01-01,5,EUR\nA,2023-01-02,5,USD\n";

    assertThatThrownBy(
            () ->
                Transactions.of(
                    file(text),
                    new Transactions.Columns(
                        "id", "day", Optional.of("paid"), Optional.of("currency"))))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("its amounts are in 2 currencies");
  }

  private static ValueFit.Request request(String model) {
    return new ValueFit.Request(END, 90, model, 7, true, 100_000);
  }

  private InputFile file(String text) throws IOException {
    Path file = Files.createTempFile(folder, "purchases", ".csv");
    Files.writeString(file, text);
    return InputFile.open(lake().spark(), "transactions", file);
  }

  /** Of 400 customers, who stop after a purchase with probability 0.2. */
  private static String purchases() {
    SplittableRandom random = new SplittableRandom(11);
    StringBuilder text = new StringBuilder("id,day,paid\n");
    for (int customer = 0; customer < 400; customer++) {
      LocalDate day = LocalDate.parse("2022-07-01").plusDays(random.nextInt(180));
      double pause = 10 + 60 * random.nextDouble();
      while (day.isBefore(END.plusDays(91))) {
        text.append(
            String.format(
                Locale.ROOT, "C%d,%s,%.2f%n", customer, day, 20 + 80 * random.nextDouble()));
        if (random.nextDouble() < 0.2) {
          break;
        }
        day = day.plusDays(1 + (int) (-pause * Math.log(1 - random.nextDouble())));
      }
    }
    return text.toString();
  }
}
