package dev.jetbridge.quality.observation;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.quality.SparkTest;
import dev.jetbridge.quality.observation.ProfileAggregate.Kind;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileAggregateTest extends SparkTest {
  private static final List<Column> VALUES =
      List.of(col("some"), col("text"), col("number"), col("date"), col("seconds"), col("none"));
  private static final List<Kind> KINDS =
      List.of(
          Kind.COUNT, Kind.DISTINCT, Kind.DISTINCT, Kind.DISTINCT, Kind.GREATEST, Kind.GREATEST);

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void tellsWhatTheBuiltInOnesTell(int partitions) throws Exception {
    Dataset<Row> rows =
        SPARK
            .range(0, 3_000, 1, partitions)
            .selectExpr(
                "if(id % 3 = 0, id, null) as some",
                "if(id % 2 = 0, 'text ' || id, null) as text",
                "cast(id % 50 as decimal(20, 2)) as number",
                "date_add(date'2023-01-01', cast(id % 700 as int)) as date",
                "if(id % 5 = 0, null, cast(id as double) - 9000) as seconds",
                "cast(null as double) as none");
    Row expected =
        rows.agg(
                count("some"),
                approx_count_distinct("text"),
                approx_count_distinct("number"),
                approx_count_distinct("date"),
                max("seconds"))
            .first();
    Observation observation = Observation.apply();

    rows.observe(observation, ProfileAggregate.of(VALUES, KINDS).as("profile"))
        .write()
        .format("noop")
        .mode("overwrite")
        .save();
    List<Double> scanned =
        rows.agg(ProfileAggregate.of(VALUES, KINDS).as("profile")).first().getList(0);

    assertThat(scanned)
        .containsExactly(
            3_000.0,
            (double) expected.getLong(0),
            (double) expected.getLong(1),
            (double) expected.getLong(2),
            (double) expected.getLong(3),
            expected.getDouble(4),
            Double.NaN);
    assertThat(observation.getAsJava().get("profile").toString())
        .isEqualTo(rows.agg(ProfileAggregate.of(VALUES, KINDS)).first().get(0).toString());
  }
}
