package dev.jetbridge.pipelines.landing;

import java.util.HexFormat;
import java.util.Locale;

/**
 * Text that strangers chose, such as names of files, made fit for a terminal, a message or a log.
 */
public final class Printable {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

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
                printable.append("\\u").append(code(c));
              }
            });
    return printable.toString();
  }

  /** A character by its number in Unicode. */
  public static String code(int c) {
    return c <= Character.MAX_VALUE
        ? HEX.toHexDigits((char) c)
        : Integer.toHexString(c).toUpperCase(Locale.ROOT);
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
