package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.antlr.v4.runtime.RuntimeMetaData;
import org.junit.jupiter.api.Test;

class CalmErrorStreamTest {
  @Test
  void passesEverythingOnButTheNotesOfAntlrAndOfStoppedThreads() throws InterruptedException {
    ByteArrayOutputStream loud = new ByteArrayOutputStream();
    ByteArrayOutputStream calm = new ByteArrayOutputStream();
    PrintStream before = System.err;
    try {
      System.setErr(new PrintStream(loud, true, StandardCharsets.UTF_8));
      RuntimeMetaData.checkVersion("4.7", "4.7");
      CalmErrorStream errors =
          new CalmErrorStream(new PrintStream(calm, true, StandardCharsets.UTF_8));
      System.setErr(errors);
      RuntimeMetaData.checkVersion("4.7", "4.7");
      System.err.printf("%d files%n", 2);
      System.err.print("not read");
      errors.end();
      new IllegalStateException("stopped").printStackTrace(System.err);
      Thread ours = new Thread(() -> System.err.print(", but heard"), "jetbridge-last-word");
      ours.start();
      ours.join();
    } finally {
      System.setErr(before);
    }

    assertThat(loud.toString(StandardCharsets.UTF_8)).contains("ANTLR Tool", "ANTLR Runtime");
    assertThat(calm.toString(StandardCharsets.UTF_8))
        .isEqualTo("2 files" + System.lineSeparator() + "not read, but heard");
  }
}
