package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RollbackTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  @Test
  void holdsWhatCameAfterUntilAskedForAndRebuildsWithoutIt() {
    Contract contract = orders("undone");
    long first = loads(contract, 1, AS_OF);
    loads(contract, 2, AS_OF.plusSeconds(1));

    lake().rollback(contract.id(), first);
    RunResult next = run(contract, AS_OF.plusSeconds(2));

    assertThat(next.status()).isEqualTo(RunStatus.UNCHANGED);
    assertThat(next.message()).isEqualTo("no new file, 1 withdrawn (jetbridge retry shop.undone)");
    assertThat(table(contract).count()).isEqualTo(1);
    assertThat(operations().files(contract.id()).count()).isEqualTo(1);
    assertThat(statuses(contract)).containsExactly("published", "published", "withdrawn");

    RunResult again = runner(AS_OF.plusSeconds(1)).retry(List.of(contract)).get(0);

    assertThat(again.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(table(contract).select("changed_in").orderBy("id").collectAsList())
        .extracting(r -> r.getLong(0))
        .containsExactly(1L, 3L);
    assertThat(operations().files(contract.id()).count()).isEqualTo(2);
    assertThat(RunHistory.read(operations()).heldFilesOf(contract.id())).isEmpty();

    lake().rollback(contract.id(), first);
    RunResult rebuilt = runner(AS_OF.plusSeconds(3)).rebuild(contract);

    assertThat(rebuilt.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(table(contract).count()).isEqualTo(1);
  }

  private static long loads(Contract contract, int id, java.time.Instant asOf) {
    land(contract, "orders_" + id + ".csv", HEADER + id + ",a,1.00,U,2023-01-01T10:00:00Z\n");
    RunResult result = run(contract, asOf);
    assertThat(result.status()).isEqualTo(RunStatus.PUBLISHED);
    return result.snapshot().orElseThrow();
  }

  private static List<String> statuses(Contract contract) {
    return operations()
        .read(OperationsTable.RUNS)
        .filter(col("product").equalTo(contract.id().toString()))
        .orderBy("status", "sequence")
        .select("status")
        .collectAsList()
        .stream()
        .map((Row r) -> r.getString(0))
        .toList();
  }
}
