package dev.jetbridge.pipelines.ingest.format.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.contracts.LongTexts;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongJsonTest {
  @Test
  void readsNoObjectLongerThanASecond() {
    JsonScan scan = new JsonScan();
    JsonNames names = new JsonNames(HeaderNames.NORMALISED, 1);
    LongTexts.eachInASecond(
        "a line of JSON",
        text -> {
          for (String line :
              List.of(text, "{\"a\":" + text, "{\"a\":\"" + text + "\"}", "{\"" + text + "\":1}")) {
            byte[] in = line.getBytes(UTF_8);
            scan.document(in, 0, in.length, true);
            boolean whole = scan.object(in, 0, in.length);
            names.begin();
            for (int i = 0; whole && i < scan.count(); i++) {
              names.twice(in, scan, i, names.number(in, scan, i));
              scan.text(in, i);
            }
          }
        });
    for (String part : List.of("\\u0041", "\\ud83d", "\\n", "é")) {
      byte[] in = ("{\"" + part.repeat(LongTexts.LENGTH / 8) + "\":1}").getBytes(UTF_8);
      LongTexts.inASecond(
          "a name of " + part,
          () -> {
            assertThat(scan.object(in, 0, in.length)).isTrue();
            assertThat(names.number(in, scan, 0)).isEqualTo(JsonNames.OTHER);
          });
    }
  }
}
