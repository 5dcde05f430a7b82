package dev.jetbridge.pipelines.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.FileStatus;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that several products take. */
class SharedFilesTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Contract all = orders("all_orders");
  private final Contract large = atLeast(5);

  @TempDir private Path folder;

  @Test
  void areStoredOnceAndAccountedForByEachProduct() throws IOException {
    send("orders_1.csv", order(1, "1.00"), order(2, "9.00"));
    // Whoever pulls is killed before the second product has its file.
    new FolderPull(folder).land(all, landing(), AS_OF);

    assertThat(pull(AS_OF)).isEqualTo(1);
    LandedFile landed = landing().files(all.id()).get(0);

    assertThat(landing().files(large.id())).isEqualTo(landing().files(all.id())).hasSize(1);
    assertThat(stored(landed)).containsExactly(Path.of(landed.path()));

    assertThat(runner(AS_OF).run(List.of(all, large)))
        .extracting(RunResult::status)
        .containsOnly(RunStatus.PUBLISHED);
    assertThat(account(all, FileStatus.INGESTED)).isEqualTo(new RecordCounts(2, 2, 0, 0, 0, 0));
    assertThat(account(large, FileStatus.INGESTED)).isEqualTo(new RecordCounts(2, 1, 0, 0, 1, 0));
    assertThat(operations().quarantine(all.id()).count()).isZero();

    // What one of them takes again is none of the other's.
    Contract mended = atLeast(0);
    assertThat(replay(mended).counts().loaded()).isEqualTo(1);
    assertThat(account(large, FileStatus.REPLAYED)).isEqualTo(new RecordCounts(2, 2, 0, 0, 0, 0));
    assertThat(account(all, FileStatus.INGESTED)).isEqualTo(new RecordCounts(2, 2, 0, 0, 0, 0));

    // A home of the version before has a copy for each of them.
    copyAsBefore(all);
    copyAsBefore(large);
    Files.delete(Path.of(landed.path()));
    send("orders_2.csv", order(3, "7.00"));
    Instant later = AS_OF.plusSeconds(60);
    assertThat(pull(later)).isEqualTo(2);
    assertThat(runner(later).run(List.of(all, mended)))
        .extracting(result -> result.counts().files())
        .containsExactly(1L, 1L);
    assertThat(runner(later.plusSeconds(1)).rebuild(mended).counts().loaded()).isEqualTo(3);
  }

  private RunResult replay(Contract contract) {
    return runner(AS_OF.plusSeconds(1)).replay(contract, landing().files(contract.id()));
  }

  /** Pulls for both products and says how often a file was opened. */
  private int pull(Instant asOf) {
    AtomicInteger opened = new AtomicInteger();
    FolderPull pull =
        new FolderPull(
            folder,
            file ->
                () -> {
                  opened.incrementAndGet();
                  return Files.newInputStream(file);
                });
    pull.land(all, landing(), asOf);
    pull.land(large, landing(), asOf);
    return opened.get();
  }

  private static RecordCounts account(Contract contract, FileStatus status) {
    List<Row> accounts = operations().files(contract.id()).collectAsList();
    assertThat(accounts.stream().map(FileColumns.STATUS::of)).containsExactly(status);
    return RecordCounts.of(accounts.get(0));
  }

  private static List<Path> stored(LandedFile landed) throws IOException {
    try (Stream<Path> files = Files.walk(HOME.resolve("landing"))) {
      return files.filter(file -> file.endsWith(landed.hash() + ".csv")).toList();
    }
  }

  /** The bytes in the folder of the product, and a note that names no other one. */
  private static void copyAsBefore(Contract contract) throws IOException {
    Path own = HOME.resolve("landing").resolve(contract.id().toString());
    for (LandedFile file : landing().files(contract.id())) {
      Files.copy(Path.of(file.path()), own.resolve(file.hash() + ".csv"));
      Path note = own.resolve(file.hash() + ".json");
      ObjectNode said = (ObjectNode) JSON.readTree(note.toFile());
      said.remove("folder");
      JSON.writeValue(note.toFile(), said);
    }
  }

  private void send(String name, String... orders) throws IOException {
    Files.writeString(folder.resolve(name), HEADER + String.join("", orders));
  }

  private static String order(int id, String amount) {
    return id + ",Ann," + amount + ",U,2023-01-01T10:00:00Z\n";
  }

  private static Contract atLeast(int amount) {
    return ContractLoader.parse(
        ordersText("large_orders", "orders_*.csv", "csv")
            .replace("{minimum: 0}", "{minimum: " + amount + "}"),
        "test");
  }
}
