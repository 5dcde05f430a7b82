package dev.jetbridge.pipelines.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSessionsTest extends LakeTest {
  @TempDir private Path home;

  /** On a cluster the platform starts Spark, by these settings or by a submission of ours. */
  @Test
  void silencesFailedTasksWhereverSparkIsStarted() {
    String ours = RedactedFailures.class.getName();

    assertThat(SparkSessions.settings(Map.of())).containsEntry("spark.plugins", ours);
    assertThat(SparkSessions.with("com.example.Theirs", ours))
        .isEqualTo("com.example.Theirs," + ours);
    assertThat(SparkSessions.with("com.example.Theirs," + ours, ours))
        .isEqualTo("com.example.Theirs," + ours);
    assertThat(lake().spark().sparkContext().conf().get("spark.plugins")).isEqualTo(ours);
  }

  /** Landing is written without a session: it must hear of the key all the same. */
  @Test
  void encryptsFilesBesidesTablesAsTablesAre() {
    Map<String, String> catalog = new HashMap<>(EmbeddedCatalog.open(home));
    catalog.put("s3.sse.type", "kms");
    catalog.put("s3.sse.key", "alias/lake");

    SparkSessions.open(catalog);

    Configuration files = SparkHadoopUtil.get().conf();
    assertThat(files.get("fs.s3a.encryption.algorithm")).isEqualTo("SSE-KMS");
    assertThat(files.get("fs.s3a.encryption.key")).isEqualTo("alias/lake");
    assertThat(SparkSessions.settings(catalog))
        .containsEntry("spark.hadoop.fs.s3a.encryption.algorithm", "SSE-KMS");
  }

  @Test
  void givesASecondHomeACatalogOfItsOwn() {
    Lake first = lake();

    Lake second = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    ((SupportsNamespaces) second.catalog()).createNamespace(Namespace.of("only_in_second"));

    assertThat(
            ((SupportsNamespaces) first.catalog()).namespaceExists(Namespace.of("only_in_second")))
        .isFalse();
    assertThat(((SupportsNamespaces) second.catalog()).namespaceExists(Namespace.of("operations")))
        .isFalse();
    assertThat(second.spark().conf().get("spark.sql.catalog.lake.uri")).contains(home.toString());
  }
}
