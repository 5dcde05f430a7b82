package dev.jetbridge.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a home whose tables of operations can be read or written only in part. */
class LedgerFaultTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  @TempDir private static Path home;
  private static Lake lake;

  private final Contract contract = orders("ledgered");

  @BeforeAll
  static void opensAHomeOfItsOwn() {
    lake();
    lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
  }

  @Test
  void endsCalmlyAndLeavesWhatIsPublishedAndWhatIsEnteredInStep() throws IOException {
    Operations operations = new Operations(lake);
    operations.create();
    land(1);
    Path runs = blocked(OperationsTable.RUNS);

    assertThatThrownBy(this::run)
        .asInstanceOf(InstanceOfAssertFactories.type(JetbridgeException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .startsWith("Cannot use the tables of operations: ")
        .contains("; published anyway, and entered by the next run: shop.ledgered");
    Optional<Long> published = lake.mainSnapshot(contract.id());
    assertThat(published).isPresent();

    Files.delete(runs);
    assertThat(run().status()).isEqualTo(RunStatus.UNCHANGED);
    assertThat(new RunLog(operations).last(Optional.of(contract.id()), 5))
        .extracting(RunLog.Entry::message)
        .containsExactly("entered by recovery");

    land(2);
    Path results = blocked(OperationsTable.QUALITY_RESULTS);
    RunResult unaccounted = run();
    assertThat(unaccounted.status()).isEqualTo(RunStatus.FAILED);
    assertThat(unaccounted.failure()).contains(FailureKind.EXTERNAL);
    assertThat(unaccounted.message())
        .startsWith("Cannot use the tables of operations: ")
        .endsWith("; shop.ledgered stays as it was published last");
    assertThat(lake.mainSnapshot(contract.id())).isEqualTo(published);
    unblocked(results);

    blocked(OperationsTable.FILES);
    assertThatThrownBy(this::run)
        .hasMessageStartingWith("Cannot use the tables of operations: a file of a")
        .hasMessageEndingWith("; restore the tables of operations from a backup; nothing was made");
    assertThat(lake.mainSnapshot(contract.id())).isEqualTo(published);
  }

  private RunResult run() {
    RunSettings settings =
        new RunSettings(
            AS_OF,
            DomainFolders.at(home.resolve("staging").toString()),
            settings(AS_OF).pseudonymKey(),
            "test",
            1);
    return new Runner(
            lake,
            landingOfHome(),
            new Operations(lake),
            settings,
            RunListener.silent(),
            Compilers.standard())
        .run(List.of(contract))
        .get(0);
  }

  private void land(int id) {
    byte[] content =
        (HEADER + id + ",Ann,1.00,U,2023-01-01T10:00:00Z\n").getBytes(StandardCharsets.UTF_8);
    landingOfHome()
        .take(
            contract.id(),
            "orders_" + id + ".csv",
            "test",
            Instant.parse("2023-01-01T00:00:00Z"),
            () -> new ByteArrayInputStream(content));
  }

  private static Landing landingOfHome() {
    return new Landing(home.resolve("landing"));
  }

  /** A table whose folder of data is not there, and cannot be made. */
  private static Path blocked(OperationsTable table) throws IOException {
    Path data =
        Path.of(lake.table(table.id()).location().replaceFirst("^file:", "")).resolve("data");
    if (Files.exists(data)) {
      Files.move(data, data.resolveSibling("moved"));
    }
    Files.createDirectories(data.getParent());
    return Files.createFile(data);
  }

  private static void unblocked(Path data) throws IOException {
    Files.delete(data);
    Files.move(data.resolveSibling("moved"), data);
  }
}
