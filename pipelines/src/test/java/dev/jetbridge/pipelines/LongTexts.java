package dev.jetbridge.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Texts that are as long as a record may be and that matchers which go back take for ever. */
public final class LongTexts {
  public static final int LENGTH = 4 << 20;

  private static final long LIMIT = 1_000_000_000;

  /** Made when they are needed: together they are some hundred MiB. */
  private static final Map<String, Supplier<String>> ALL = all();

  private LongTexts() {}

  private static Map<String, Supplier<String>> all() {
    Map<String, Supplier<String>> all = new LinkedHashMap<>();
    for (String part :
        new String[] {
          " ",
          "\u0001",
          "a\n",
          ".",
          "\"",
          ",",
          "_",
          "\\",
          "{\"a\":",
          "7",
          "A ",
          "1.",
          "\u00A0",
          "\u0301\u0316"
        }) {
      all.put(name(part), () -> repeated(part));
    }
    all.put("all kinds", () -> repeated(mixed()));
    // What nearly is a value goes furthest before it fails.
    all.put("decimals", () -> "0." + "1".repeat(LENGTH - 3) + "x");
    all.put("an instant", () -> "2023-01-01T10:00:00." + "0".repeat(LENGTH - 30) + "+25:00");
    return all;
  }

  private static String repeated(String part) {
    return part.repeat(LENGTH / part.getBytes(UTF_8).length);
  }

  private static String mixed() {
    String letters = " \t\n\r.,;:'\"\\-+_()[]{}@eEaA01\u0000\u00e9\u0301";
    StringBuilder mixed = new StringBuilder();
    new Random(7).ints(1 << 14, 0, letters.length()).forEach(i -> mixed.append(letters.charAt(i)));
    return mixed.toString();
  }

  private static String name(String part) {
    return part.codePoints()
        .collect(
            StringBuilder::new,
            (name, c) -> name.append(c > ' ' && c < 127 ? Character.toString(c) : "U+" + c),
            StringBuilder::append)
        .toString();
  }

  /** Each of them within a second; what ran cold gets a second chance. */
  public static void eachInASecond(String matcher, Consumer<String> matching) {
    ALL.forEach(
        (name, made) -> {
          String text = made.get();
          inASecond(matcher + " on " + name, () -> matching.accept(text));
        });
  }

  /** The same of one. */
  public static void inASecond(String what, Runnable matching) {
    long took = nanos(matching);
    if (took > LIMIT) {
      took = nanos(matching);
    }
    assertThat(took / 1_000_000).as(what + ", milliseconds").isLessThanOrEqualTo(1_000);
  }

  /** Of the processor: a machine that is busy with others says nothing about the matcher. */
  private static long nanos(Runnable matching) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    matching.run();
    return threads.getCurrentThreadCpuTime() - start;
  }
}
