package dev.jetbridge.quality.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.quality.SparkTest;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowFlagsTest extends SparkTest {
  private static final Column FLAGS = functions.expr("shiftleft(1L, cast(id % 50 as int))");

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void observesTheBitsThatAnyRowSets(int partitions) throws Exception {
    Dataset<Row> rows = SPARK.range(0, 90, 1, partitions).toDF().filter("id % 50 > 40");
    Observation observation = Observation.apply();

    rows.observe(observation, RowFlags.of(FLAGS).as("flags"))
        .write()
        .format("noop")
        .mode("overwrite")
        .save();

    assertThat(observation.getAsJava().get("flags"))
        .isEqualTo(rows.agg(functions.bit_or(FLAGS)).first().get(0));
  }

  @Test
  void aggregatesGroupsLikeTheBuiltInOne() {
    Dataset<Row> rows = SPARK.range(0, 200, 1, 3).toDF();
    Column group = functions.expr("id % 4");

    List<Row> own = rows.groupBy(group.as("g")).agg(RowFlags.of(FLAGS)).sort("g").collectAsList();

    assertThat(own)
        .isEqualTo(
            rows.groupBy(group.as("g")).agg(functions.bit_or(FLAGS)).sort("g").collectAsList());
  }
}
