package dev.jetbridge.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.apache.spark.sql.functions;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimplePatternTest extends SparkTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "^[0-9]{13}$ | 0123456789012 | true",
        "^[0-9]{13}$ | 012345678901 | false",
        "^[0-9]{13}$ | 01234567890123 | false",
        "^[A-Z]{2}[0-9]{3,4}$ | EK001 | true",
        "^[A-Z]{2}[0-9]{3,4}$ | EK0011 | true",
        "^[A-Z]{2}[0-9]{3,4}$ | EK00112 | false",
        "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$ | a.b@c.d.e | true",
        "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$ | a@b@c.d | false",
        "^a?b*c+.$ | cx | true",
        "^a?b*c+.$ | abbccx | true",
        "^a?b*c+.$ | abbx | false",
        "^[a-c_.-]+\\d$ | a-._c7 | true",
        "^\\w\\W\\S$ | a-b | true",
        "^x{2,}$ | xxxx | true",
        "^x{2,}$ | x | false"
      })
  void accepts(String pattern, String value, boolean accepted) {
    assertThat(SimplePattern.of(pattern).orElseThrow().test(UTF8String.fromString(value)))
        .isEqualTo(accepted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^",
        "$",
        "a",
        "^a",
        "a$",
        "^(a|b)$",
        "^a|b$",
        "^a\\$",
        "^\\",
        "^[a$",
        "^[]$",
        "^[a&&b]$",
        "^a++$",
        "^a{2}{3}$",
        "^a{,3}$",
        "^a{3,2}$",
        "^a{999}$",
        "^\\bx$",
        "^é$",
        "^[[:alpha:]]$",
        "^\\p{L}$",
        "^[\\d-z]$",
        "^(?i)a$",
        "^a{2$",
        "^*$"
      })
  void leavesOtherShapesToTheRegularExpression(String pattern) {
    assertThat(SimplePattern.of(pattern)).isEmpty();
  }

  @Test
  void leavesValuesOutsideAsciiAndLineEndsToTheRegularExpression() {
    SimplePattern pattern = SimplePattern.of("^[^@]{2}$").orElseThrow();

    assertThat(pattern.test(UTF8String.fromString("é"))).isFalse();
    assertThat(pattern.test(UTF8String.fromString("éé"))).isFalse();
    assertThat(pattern.test(UTF8String.fromString("ab\n"))).isFalse();
  }

  /** Random patterns from the grammar's pieces, random values from few characters. */
  @Test
  void neverAcceptsWhatTheRegularExpressionRefuses() {
    String[] atoms = {
      "a", "b", ".", "\\d", "\\s", "[ab]", "[^a]", "[a-c1-3]", "-", "[\\w-]", "\\."
    };
    String[] counts = {"", "", "", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{1,}"};
    String[] pieces = {"a", "b", "c", "1", "-", ".", " ", "\n", "\r", "@", "é", "A"};
    Random random = new Random(42);
    int accepted = 0;
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder("^");
      for (int atom = random.nextInt(4); atom >= 0; atom--) {
        text.append(atoms[random.nextInt(atoms.length)])
            .append(counts[random.nextInt(counts.length)]);
      }
      SimplePattern simple = SimplePattern.of(text.append('$').toString()).orElseThrow();
      Pattern regex = Pattern.compile(text.toString());
      for (int j = 0; j < 40; j++) {
        StringBuilder value = new StringBuilder();
        for (int piece = random.nextInt(6); piece > 0; piece--) {
          value.append(pieces[random.nextInt(pieces.length)]);
        }
        boolean found = regex.matcher(value).find();
        boolean plain = value.chars().allMatch(c -> c < 128 && c != '\n' && c != '\r');
        boolean simply = simple.test(UTF8String.fromString(value.toString()));
        assertThat(simply && !found).as(text + " on " + value).isFalse();
        assertThat(plain && found && !simply).as(text + " on " + value).isFalse();
        accepted += simply ? 1 : 0;
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
  }

  @Test
  void standsBeforeTheRegularExpressionAndChangesNothing() {
    String predicate = "not (value rlike '^[a-z]{2}$') or value rlike 'x|y'";
    var rows = texts("value", "ab", "abc", "é", "éé", "ab\n", "xy", "", null);

    var fast = rows.select(FastPatterns.in(functions.expr(predicate)));

    assertThat(fast.queryExecution().analyzed().toString()).contains("test");
    assertThat(fast.collectAsList())
        .isEqualTo(rows.select(functions.expr(predicate)).collectAsList());
  }
}
