package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.config.DomainFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Djetbridge.publications=N} sets how often a version is published under a reader. */
class ParquetPortTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  @TempDir private Path root;

  @Test
  void servesTheRowsOfTheSnapshotWithTheTypesOfTheContractOnce() throws Exception {
    Contract contract = published("port_rows", 3);

    assertThat(publish(contract)).isTrue();

    PortManifest manifest = PortManifest.read(folder(contract));
    Dataset<Row> served = read(manifest, contract);
    Dataset<Row> table = table(contract).select(columns(contract));
    assertThat(manifest.rows()).isEqualTo(3);
    assertThat(manifest.product()).isEqualTo(contract.id().toString());
    assertThat(manifest.snapshot())
        .isEqualTo(Long.toString(lake().mainSnapshot(contract.id()).orElseThrow()));
    assertThat(served.schema().simpleString()).isEqualTo(table.schema().simpleString());
    assertThat(served.exceptAll(table).count()).isZero();
    assertThat(table.exceptAll(served).count()).isZero();
    assertThat(manifest.files())
        .allSatisfy(
            f -> assertThat(Files.size(folder(contract).resolve(f.path()))).isEqualTo(f.bytes()));
    assertThat(instantsOf(folder(contract).resolve(manifest.files().get(0).path())))
        .contains("TIMESTAMP(MICROS,true)")
        .doesNotContain("int96");

    List<String> before = files(folder(contract));
    assertThat(publish(contract)).isFalse();
    assertThat(files(folder(contract))).isEqualTo(before);
  }

  @Test
  void aCompactionIsNoPublication() throws Exception {
    Contract contract = published("port_compacted", 2);
    publish(contract);
    long published = lake().mainSnapshot(contract.id()).orElseThrow();
    Publication before = Publication.of(lake(), contract).orElseThrow();

    compact(contract.id());

    assertThat(Publication.of(lake(), contract)).contains(before);
    assertThat(publish(contract)).isFalse();
    // A port that lost its files serves the publication from the compaction.
    lake().table(contract.id()).expireSnapshots().expireSnapshotId(published).commit();
    Path elsewhere = root.resolve("elsewhere");
    new ParquetPort(lake(), DomainFolders.at(elsewhere.toString()))
        .publish(Publication.of(lake(), contract).orElseThrow());
    PortManifest manifest =
        PortManifest.read(elsewhere.resolve("shop").resolve(contract.id().name()));
    assertThat(manifest.version()).isEqualTo("v" + published);
    assertThat(manifest.rows()).isEqualTo(2);
  }

  @Test
  void whatAKilledPublicationLeftIsReplacedAndAnOlderVersionStays() throws Exception {
    Contract contract = published("port_killed", 2);
    publish(contract);
    PortManifest old = PortManifest.read(folder(contract));
    publishMore(contract, 2, 4);
    Path half = folder(contract).resolve("v" + lake().mainSnapshot(contract.id()).orElseThrow());
    Files.createDirectories(half);
    Files.writeString(half.resolve("part-00000-killed.snappy.parquet"), "PAR1 half a file");
    assertThat(PortManifest.read(folder(contract)).rows()).isEqualTo(2);

    assertThat(publish(contract)).isTrue();

    assertThat(read(PortManifest.read(folder(contract)), contract).count()).isEqualTo(4);
    assertThat(files(half)).noneMatch(f -> f.contains("part-00000-killed"));
    assertThat(PortManifest.read(folder(contract)).rows()).isEqualTo(4);
    assertThat(read(old, contract).count()).isEqualTo(2);
  }

  @Test
  void aReaderNeverSeesAMixedOrMissingVersion() throws Exception {
    Contract contract = published("port_readers", 1);
    publish(contract);
    int times = Integer.getInteger("jetbridge.publications", 5);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reader = pool.submit(() -> readUntil(stop, folder(contract)));
      for (int i = 1; i <= times; i++) {
        // Each version of n rows: whatever is read must have as many as its manifest says.
        publishSnapshot(contract, i + 1);
      }
      stop.set(true);
      assertThat(reader.get()).isGreaterThan(times);
    } finally {
      pool.shutdownNow();
    }
    try (Stream<Path> versions = Files.list(folder(contract))) {
      assertThat(versions.filter(Files::isDirectory)).hasSizeGreaterThan(times);
    }
  }

  @Test
  void twoRunsServeOnePublicationOnceAndAnOlderOneNotAfterIt() throws Exception {
    Contract contract = published("port_together", 2);
    Publication first = Publication.of(lake(), contract).orElseThrow();
    ParquetPort port = new ParquetPort(lake(), DomainFolders.at(root.toString()));
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<Boolean>> served =
          pool.invokeAll(java.util.Collections.nCopies(3, () -> port.publish(first)));
      List<Boolean> changed = new ArrayList<>();
      for (Future<Boolean> run : served) {
        changed.add(run.get());
      }
      assertThat(changed).containsExactlyInAnyOrder(true, false, false);
    } finally {
      pool.shutdownNow();
    }
    assertThat(read(PortManifest.read(folder(contract)), contract).count()).isEqualTo(2);

    publishMore(contract, 2, 5);
    publish(contract);

    assertThat(port.publish(first)).isFalse();
    assertThat(PortManifest.read(folder(contract)).rows()).isEqualTo(5);
  }

  @Test
  void saysWhatToDoWhereNothingWasPublished() {
    assertThatThrownBy(() -> PortManifest.read(root))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage(
            "Cannot read a Parquet port in " + root + ": it has no current.json; run first");
  }

  /** Reads the port over and over as a stranger would: the manifest, then the files it names. */
  private static int readUntil(AtomicBoolean stop, Path folder) throws IOException {
    int reads = 0;
    while (!stop.get()) {
      PortManifest manifest = PortManifest.read(folder);
      long rows = 0;
      for (PortManifest.DataFile file : manifest.files()) {
        rows += rowsOf(folder.resolve(file.path()));
      }
      if (rows != manifest.rows()) {
        throw new AssertionError("read " + rows + " rows of " + manifest.rows());
      }
      reads++;
    }
    return reads;
  }

  private static long rowsOf(Path file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      return reader.getRecordCount();
    }
  }

  private static String instantsOf(Path file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      return reader.getFileMetaData().getSchema().toString();
    }
  }

  private static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(
        HadoopInputFile.fromPath(
            new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)));
  }

  private Contract published(String name, int rows) {
    Contract contract = orders(name);
    land(contract, "orders_1.csv", csv(1, rows));
    assertThat(run(contract, AS_OF).failure()).isEmpty();
    return contract;
  }

  private static void publishMore(Contract contract, int have, int want) {
    land(contract, "orders_" + want + ".csv", csv(have + 1, want));
    assertThat(run(contract, AS_OF.plusSeconds(want)).failure()).isEmpty();
  }

  /** A new snapshot with one more row, without the cost of a whole run. */
  private void publishSnapshot(Contract contract, int rows) {
    Dataset<Row> last = table(contract).orderBy("id").limit(1);
    lake()
        .append(
            contract.id(),
            "main",
            last.withColumn("id", org.apache.spark.sql.functions.lit(rows)),
            java.util.Map.of());
    assertThat(publish(contract)).isTrue();
  }

  private boolean publish(Contract contract) {
    return new ParquetPort(lake(), DomainFolders.at(root.toString()))
        .publish(Publication.of(lake(), contract).orElseThrow());
  }

  private Path folder(Contract contract) {
    return root.resolve(contract.id().domain()).resolve(contract.id().name());
  }

  private Dataset<Row> read(PortManifest manifest, Contract contract) {
    return lake()
        .spark()
        .read()
        .parquet(
            manifest.files().stream()
                .map(f -> folder(contract).resolve(f.path()).toString())
                .toArray(String[]::new));
  }

  private static org.apache.spark.sql.Column[] columns(Contract contract) {
    return contract.columns().stream()
        .map(c -> org.apache.spark.sql.functions.col(c.name()))
        .toArray(org.apache.spark.sql.Column[]::new);
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(
          files.filter(Files::isRegularFile).map(Path::toString).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String csv(int from, int to) {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = from; i <= to; i++) {
      text.append(i + ",ann," + i + ".50,U,2023-01-01T10:00:00Z\n");
    }
    return text.toString();
  }
}
