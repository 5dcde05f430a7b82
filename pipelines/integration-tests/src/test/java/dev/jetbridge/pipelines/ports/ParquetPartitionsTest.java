package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.features.FeatureProducts;
import dev.jetbridge.pipelines.storage.Removed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written when some partitions of a product have changed, and what is kept. */
class ParquetPartitionsTest extends LakeTest {
  private static final Instant JULY = Instant.parse("2023-07-31T23:59:59.999999Z");
  private static final Instant AUGUST = Instant.parse("2023-08-31T23:59:59.999999Z");

  @TempDir private Path root;

  @Test
  void anAsOfIsWrittenAndNoOtherUntilNobodyNamesItsFile() throws IOException {
    Contract contract = FeatureProducts.byAsOf("port.by_as_of");
    PortManifest july = published(contract, JULY, 2);
    PortManifest both = published(contract, AUGUST, 3);

    assertThat(parquet(july)).hasSize(1);
    assertThat(parquet(both)).hasSize(1);
    assertThat(both.files()).hasSize(2).contains(july.files().get(0));
    assertThat(both.files())
        .extracting(PortManifest.DataFile::partition)
        .containsExactlyInAnyOrder(
            "as_of=2023-07-31T23%3A59%3A59.999999%2B00%3A00",
            "as_of=2023-08-31T23%3A59%3A59.999999%2B00%3A00");

    // A compaction writes all files of the table anew and changes no partition.
    compact(contract.id());
    PortManifest again = published(contract, JULY, 4);

    assertThat(parquet(again)).hasSize(1);
    assertThat(again.files()).hasSize(2).contains(both.files().get(1));
    assertThat(read(july).count()).isEqualTo(2);
    assertThat(read(both).count()).isEqualTo(5);

    assertThat(port().replaced(contract.id()).remove(end -> true, true))
        .isEqualTo(port().replaced(contract.id()).remove(end -> true, false))
        .extracting(Removed::files)
        .isEqualTo(3L);
    assertThat(folder(july)).doesNotExist();
    assertThat(parquet(both)).hasSize(1);
    assertThat(read(again).count()).isEqualTo(7);

    // The version before is served once more and written beside the file that is still named.
    lake().rollback(contract.id(), Long.parseLong(both.snapshot()));
    PortManifest back = served(contract);

    assertThat(back.version()).isEqualTo(both.version());
    assertThat(back.files()).doesNotContainAnyElementsOf(again.files());
    assertThat(read(again).count()).isEqualTo(7);

    FeatureProducts.publish(lake(), contract, AUGUST);
    PortManifest without = served(contract);

    assertThat(without.rows()).isEqualTo(2);
    assertThat(back.files()).containsAll(without.files());

    Contract wider = FeatureProducts.byAsOf("port.by_as_of", "{name: miles, logicalType: integer}");
    FeatureProducts.publish(
        lake(), wider, AUGUST, "('P1', timestamp'" + AUGUST + "', 1, 2.50, true, 9)");

    // Files of one version have the same columns.
    assertThat(parquet(served(wider))).hasSize(2);
  }

  @Test
  void aKilledServingIsMadeUpForAndLeavesTheVersionBeforeAsItWas() throws IOException {
    Contract contract = FeatureProducts.byAsOf("port.killed");
    PortManifest before = published(contract, JULY, 2);
    byte[] current = Files.readAllBytes(port(contract).resolve(PortManifest.CURRENT));
    PortManifest whole = published(contract, AUGUST, 3);

    // Killed before the manifest names the version.
    Files.write(port(contract).resolve(PortManifest.CURRENT), current);
    assertThat(served(contract)).isEqualTo(whole);

    // Killed before it was whole, with what a task had begun.
    Files.write(port(contract).resolve(PortManifest.CURRENT), current);
    Files.delete(folder(whole).resolve(ParquetPort.VERSION_MANIFEST));
    Files.createDirectories(folder(whole).resolve("_temporary/0"));
    Files.writeString(folder(whole).resolve("part-00001-x.snappy.parquet"), "PAR1 half a file");
    PortManifest repaired = served(contract);

    assertThat(repaired.files())
        .extracting(PortManifest.DataFile::partition, PortManifest.DataFile::rows)
        .isEqualTo(
            whole.files().stream()
                .map(f -> org.assertj.core.groups.Tuple.tuple(f.partition(), f.rows()))
                .toList());
    assertThat(parquet(repaired)).hasSize(1);
    assertThat(folder(whole).resolve("_temporary")).doesNotExist();
    assertThat(repaired.files()).contains(before.files().get(0));
    assertThat(read(before).count()).isEqualTo(2);
  }

  /** A partition of so many rows, published and served. */
  private PortManifest published(Contract contract, Instant asOf, int rows) {
    String[] values = new String[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = "('P%d', timestamp'%s', %d, 2.50, true)".formatted(i, asOf, i);
    }
    FeatureProducts.publish(lake(), contract, asOf, values);
    return served(contract);
  }

  /** The manifest of what is published, whose files hold just its rows. */
  private PortManifest served(Contract contract) {
    assertThat(port().publish(Publication.of(lake(), contract).orElseThrow())).isTrue();
    PortManifest manifest = port().current(contract.id()).orElseThrow();
    String[] columns = contract.columns().stream().map(Column::name).toArray(String[]::new);
    assertThat(texts(read(manifest).selectExpr(columns)))
        .containsExactlyInAnyOrderElementsOf(texts(table(contract).selectExpr(columns)));
    return manifest;
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).toList();
  }

  private ParquetPort port() {
    return new ParquetPort(lake(), DomainFolders.at(root.toString()));
  }

  private Path port(Contract contract) {
    return Path.of(port().folder(contract.id()));
  }

  private Path folder(PortManifest manifest) {
    return root.resolve(manifest.product().replace('.', '/')).resolve(manifest.version());
  }

  /** The files that were written for a version. */
  private List<Path> parquet(PortManifest manifest) throws IOException {
    try (Stream<Path> files = Files.list(folder(manifest))) {
      return files.filter(f -> f.toString().endsWith(".parquet")).toList();
    }
  }

  private Dataset<Row> read(PortManifest manifest) {
    return lake()
        .spark()
        .read()
        .parquet(
            manifest.files().stream()
                .map(f -> folder(manifest).resolveSibling(f.path()).toString())
                .toArray(String[]::new));
  }
}
