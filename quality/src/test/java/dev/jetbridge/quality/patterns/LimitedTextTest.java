package dev.jetbridge.quality.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.quality.SparkTest;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LimitedTextTest extends SparkTest {
  private static final String[] SLOW = {
    "cast(text as decimal(10, 2))",
    "to_date(text, 'yyyy')",
    "to_timestamp(text, 'yyyy')",
    "unix_timestamp(text, 'yyyy')",
    "to_unix_timestamp(text, 'yyyy')",
    "try_to_number(text, '9999')",
    "levenshtein(text, text)"
  };

  @Test
  @Timeout(30)
  void takesNoLongerForALongText() {
    // Not of local rows: Spark evaluates those while it still optimises.
    Dataset<Row> texts =
        SPARK.range(2).selectExpr("if(id = 0, '2023', repeat('7', 4194304)) as text");
    Dataset<Row> plain = SPARK.range(1).selectExpr("concat('20', id + 23) as text");
    Row expected = plain.selectExpr(SLOW).first();

    FastPatterns.install(SPARK);
    Row of2023 = texts.where("length(text) = 4").selectExpr(SLOW).first();
    Row ofLong = texts.where("length(text) > 4").selectExpr(SLOW).first();

    assertThat(of2023).isEqualTo(expected);
    assertThat(of2023.getDecimal(0)).isEqualByComparingTo("2023");
    assertThat(of2023.getInt(6)).isZero();
    assertThat(IntStream.range(0, 6).filter(i -> !ofLong.isNullAt(i)).mapToObj(i -> SLOW[i]))
        .isEmpty();
    assertThat(ofLong.getInt(6)).isEqualTo(2 * 4194304);
  }
}
