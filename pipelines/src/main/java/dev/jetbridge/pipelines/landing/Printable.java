package dev.jetbridge.pipelines.landing;

import java.util.Locale;

/**
 * Text that strangers chose, such as names of files, made fit for a terminal, a message or a log.
 */
public final class Printable {
  private Printable() {}

  /** The text with an escape in place of each character that is not seen or that changes others. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (seen(c)) {
                printable.appendCodePoint(c);
              } else {
                printable.append(String.format(Locale.ROOT, "\\u%04X", c));
              }
            });
    return printable.toString();
  }

  private static boolean seen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
