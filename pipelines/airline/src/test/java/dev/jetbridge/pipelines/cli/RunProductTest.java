package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.Ended;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Products one at a time, as a scheduler runs them, in one home. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunProductTest {
  @TempDir private static Path home;

  @BeforeAll
  static void startsSpark() {
    LakeTest.lake();
  }

  @Test
  @Order(1)
  void saysWhyAProductWithoutPublishedInputsIsNotDue() {
    Ended ended = run("--product", "customer360.purchases");

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("unchanged: its input reservations.bookings was never published")
        .contains("Nothing is new: no table was changed.")
        .doesNotContain("Simulating", "Pulling");
    assertThat(home.resolve("sources")).doesNotExist();
  }

  @Test
  @Order(2)
  void pullsAndIngestsOneSource() {
    Ended ended = run("--product", "reference.exchange_rates", "--customers", "20", "--days", "5");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).containsPattern("reference.exchange_rates +published");
    assertThat(Files.exists(home.resolve("landing/reference.exchange_rates"))).isTrue();
    assertThat(Files.exists(home.resolve("landing/reservations.bookings"))).isFalse();
    assertThat(home.resolve("report/index.html")).content().contains("not in this run");
  }

  @Test
  @Order(3)
  void doesNothingTwice() {
    long made = snapshot("reference.exchange_rates");

    Ended ended = run("--product", "reference.exchange_rates");

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("unchanged: no new file")
        .contains("Nothing is new: no table was changed.");
    assertThat(snapshot("reference.exchange_rates")).isEqualTo(made);
  }

  @Test
  @Order(3)
  void maintainsItAndChangesNothingThatIsYoung() {
    long made = snapshot("reference.exchange_rates");

    Ended dry = command("maintain", "reference.exchange_rates", "--dry-run");
    Ended ended = command("maintain", "reference.exchange_rates");

    assertThat(dry.code()).isZero();
    assertThat(dry.out())
        .contains("Nothing was changed")
        .containsPattern("Next: ./jetbridge maintain --home \\S+ reference.exchange_rates");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .containsPattern("reference.exchange_rates +(\\d+) +\\1 +\\d+ +0 +0 +0 +0 +0.0 KB")
        .contains("is older than 24.0 h: a day, or the longest run so far.")
        .containsPattern("Next: ./jetbridge products --home \\S+ reference.exchange_rates");
    assertThat(snapshot("reference.exchange_rates")).isEqualTo(made);
  }

  @Test
  @Order(4)
  void namesTheNearestProduct() {
    Ended ended = run("--product", "features.customer_segment");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("Cannot find product features.customer_segment")
        .contains("did you mean features.customer_segments?");
  }

  @Test
  @Order(5)
  void saysWhatABackfillCannotDo() {
    String segments = "features.customer_segments";
    String[] june = {"--from", "2023-06-01", "--to", "2023-06-30"};

    Ended state = backfill("reference.exchange_rates", june);
    Ended none = backfill(segments, june);
    Ended future = backfill(segments, "--from", "2023-06-30", "--to", "2033-06-30");
    Ended order = backfill(segments, "--from", "2023-06-30", "--to", "2023-06-01");
    Ended period =
        backfill(segments, "--from", "2023-06-30", "--to", "2023-07-31", "--every", "1h");

    assertThat(List.of(state, none, future, order, period))
        .allSatisfy(ended -> assertThat(ended.code()).isEqualTo(2));
    assertThat(state.err())
        .contains("Cannot backfill reference.exchange_rates: it has no rows of each instant");
    assertThat(none.err()).contains("its input customer360.purchases was never published; run ");
    assertThat(future.err())
        .contains(
            "Cannot backfill features.customer_segments for 2033-06-30: what it is made from");
    assertThat(order.err()).contains("--to must not be before --from");
    assertThat(period.err()).contains("Invalid period: 1h");
  }

  private static Ended backfill(String product, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("features", "backfill", "--home", home.toString(), product));
    arguments.addAll(List.of(options));
    return Ended.of(arguments);
  }

  private static Ended run(String... options) {
    return command("run", options);
  }

  private static Ended command(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command, "--home", home.toString()));
    arguments.addAll(List.of(options));
    return Ended.of(arguments);
  }

  private static long snapshot(String product) {
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    return lake.mainSnapshot(ProductId.parse(product)).orElseThrow();
  }
}
