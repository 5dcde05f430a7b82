package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.LongTexts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No value of a sender keeps the console busy, or fills it. */
class LongMessagesTest {
  @Test
  void showsNoTextLongerThanASecond() {
    String message = "jetbridge run jetbridge quarantine -".repeat(LongTexts.LENGTH / 36);
    LongTexts.inASecond("a message", () -> Pasteable.of(message, List.of()));
    LongTexts.eachInASecond("a line", OneLine::of);
    LongTexts.eachInASecond(
        "a table",
        text -> {
          StringWriter out = new StringWriter();
          List<List<String>> rows = List.of(List.of(text, "1"), List.of("a", "2"));
          TextTable.print(new PrintWriter(out), List.of("notes", "n"), rows);
          assertThat(out.toString()).contains(" …").hasSizeLessThan(60_000);
        });
  }
}
