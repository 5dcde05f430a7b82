package dev.jetbridge.pipelines.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.pipelines.LakeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetColumnsTest extends LakeTest {
  @TempDir private Path folder;

  @Test
  void putsColumnsBesideEachOtherAndRowGroupsBelow() throws IOException {
    Dataset<Row> left = rows("select id, array(id, null) pair from range(0, 5, 1, 1)");
    Dataset<Row> right =
        rows("select if(id = 2, null, concat('text ', id)) `a.b` from range(0, 5, 1, 1)");
    List<Path> one = List.of(file(left, "left-1"), file(right, "right-1"));
    List<Path> two = List.of(file(left.limit(2), "left-2"), file(right.limit(2), "right-2"));
    StructType schema = left.schema().add(right.schema().apply(0));
    Path whole = folder.resolve("whole.parquet");

    new ParquetColumns(schema).write(whole, List.of(one, two));

    Dataset<Row> read = lake().spark().read().parquet(whole.toString());
    assertThat(read.schema().simpleString()).isEqualTo(schema.simpleString());
    assertThat(read.selectExpr("concat_ws(' ', id, pair[0], size(pair), `a.b`)").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(
            "0 0 2 text 0",
            "1 1 2 text 1",
            "2 2 2",
            "3 3 2 text 3",
            "4 4 2 text 4",
            "0 0 2 text 0",
            "1 1 2 text 1");
    assertThat(read.filter("id > 3").count()).isEqualTo(1);
  }

  @Test
  void refusesFilesOfOtherRows() throws IOException {
    Dataset<Row> rows = rows("select id from range(0, 5, 1, 1)");
    List<Path> files = List.of(file(rows, "five"), file(rows.limit(4), "four"));
    ParquetColumns columns = new ParquetColumns(rows.schema());

    assertThatThrownBy(() -> columns.write(folder.resolve("whole.parquet"), List.of(files)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("or other rows than " + files.get(0));
  }

  private static Dataset<Row> rows(String query) {
    return lake().spark().sql(query);
  }

  private Path file(Dataset<Row> rows, String name) throws IOException {
    Path written = folder.resolve(name);
    rows.coalesce(1).write().parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      return files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }
}
