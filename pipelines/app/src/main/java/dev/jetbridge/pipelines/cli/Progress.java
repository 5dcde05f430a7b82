package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.publish.PublishProducts;
import dev.jetbridge.pipelines.run.RunListener;
import dev.jetbridge.pipelines.run.RunResult;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells how a run goes on, a line a step. */
public final class Progress implements RunListener, PublishProducts.Steps {
  private final PrintWriter out;

  Progress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public synchronized void step(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public synchronized void done(String text) {
    out.println("  " + text);
    out.flush();
  }

  /** What a channel brought. */
  void pulled(Pulled pulled) {
    done(
        pulled.files()
            + (pulled.files() == 1 ? " new file, " : " new files, ")
            + bytes(pulled.bytes()));
    pulled.notes().forEach(this::done);
  }

  @Override
  public synchronized void started(Contract contract, String reason) {
    out.printf("  %-34s %s%n", contract.id(), reason);
    out.flush();
  }

  @Override
  public synchronized void ended(RunResult result) {
    String text =
        switch (result.status()) {
          case PUBLISHED ->
              result.acceptedNothing()
                  ? result.word()
                  : String.format(Locale.ROOT, "published in %.1f s", result.seconds())
                      + (result.message().isEmpty() ? "" : "; warning: " + result.message());
          case UNCHANGED -> "unchanged: " + result.message();
          case REFUSED -> "refused";
          case FAILED -> "failed";
          case BLOCKED -> "blocked: " + result.message();
        };
    out.printf("  %-34s %s%n", result.contract().id(), text);
    out.flush();
  }

  public static String bytes(long bytes) {
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0);
    }
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
  }
}
