package dev.jetbridge.contracts;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The charsets in which files can be read. Lines, fields and quotes are found by their bytes, so a
 * byte of ASCII must mean itself wherever it stands: that holds in UTF-8, and where each character
 * is one byte.
 */
public final class Encodings {
  /** What files are made of: blanks, line ends and everything that can be seen. */
  private static final String ASCII = ascii();

  private Encodings() {}

  /** The charset of that name, be it an alias; empty for an unknown one. */
  public static Optional<Charset> named(String name) {
    try {
      return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
    } catch (IllegalCharsetNameException e) {
      return Optional.empty();
    }
  }

  /** Why files in a charset cannot be read; empty when they can. */
  public static Optional<String> unreadable(Charset charset) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      return Optional.empty();
    }
    if (!charset.canEncode()) {
      return Optional.of("the name covers several encodings; name one of them");
    }
    if (!new String(ASCII.getBytes(StandardCharsets.US_ASCII), charset).equals(ASCII)) {
      return Optional.of("it must write each ASCII character as that one byte");
    }
    if (charset.newEncoder().maxBytesPerChar() > 1) {
      return Optional.of(
          "a character can be several bytes in it, and some of these look like ASCII or depend"
              + " on those before");
    }
    return Optional.empty();
  }

  private static String ascii() {
    StringBuilder all = new StringBuilder("\t\n\r");
    for (char c = ' '; c <= '~'; c++) {
      all.append(c);
    }
    return all.toString();
  }
}
