package dev.jetbridge.contracts.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class TextPatternTest {
  private static final List<String> PATTERNS =
      List.of(
          "^[A-Z]{2}[0-9]{3,4}$",
          "^([0-9]{2}|none)$",
          "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$",
          "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}",
          "(a+)+b",
          "(a|a)*b",
          "(a|ab)(c|bcd)?(d*)",
          "(x+x+)+y",
          "a{0,3}(b{2}c?){1,2}",
          "^a$|^b.$|",
          "(?i)ab[c-e]|[^x]z",
          "(?s)a.b",
          "a.b",
          "(?:a(?i)b)c",
          "\\Qa.b\\E+",
          "[\\w-]+\\s\\d\\D\\S\\W",
          "[^\\d\\s]+",
          "\\p{L}+\\p{Nd}?",
          "[\\p{Lu}&&[^A-C]]x",
          "\\p{Alpha}{2}\\p{Punct}",
          "[a-c[x-z]]+",
          "\\u00e9[\\x61-\\x{63}]+\\.",
          "é+|ß?|[α-ω]+",
          "😀+.",
          "a*?b+?c??",
          "(?<word>a|b)+c",
          "\\h+\\v*a",
          "(.*,){3}x",
          ".*a.*b.*",
          "$^",
          "^^a$$",
          "(^a|b)+");

  private static String random(Random random) {
    String[] letters = {
      "a", "b", "c", "d", "x", "y", "z", "A", "B", "C", "0", "7", "@", ".", ",", "-", " ", "\n",
      "\r", "\t", "\u000B", "\u0085", "\u2028", "é", "ß", "Ω", "ω", "😀", "\u00A0", "none", "ab"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  @Test
  void findsWhatJavaFindsButForLineBreaksAtTheEnd() {
    Random random = new Random(7);
    List<String> values = new ArrayList<>(List.of("", "AB123", "12", "none", "a@b.c", "é", "a.b"));
    for (int i = 0; i < 1500; i++) {
      values.add(random(random));
    }
    for (String pattern : PATTERNS) {
      assertThat(TextPattern.fault(pattern)).as(pattern).isEmpty();
      Pattern whole = Pattern.compile(pattern);
      Pattern part = Pattern.compile(pattern.replace("$", "\\z"));
      for (String value : values) {
        assertThat(TextPattern.whole(pattern).matches(value))
            .as("%s whole %s", pattern, value)
            .isEqualTo(whole.matcher(value).matches());
        assertThat(TextPattern.part(pattern).matches(value))
            .as("%s in %s", pattern, value)
            .isEqualTo(part.matcher(value).find());
      }
    }
  }

  @Test
  void letsNoLineBreakThroughTheEnd() {
    for (String end :
        List.of("\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\u000B", "\f", "\0")) {
      assertThat(TextPattern.whole("^[A-Z]{2}$").matches("AB" + end)).isFalse();
      assertThat(TextPattern.whole("[A-Z]{2}").matches("AB" + end)).isFalse();
      assertThat(TextPattern.part("^[A-Z]{2}$").matches("AB" + end)).isFalse();
    }
    assertThat(TextPattern.whole("[A-Z]{2}").matches("ABC")).isFalse();
    assertThat(TextPattern.part("[A-Z]{2}").matches("ABC")).isTrue();
  }

  @Test
  void refusesWhatIsNotReadInOneLook() {
    Map<String, String> faults =
        Map.ofEntries(
            Map.entry("(?=a)b", "look-ahead"),
            Map.entry("a(?!b)", "look-ahead"),
            Map.entry("(?<=a)b", "look-behind"),
            Map.entry("(?<!a)b", "look-behind"),
            Map.entry("(a)\\1", "back-references"),
            Map.entry("(?<x>a)\\k<x>", "back-references"),
            Map.entry("a++b", "possessive"),
            Map.entry("(?>a+)b", "atomic"),
            Map.entry("(?x)a b", "flag x"),
            Map.entry("(?m)^a$", "flag m"),
            Map.entry("(?u)a", "flag u"),
            Map.entry("a\\b", "\\b"),
            Map.entry("a\\Z", "\\Z"),
            Map.entry("a\\R", "\\R"),
            Map.entry("\\Ga", "\\G"),
            Map.entry("\\cA", "\\c"),
            Map.entry("a{1001}", "more than 1000"),
            Map.entry("(a{100}){100}", "repeats too much"),
            Map.entry("(a|b)*a(a|b){40}", "too many ways"),
            Map.entry("(a", "Unclosed group"),
            Map.entry("[a", "Unclosed character class"),
            Map.entry("*a", "Dangling"),
            Map.entry("[]a]", "begins with ]"),
            Map.entry("(".repeat(500) + ")".repeat(500), "nested too deeply"));
    faults.forEach(
        (pattern, reason) ->
            assertThat(TextPattern.fault(pattern))
                .as(pattern)
                .hasValueSatisfying(f -> assertThat(f).contains(reason)));
  }

  @Test
  void takesFourMebibytesOfAnythingInASecond() {
    List<UTF8String> texts =
        Stream.of(".", "a", " ", "1", "a,", "@.a", "\\", "\"", "😀", "a\n")
            .map(t -> UTF8String.fromString(t.repeat((4 << 20) / t.getBytes(UTF_8).length)))
            .toList();
    List<String> patterns =
        List.of(
            "[^@\\s]+@[^@\\s]+\\.[^@\\s]+",
            "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}",
            "(a+)+b",
            "(a?){100}a{100}",
            "(.*,){20}x",
            "(a|b)*a(a|b){12}",
            "^(([a-z])+.)+[A-Z]([a-z])+$",
            "(\\p{L}+\\s?)+\\.",
            "\\s*([^=:#]+?)\\s*[=:]\\s*(.*?)\\s*");
    for (String pattern : patterns) {
      TextPattern whole = TextPattern.whole(pattern);
      TextPattern part = TextPattern.part(pattern);
      for (UTF8String text : texts) {
        long start = System.nanoTime();
        whole.test(text);
        part.test(text);
        assertThat((System.nanoTime() - start) / 1e9).as(pattern).isLessThan(1);
      }
    }
  }

  @Test
  void knowsWhatEveryEngineTakesInOneLook() {
    assertThat(List.of("-", "[^0-9]", "\\s+", "^0+", ", ?", "[A-Z]{2}\\d{3}", "\\|", ""))
        .allMatch(TextPattern::isPlain);
    assertThat(List.of("a+b", "(a|b)", "[0-9]+$", ".*x", "a?b", "(a+)+", "(?=a)", "a+b+"))
        .noneMatch(TextPattern::isPlain);
  }

  @Test
  void travelsToWorkers() throws Exception {
    TextPattern pattern = TextPattern.whole("(a|b)+[0-9]{2}");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(pattern);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      TextPattern there = (TextPattern) in.readObject();
      assertThat(there.matches("ab12")).isTrue();
      assertThat(there.matches("ab1")).isFalse();
    }
  }
}
