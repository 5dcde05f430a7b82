package dev.jetbridge.pipelines.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.LongTexts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedFailuresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Lost task 0.0 in stage 5.0 (TID 3): org.apache.spark.SparkRuntimeException: [X] 'P12' is bad | Lost task 0.0 in stage 5.0 (TID 3): org.apache.spark.SparkRuntimeException
          failed: NumberFormatException: For input string: "P12" | failed: NumberFormatException
          Error while reading 3 files | Error while reading 3 files
          Task 0 in stage 0.0 failed 1 times; aborting job | Task 0 in stage 0.0 failed 1 times; aborting job
          """)
  void cutsWhatAnExceptionSays(String message, String told) {
    assertThat(ValuelessEvents.told(message)).isEqualTo(told);
  }

  @Test
  void tellsTheFirstLineOnly() {
    assertThat(ValuelessEvents.told("Header does not fit\n Header: P1234567"))
        .isEqualTo("Header does not fit");
    assertThat(ValuelessEvents.told(null)).isEmpty();
  }

  @Test
  void takesNoMessageLongerThanASecond() {
    LongTexts.eachInASecond(
        "a message", text -> assertThat(ValuelessEvents.told(text)).hasSizeLessThan(2_100));
  }

  @Test
  void keepsClassesStacksAndOurOwnWords() {
    Throwable cause = new NumberFormatException("For input string: \"P1234567\"");
    Throwable thrown =
        new JetbridgeException(
            FailureKind.INTERNAL,
            "Cannot ingest: it is odd",
            new IllegalStateException("P1234567 is odd", cause));

    StringWriter printed = new StringWriter();
    event("org.apache.spark.Executor", "Exception in task", thrown)
        .getThrown()
        .printStackTrace(new PrintWriter(printed, true));

    assertThat(printed.toString())
        .startsWith("dev.jetbridge.contracts.JetbridgeException: Cannot ingest: it is odd\n\tat ")
        .contains("Caused by: java.lang.IllegalStateException\n")
        .contains("Caused by: java.lang.NumberFormatException\n")
        .doesNotContain("P1234567");
  }

  @Test
  void keepsOurOwnMessagesWhole() {
    LogEvent event = event("dev.jetbridge.pipelines.Main", "Cannot: X\nException", null);

    assertThat(event.getMessage().getFormattedMessage()).isEqualTo("Cannot: X\nException");
  }

  @Test
  void isWhatTheLoggersUse() {
    LoggerConfig config = new LoggerConfig("test", Level.INFO, false);

    assertThat(config.getLogEventFactory()).isInstanceOf(ValuelessEvents.class);
  }

  private static LogEvent event(String logger, String message, Throwable thrown) {
    return new ValuelessEvents()
        .createEvent(logger, null, "", Level.ERROR, new SimpleMessage(message), List.of(), thrown);
  }
}
