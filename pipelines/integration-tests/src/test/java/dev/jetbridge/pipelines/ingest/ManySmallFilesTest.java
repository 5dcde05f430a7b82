package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More files than Spark's own reader opens in reasonable time, each with one row in quarantine. */
class ManySmallFilesTest extends LakeTest {
  private static final int FILES = 1_001;

  @TempDir private Path folder;

  @Test
  void accountsForEachOfThem() throws IOException {
    Contract contract = orders("many_small");
    for (int i = 0; i < FILES; i++) {
      Files.writeString(
          folder.resolve("orders_" + i + ".csv"),
          "id,customer,amount,action,changed_at\n"
              + (2 * i)
              + ",\"Ann, of "
              + i
              + "\",1.00,U,2023-01-01T10:00:00Z\n"
              + "x,Ben,1.00,U,2023-01-01T10:00:00Z\n"
              + (2 * i + 1)
              + ",Cid,1.00,U,2023-01-01T10:00:00Z\n");
    }

    List<LandedFile> landed = new FolderPull(folder).land(contract, landing(), AS_OF);
    RunResult result = run(contract, AS_OF);

    assertThat(landed).hasSize(FILES);
    assertThat(result.message()).isEmpty();
    assertThat(result.counts().loaded()).isEqualTo(2 * FILES);
    assertThat(result.counts().quarantined()).isEqualTo(FILES);
    Row files =
        operations()
            .published(OperationsTable.FILES, contract.id())
            .agg(count(lit(1)), sum("loaded"), max("loaded"), max("quarantined"))
            .first();
    assertThat(files.getLong(0)).isEqualTo(FILES);
    assertThat(files.getLong(1)).isEqualTo(2 * FILES);
    assertThat(files.getLong(2)).isEqualTo(2);
    assertThat(files.getLong(3)).isEqualTo(1);
    Map<Long, String> hashes = new TreeMap<>();
    table(contract)
        .filter(col("customer").startsWith("Ann"))
        .select("id", "source_file")
        .collectAsList()
        .forEach(r -> hashes.put(((Number) r.get(0)).longValue() / 2, r.getString(1)));
    Map<Long, String> expected = new TreeMap<>();
    for (LandedFile file : landed) {
      String number = file.name().replaceAll("[^0-9]", "");
      expected.put(Long.parseLong(number), file.hash());
    }
    assertThat(hashes).isEqualTo(expected);
  }
}
