package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nearly all records of a feed are of one key: they meet in one partition. */
class HotKeyTest extends LakeTest {
  private static final int VERSIONS = 20_000;
  private static final Instant START = Instant.parse("2023-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void keepsTheNewestOfVeryManyVersionsInOneFileAndOverTwo() throws IOException {
    Contract contract = orders("hot");
    write("orders_1.csv", 0);
    RunResult first = land(contract);
    write("orders_2.csv", VERSIONS);
    RunResult second = land(contract);

    assertThat(first.counts().loaded()).isEqualTo(2);
    assertThat(first.counts().superseded()).isEqualTo(VERSIONS - 1);
    assertThat(second.counts().loaded()).isEqualTo(1);
    // The other row came again as it was.
    assertThat(second.counts().duplicates()).isEqualTo(1);
    assertThat(second.counts().superseded()).isEqualTo(VERSIONS - 1);
    assertThat(table(contract).orderBy("id").select("id", "customer").collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly("7 version " + (2 * VERSIONS - 1), "8 once");
  }

  private RunResult land(Contract contract) {
    new FolderPull(folder).land(contract, landing(), AS_OF);
    return run(contract, AS_OF);
  }

  /** Versions from the newest to the oldest, and one record of another key. */
  private void write(String name, int from) throws IOException {
    StringBuilder text = new StringBuilder("id,customer,amount,action,changed_at\n");
    for (int i = from + VERSIONS - 1; i >= from; i--) {
      text.append("7,version ")
          .append(i)
          .append(",1.00,U,")
          .append(START.plusSeconds(i))
          .append('\n');
    }
    text.append("8,once,1.00,U,").append(START).append('\n');
    Files.writeString(folder.resolve(name), text);
  }
}
