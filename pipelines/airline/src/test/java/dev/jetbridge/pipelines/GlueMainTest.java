package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlueMainTest {
  /** Of all tests: each leaves it as whole as it was. */
  @TempDir private static Path home;

  @BeforeAll
  static void runsOnce() {
    LakeTest.lake();
    job("--product", "customer360.purchases", "--customers", "200", "--days", "60");
  }

  @Test
  void returnsWhenTheRunEndsWell() {
    GlueMain.main(
        new String[] {
          "--JOB_NAME",
          "jetbridge-customer360.purchases",
          "--enable-metrics",
          "--home",
          home.toString(),
          "--product",
          "customer360.purchases"
        });

    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    assertThat(lake.exists(ProductId.parse("customer360.purchases"))).isTrue();
    assertThat(lake.exists(ProductId.parse("customer360.interactions"))).isFalse();
  }

  @Test
  void runsTheCommandThatIsNamed() {
    GlueMain.main(
        new String[] {
          "--JOB_NAME", "jetbridge-maintain", "--command", "maintain", "--home", home.toString()
        });

    assertThat(home.resolve("warehouse")).isDirectory();
    assertThatThrownBy(() -> GlueMain.main(new String[] {"--command", "maintian"}))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage("Unknown command maintian; did you mean maintain?");
  }

  @Test
  void throwsWhatTheRunHadToSay() {
    assertThatThrownBy(
            () ->
                GlueMain.main(
                    new String[] {
                      "--JOB_NAME", "nightly", "--product", "loyalty.membres", "--home", home + ""
                    }))
        .asInstanceOf(InstanceOfAssertFactories.type(JetbridgeException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("Cannot finish job nightly: Cannot find product loyalty.membres")
        .endsWith("did you mean loyalty.members?");
  }

  /**
   * "MaxRetries: the maximum number of times to retry this job if it fails" (AWS Glue API, Jobs):
   * Glue does not ask why, so the job does.
   */
  @Test
  void triesOnceMoreWhatFailedOutsideAndNothingElse() throws Exception {
    Path runs = home.resolve("warehouse/operations/runs");
    Path away = home.resolve("away");
    Files.move(runs, away);
    List<String> pauses = new ArrayList<>();

    GlueMain.run(
        arguments("--product", "customer360.purchases"),
        () -> {
          pauses.add("once");
          move(away, runs);
        });
    assertThat(pauses).hasSize(1);

    Files.move(runs, away);
    assertThatThrownBy(
            () ->
                GlueMain.run(
                    arguments("--product", "customer360.purchases"), () -> pauses.add("again")))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("a file of a table is missing");
    assertThat(pauses).hasSize(2);
    move(away, runs);

    assertThatThrownBy(
            () ->
                GlueMain.run(arguments("--product", "loyalty.membres"), () -> pauses.add("never")))
        .isInstanceOf(JetbridgeException.class);
    assertThat(pauses).hasSize(2);
  }

  /**
   * A conditional trigger starts a job when those it watches have SUCCEEDED (AWS Glue developer
   * guide, "AWS Glue triggers"): what is published elsewhere must be usable whatever else failed.
   */
  @Test
  void succeedsWhenOnlyFilesCouldNotBePulledAndTheServeJobFails() throws Exception {
    Path key = Files.writeString(home.resolve("key"), "k".repeat(64));
    Path config =
        Files.writeString(
            home.resolve("jobs.properties"),
            "sftp.host=localhost\nsftp.user=x\nsftp.key-file=missing\nsftp.host-key=SHA256:x\n"
                + "pseudonym-key-file="
                + key);

    job("--product", "loyalty.members", "--config", config.toString());

    assertThatThrownBy(() -> job("--command", "serve", "--config", config.toString()))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("not pulled: loyalty.members: ")
        .hasMessageContaining("serve and its next run try again");
  }

  /**
   * A trigger waits for all of its jobs to be in one state each, or for any ("Logical: AND | ANY",
   * AWS Glue API, Predicate): it cannot wait until several have ended, however each did. So a job
   * whose ledger says what failed has succeeded, and the readers of that are blocked by their own.
   */
  @Test
  void succeedsWhenTheLedgerHasWhatFailedOutside() throws Exception {
    String product = "customer360.purchases";
    Path metadata = home.resolve("warehouse/customer360/purchases/metadata");
    Path away = home.resolve("away");
    Files.move(metadata, away);
    List<String> pauses = new ArrayList<>();

    GlueMain.run(
        arguments("--product", product, "--as-of", "2023-09-01"), () -> pauses.add("once"));

    assertThat(pauses).hasSize(1);
    move(away, metadata);
    assertThatThrownBy(() -> job("--command", "serve", "--product", product))
        .hasMessageContaining("failed: ")
        .hasMessageContaining(product);
  }

  /** A job that refused data has succeeded, so who reads its product asks the ledger. */
  @Test
  void doesNotMakeWhatIsMadeOfAProductThatAnotherJobRefused() {
    Operations operations =
        new Operations(new Lake(SparkSessions.open(EmbeddedCatalog.open(home))));
    operations.append(
        OperationsTable.RUNS,
        List.of(
            RunColumns.entry(
                    "r", ProductId.parse("reservations.bookings"), Instant.EPOCH, "refused")
                .with(RunColumns.STARTED_AT, Instant.now())
                .with(RunColumns.MESSAGE, "Cannot publish reservations.bookings: rule r")));
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      job("--product", "customer360.purchases", "--as-of", "1970-01-01T00:00:00Z");
    } finally {
      System.setOut(before);
    }

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("blocked: its input reservations.bookings failed or was refused");
    assertThatThrownBy(() -> job("--command", "serve", "--product", "reservations.bookings"))
        .hasMessageContaining("refused: Cannot publish reservations.bookings: rule r");
    job("--command", "serve", "--product", "loyalty.members");
  }

  private static void job(String... own) {
    GlueMain.run(arguments(own), () -> {});
  }

  private static String[] arguments(String... own) {
    List<String> all = new ArrayList<>(List.of("--JOB_NAME", "nightly", "--home", home.toString()));
    all.addAll(List.of(own));
    return all.toArray(new String[0]);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
