package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasteableTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Next: jetbridge runs loyalty.members | Next: ./jetbridge runs --home 'my home' loyalty.members
          if they are right: jetbridge retry a.b --accept-anomalies | if they are right: ./jetbridge retry --home 'my home' a.b --accept-anomalies
          (jetbridge quarantine export a.b) | (./jetbridge quarantine export --home 'my home' a.b)
          jetbridge sql "select 1" | ./jetbridge sql --home 'my home' "select 1"
          jetbridge contracts lint x.yaml | ./jetbridge contracts lint x.yaml
          Cannot run this statement: jetbridge sql reads only | Cannot run this statement: jetbridge sql reads only
          look into ./jetbridge-home/logs of jetbridge itself | look into ./jetbridge-home/logs of jetbridge itself
          jetbridge running late | jetbridge running late
          already ./jetbridge run | already ./jetbridge run
          """)
  void saysCommandsAsTheyAreTyped(String message, String told) {
    assertThat(Pasteable.of(message, List.of("--home", "my home"))).isEqualTo(told);
  }

  @Test
  void quotesWhatAShellWouldTakeApart() {
    assertThat(Pasteable.quoted("a/b_c-1.csv")).isEqualTo("a/b_c-1.csv");
    assertThat(Pasteable.quoted("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
    assertThat(Pasteable.of("jetbridge run", List.of("--home", "c:\\$1"))).endsWith("'c:\\$1'");
  }

  @Test
  void saysHowItWasCalled() {
    System.setProperty("jetbridge.command", "../bin/jetbridge");
    try {
      assertThat(Pasteable.of("Next: jetbridge run", List.of()))
          .isEqualTo("Next: ../bin/jetbridge run");
    } finally {
      System.clearProperty("jetbridge.command");
    }
  }
}
