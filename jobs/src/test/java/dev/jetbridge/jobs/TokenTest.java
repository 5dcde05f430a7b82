package dev.jetbridge.jobs;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TokenTest extends SparkTest {
  private static final RunContext RUN =
      new RunContext(
          Instant.parse("2026-03-31T00:00:00Z"), new Secret("secret"), Dataset::localCheckpoint);

  @Test
  void isTheDigestOfKeyAndParts() {
    Dataset<Row> tokens =
        spark.range(1).select(Token.of(RUN, "B", lit("LOC001"), lit(1_772_359_200_000_000L)));

    // printf 'secret|LOC001|1772359200000000' | sha256sum
    assertThat(tokens.head().getString(0)).isEqualTo("B4b78c4abbe7b961eb3fef377");
  }

  @Test
  void isNullWhenAPartIs() {
    Dataset<Row> tokens =
        spark.range(1).select(Token.of(RUN, "B", lit("LOC001"), lit(null).cast("string")));

    assertThat(tokens.head().isNullAt(0)).isTrue();
  }

  @Test
  void doesNotShowTheKeyInPlans() {
    Dataset<Row> tokens = spark.range(1).select(Token.of(RUN, "B", lit("LOC001")));

    assertThat(tokens.queryExecution().toString()).contains("token").doesNotContain("secret");
  }

  @Test
  void hashesAKeyAsSparkWould() {
    Dataset<Row> hashes = spark.range(1).select(Token.hash(RUN.pseudonymKey(), lit("M1")));

    // printf 'secret\001M1' | sha256sum
    assertThat(hashes.head().getString(0))
        .isEqualTo("b86fbaf4940295e888c3ae8683896cdc2d141117726083b63d6181b935679c7b");
    assertThat(hashes.queryExecution().toString()).contains("key_hash").doesNotContain("secret");
  }

  @Test
  void neverPrintsASecret() {
    assertThat(RUN.toString()).contains("***").doesNotContain("secret");
  }
}
