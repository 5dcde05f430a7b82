package dev.jetbridge.pipelines.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.run.RunListener;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunSettings;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.run.Runner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Landing and staging on a store that is not a path of this machine, as on Glue. */
class SharedStorageTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  @TempDir private Path folder;

  @Test
  void ingestsFromASharedStoreAndLeavesNothingInStaging() throws IOException {
    lake();
    Contract contract = orders("shared_orders");
    Landing landing = new Landing(shared("landing"));
    take(landing, contract, "orders_1.csv", "1,Ann,1.00,U,2023-01-01T00:00:00Z\n");
    take(landing, contract, "orders_2.csv", "2,Ann,many,U,2023-01-01T00:00:00Z\n");
    take(landing, contract, "orders_3.csv", "1,Ann,3.00,U,2023-01-02T00:00:00Z\n");

    RunResult result =
        new Runner(
                lake(),
                landing,
                operations(),
                new RunSettings(
                    AS_OF,
                    DomainFolders.at(shared("staging")),
                    new Secret("a secret of tests"),
                    "test",
                    1),
                RunListener.silent(),
                Compilers.standard())
            .run(List.of(contract))
            .get(0);

    assertThat(result.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(result.counts().quarantined()).isEqualTo(1);
    assertThat(table(contract).select("amount").first().getDecimal(0)).hasToString("3.00");
    try (Stream<Path> left = Files.list(folder.resolve("staging"))) {
      assertThat(left).isEmpty();
    }
    assertThat(Path.of("shared:")).doesNotExist();
  }

  @Test
  void keepsTheSameContentOnceAndNoHalfFile() throws IOException {
    Contract contract = orders("shared_once");
    Landing landing = new Landing(shared("landing"));

    LandedFile first =
        take(landing, contract, "orders_1.csv", "1,Ann,1.00,U,2023-01-01T00:00:00Z\n");
    LandedFile again =
        take(landing, contract, "orders_1.csv", "1,Ann,1.00,U,2023-01-01T00:00:00Z\n");
    assertThatThrownBy(
            () ->
                landing.take(
                    contract.id(),
                    "orders_2.csv",
                    "test",
                    Instant.EPOCH,
                    SharedStorageTest::broken))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("Cannot land orders_2.csv from test in ")
        .hasMessageContaining("Stream closed");

    assertThat(again).isEqualTo(first);
    assertThat(landing.files(contract.id())).containsExactly(first);
    try (InputStream content = Storage.open(first.path())) {
      assertThat(content).hasContent(HEADER + "1,Ann,1.00,U,2023-01-01T00:00:00Z\n");
    }
    try (Stream<Path> files = Files.walk(folder.resolve("landing"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @Test
  void tellsAMissingFileFromOthers() {
    assertThatThrownBy(() -> Storage.open(shared("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Storage.open(folder.resolve("nothing").toString()))
        .isInstanceOf(NoSuchFileException.class);
  }

  private String shared(String name) {
    return "shared:" + folder.resolve(name);
  }

  private static LandedFile take(Landing landing, Contract contract, String name, String rows) {
    byte[] content = (HEADER + rows).getBytes(StandardCharsets.UTF_8);
    return landing.take(
        contract.id(),
        name,
        "test",
        Instant.parse("2023-01-01T00:00:00Z"),
        () -> new ByteArrayInputStream(content));
  }

  /** Some bytes, then an error. */
  private static InputStream broken() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    return new SequenceInputStream(
        new ByteArrayInputStream(HEADER.getBytes(StandardCharsets.UTF_8)), closed);
  }
}
