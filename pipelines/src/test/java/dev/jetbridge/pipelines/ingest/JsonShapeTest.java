package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonShapeTest {
  private final JsonShape shape = new JsonShape();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "  {\"a\":1, \"b\" : [1,{\"a\":2}], \"c\":{\"a\":{}}}\r",
        "{\"a\":\"} { ] , \\\" \\\\\",\"b\":\"{}\"}",
        "{\"a\":\"\\ud83d\\uDE00 \\u00e9\",\"A\":\"\\\\ud83d\"}",
        "{\"a\":\"a\",\"b\":\"a\"}"
      })
  void callsOneObjectPlain(String line) {
    assertThat(odd(line)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"a\":1}]",
        "{}{}",
        "{},{}",
        "{} x",
        "{}]",
        "x",
        "17",
        "null",
        "\"text\"",
        "{\"a\":1",
        "{\"a\":\"1}",
        "{'a':1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":\"\\ude00\"}",
        "{\"a\":\"\\ud83d \\ude00\"}",
        "{\"a\":\"\\ud83d\\n\"}",
        "{\"a\":\"\\ud83d\\u0061\"}",
        "{\"a\":\"\\ud8\"}"
      })
  void callsEverythingElseOdd(String line) {
    assertThat(odd(line)).isTrue();
  }

  private boolean odd(String line) {
    // A line after another one starts from nothing.
    shape.begin();
    for (byte b : "{\"left\":[\"\\ud83d".getBytes(StandardCharsets.UTF_8)) {
      shape.accept(b);
    }
    shape.begin();
    for (byte b : line.getBytes(StandardCharsets.UTF_8)) {
      shape.accept(b);
    }
    return shape.odd();
  }
}
