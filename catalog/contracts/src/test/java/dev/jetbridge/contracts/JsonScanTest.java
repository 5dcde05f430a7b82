package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {
  private final JsonScan scan = new JsonScan();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } \r",
        "  {\"a\":1, \"b\" : [1,{\"a\":2}], \"c\":{\"a\":{}}}\r",
        "{\"a\":\"} { ] , \\\" \\\\\",\"b\":\"{}\"}",
        "{\"a\":[],\"b\":[[],{}],\"c\":-0.0e+10,\"d\":true,\"e\":false,\"f\":null}"
      })
  void takesOneObject(String line) {
    assertThat(isObject(line)).isTrue();
    assertThat(scan.half()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "[{\"a\":1}]",
        "{}{}",
        "{},{}",
        "{\"a\":1},{\"a\":2}",
        "{} x",
        "{}]",
        "x",
        "17",
        "null",
        "\"text\"",
        "{\"a\":1",
        "{\"a\":\"1}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":{\"b\"}}",
        "{\"a\":{\"b\":1,}}",
        "{\"a\":[1}}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.1}",
        "{\"a\":+1}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\":tru}",
        "{\"a\":True}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u00g0\"}",
        "{\"a\":1 /* no */}",
        "\uFEFF{}"
      })
  void refusesEverythingElse(String line) {
    assertThat(isObject(line)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{;\"a\":1;}|OBJECT",
        "{\"a\":[;1,;2]};{\"a\":[];}|OBJECT",
        "{\"a\":1,;\"b\":tr|OBJECT",
        "{\"a\":;;|NONE",
        "[;]|ARRAY",
        "[]|ARRAY",
        "[{\"a\":1},{\"a\":2}]|ARRAY",
        "[{\"a\":1},;{\"a\":\"|ARRAY",
        "[1,2];{\"a\":1}|NONE",
        "[{\"a\":1};{\"a\":2}|NONE",
        "{\"a\":1};{\"a\":2}|NONE",
        "{\"a\":1},;{\"a\":2},|NONE",
        "{\"a\":\"br;oken\"};{}|NONE",
        "{\"a\":1,;{\"a\":2}|NONE",
        "{'a':;1}|NONE",
        "17;18|NONE",
        "~~|NONE"
      })
  void tellsOneDocumentFromLines(String text, JsonScan.Document document) {
    byte[] bytes = text.replace(';', '\n').getBytes(StandardCharsets.UTF_8);
    assertThat(scan.document(bytes, 0, bytes.length, true)).isEqualTo(document);
  }

  @Test
  void goesAsDeepAsTheLimit() {
    for (String[] pair : new String[][] {{"[", "]"}, {"{\"a\":", "}"}}) {
      String inner = pair[0].equals("[") ? "" : "1";
      assertThat(isObject("{\"a\":" + pair[0].repeat(999) + inner + pair[1].repeat(999) + "}"))
          .isTrue();
      assertThat(scan.tooDeep()).isFalse();
      assertThat(isObject("{\"a\":" + pair[0].repeat(1000) + inner + pair[1].repeat(1000) + "}"))
          .isFalse();
      assertThat(scan.tooDeep()).isTrue();
      assertThat(isObject("{\"a\":" + pair[0].repeat(999))).isFalse();
      assertThat(scan.tooDeep()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud83d",
        "\\ude00",
        "\\ude00\\ud83d",
        "\\ud83d \\ude00",
        "\\ud83d\\n",
        "\\ud83d\\u0061",
        "\\uDBFF\\uDBFF\\uDFFF"
      })
  void tellsHalfOfACharacter(String text) {
    assertThat(isObject("{\"a\":[\"" + text + "\"]}")).isTrue();
    assertThat(scan.half()).isTrue();
    assertThat(isObject("{\"a\":\"\\\\ud83d\",\"b\":\"\\ud83d\\uDE00\"}")).isTrue();
    assertThat(scan.half()).isFalse();
  }

  @Test
  void keepsNumbersAndDocumentsByteForByte() {
    String line =
        "{\"n\":1.10, \"big\":12345678901234567890.12345678901234567890 ,\"e\":1E400,"
            + "\"doc\": { \"b\" : -999.99999999999999995,\"z\":[1.0,  2.50] } ,\"t\":\"1.10\"}";

    assertThat(values(line))
        .containsExactly(
            "n=1.10",
            "big=12345678901234567890.12345678901234567890",
            "e=1E400",
            "doc={ \"b\" : -999.99999999999999995,\"z\":[1.0,  2.50] }",
            "t=1.10");
  }

  /** Jackson reads every line in the same way, but for numbers, which it is not asked for. */
  @Test
  void agreesWithJacksonOnNoise() throws IOException {
    List<String> seeds =
        List.of(
            "{\"id\":1,\"name\":\"Ann \\\"x\\\" \\u00e9\\n"
                + "\",\"n\":-1.50e+3,\"d\":{\"a\":[1,true,null]}}",
            "{ \"a\" : [ ] , \"b\":{\"c\":{}} ,\"\\u0061b\":\"\\\\ \\/ \\b\\f\\r\\t\" }",
            "{\"z\":0.0,\"y\":[{\"x\":[\"]\",\"}\"]},false],\"w\":\"\u00e9\u20ac\"}");
    String letters = "{}[]\",:\\u0019-+.eEtrnfals x'/";
    Random random = new Random(7);
    int good = 0;
    for (int i = 0; i < 40_000; i++) {
      StringBuilder line = new StringBuilder(seeds.get(i % seeds.size()));
      for (int change = random.nextInt(4); change > 0; change--) {
        int at = random.nextInt(line.length());
        char letter = letters.charAt(random.nextInt(letters.length()));
        switch (random.nextInt(3)) {
          case 0 -> line.setCharAt(at, letter);
          case 1 -> line.insert(at, letter);
          default -> line.deleteCharAt(at);
        }
      }
      List<String> expected = byJackson(line.toString());
      List<String> actual = values(line.toString());
      good += expected == null ? 0 : 1;
      if (!scan.half()) {
        assertThat(actual).as("%s", line).isEqualTo(expected);
      }
    }
    assertThat(good).isBetween(5_000, 35_000);
  }

  private boolean isObject(String line) {
    byte[] bytes = ("xx" + line + "yy").getBytes(StandardCharsets.UTF_8);
    return scan.object(bytes, 2, bytes.length - 2);
  }

  /** The fields; null when the line is not an object. */
  private List<String> values(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (!scan.object(bytes, 0, bytes.length)) {
      return null;
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < scan.count(); i++) {
      values.add(scan.name(bytes, i) + "=" + (scan.isNull(i) ? null : scan.text(bytes, i)));
    }
    return values;
  }

  private static List<String> byJackson(String line) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1000).build())
            .build();
    List<String> values = new ArrayList<>();
    try (JsonParser parser = factory.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.getCurrentName();
        JsonToken token = parser.nextToken();
        int from = (int) parser.currentTokenLocation().getCharOffset();
        String value = parser.getText();
        if (token.isStructStart()) {
          parser.skipChildren();
          value = line.substring(from, (int) parser.currentLocation().getCharOffset());
        }
        values.add(name + "=" + (token == JsonToken.VALUE_NULL ? null : value));
      }
      return parser.nextToken() == null ? values : null;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return null;
    }
  }
}
