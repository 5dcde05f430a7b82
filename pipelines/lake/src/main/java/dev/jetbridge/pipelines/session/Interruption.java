package dev.jetbridge.pipelines.session;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the program says when somebody stops it: Ctrl-C, SIGTERM, a machine that goes down. Java
 * then runs its shutdown hooks while everything else goes on, and Spark's hook takes the session
 * away from under the run. What fails from then on is no news: it stands still until the program is
 * gone.
 */
public final class Interruption {
  /** How the names of threads begin that speak while the program ends. */
  public static final String THREADS = "jetbridge-";

  private static final List<String> PUBLISHED = new ArrayList<>();
  private static boolean ended;

  private Interruption() {}

  /**
   * From now on an end before {@link #ended} is told.
   *
   * @param arguments of the command that was given
   */
  public static void listen(PrintStream errors, String... arguments) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!hasEnded()) {
                    errors.print(words(published(), arguments));
                    errors.flush();
                  }
                },
                THREADS + "interruption"));
  }

  /** The command has ended by itself. */
  public static synchronized void ended() {
    ended = true;
  }

  private static synchronized boolean hasEnded() {
    return ended;
  }

  /** A product is published, whatever comes. */
  public static synchronized void published(String product) {
    PUBLISHED.add(product);
  }

  private static synchronized List<String> published() {
    return List.copyOf(PUBLISHED);
  }

  /** Returns unless the program is being stopped; then it never does. */
  public static void standStill() {
    try {
      Thread unstarted = new Thread(() -> {});
      Runtime.getRuntime().addShutdownHook(unstarted);
      Runtime.getRuntime().removeShutdownHook(unstarted);
    } catch (IllegalStateException e) {
      // Java takes no hook any more: it is on its way out.
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static String words(List<String> published, String... arguments) {
    String command =
        Stream.of(arguments).map(Interruption::quoted).collect(Collectors.joining(" "));
    return String.format(
        "%nStopped before its end. %s Nothing is half published: what was under way is made again"
            + " from its beginning.%nTo go on: %s %s%n",
        published.isEmpty()
            ? "No product was published by this command yet."
            : "Published by this command: " + String.join(", ", published) + ".",
        System.getProperty("jetbridge.command", "./jetbridge"),
        command);
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./:=,@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
