package dev.jetbridge.pipelines.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.Lake;
import java.util.List;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Rows that the driver reads are those that Spark reads. */
class SmallReadTest extends LakeTest {
  private static final ProductId ONE = ProductId.parse("small.one");
  private static final ProductId OTHER = ProductId.parse("small.other");

  @Test
  void readsWhatSparkReadsOfTheRowsThatAreLeft() {
    Operations operations = operations();
    operations.append(
        OperationsTable.RUNS, List.of(run("a", ONE, 1), run("b", ONE, 2), run("c", OTHER, 3)));
    operations.append(OperationsTable.RUNS, List.of(run("d", ONE, 4)));
    String table = Lake.name(OperationsTable.RUNS.id());
    lake()
        .spark()
        .sql(
            "ALTER TABLE "
                + table
                + " SET TBLPROPERTIES"
                + " ('write.delete.mode'='merge-on-read')");
    lake().spark().sql("DELETE FROM " + table + " WHERE run_id = 'b'");
    lake().table(OperationsTable.RUNS.id()).updateSchema().deleteColumn("message").commit();

    List<Row> read =
        operations.rows(
            OperationsTable.RUNS,
            RunKey.PRODUCT.among(List.of(ONE)),
            RunKey.RUN_ID,
            RunColumns.AS_OF,
            RunColumns.SEQUENCE,
            RunColumns.MESSAGE);

    assertThat(read)
        .containsExactlyInAnyOrderElementsOf(
            operations
                .read(OperationsTable.RUNS)
                .filter(RunKey.PRODUCT.is(ONE))
                .select("run_id", "as_of", "sequence", "message")
                .collectAsList())
        .hasSize(2);
    assertThat(RunColumns.MESSAGE.find(read.get(0))).isEmpty();
    assertThat(RunColumns.AS_OF.of(read.get(0))).isEqualTo(AS_OF);
    assertThat(
            operations.rows(OperationsTable.RUNS, Expressions.alwaysTrue(), RunKey.PRODUCT).stream()
                .map(RunKey.PRODUCT::of))
        .contains(ONE, OTHER);
  }

  private static NewRow run(String id, ProductId product, long sequence) {
    return RunColumns.entry(id, product, AS_OF, Operations.PUBLISHED)
        .with(RunColumns.SEQUENCE, sequence)
        .with(RunColumns.MESSAGE, "well");
  }
}
