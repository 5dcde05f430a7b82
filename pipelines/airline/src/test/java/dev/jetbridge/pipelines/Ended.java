package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a command ended and what it said, as somebody at the console sees it. */
public record Ended(int code, String out, String err) {
  /** Runs a command in this process. */
  public static Ended of(List<String> command) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(command.toArray(new String[0]));
      return new Ended(
          code, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The same, which must have done what it was asked for. */
  public Ended done() {
    assertThat(code).as(err).isZero();
    return this;
  }
}
