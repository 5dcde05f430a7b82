package dev.jetbridge.pipelines.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.LakeTest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Tables of a version that did not know every column. */
class OlderLedgerTest extends LakeTest {
  @Test
  void readsWithNullsWhatTheNextRunAdds() {
    lake();
    lake()
        .table(OperationsTable.FILES.id())
        .updateSchema()
        .deleteColumn("content_hash")
        .deleteColumn("sent")
        .commit();

    Dataset<Row> before = operations().read(OperationsTable.FILES);
    operations().create();

    assertThat(before.schema().fieldNames())
        .containsExactlyInAnyOrder(OperationsTable.FILES.schema().fieldNames());
    assertThat(before.schema().apply("content_hash").dataType())
        .isEqualTo(OperationsTable.FILES.schema().apply("content_hash").dataType());
    assertThat(lake().table(OperationsTable.FILES.id()).schema().findField("sent")).isNotNull();
  }
}
