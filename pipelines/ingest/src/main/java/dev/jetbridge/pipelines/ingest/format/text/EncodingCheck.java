package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.pipelines.ingest.format.FileFault;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Judges whether bytes are text of a charset, byte by byte. A NUL is text nowhere: it comes from
 * UTF-16, from a disk that lost a block or from a program that broke off. Nearly every sequence of
 * bytes is something in a charset of single bytes, so two more things are no text of it: control
 * characters beyond ASCII, which no sender writes and which Windows has letters and quotes for; and
 * a file whose bytes beyond ASCII are UTF-8 throughout, which they hardly ever are by chance.
 */
final class EncodingCheck {
  private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** What Windows has in the place of control characters. */
  private static final Map<String, String> OF_WINDOWS =
      Map.of(
          "US-ASCII", "windows-1252",
          "ISO-8859-1", "windows-1252",
          "ISO-8859-15", "windows-1252",
          "ISO-8859-2", "windows-1250",
          "ISO-8859-5", "windows-1251",
          "ISO-8859-6", "windows-1256",
          "ISO-8859-7", "windows-1253",
          "ISO-8859-8", "windows-1255",
          "ISO-8859-9", "windows-1254",
          "ISO-8859-13", "windows-1257");

  private final Charset charset;
  private final boolean utf8;
  private final String characters;
  private final Utf8Check sequences = new Utf8Check();

  /** Whether all bytes beyond ASCII so far are UTF-8, though the contract says otherwise. */
  private boolean otherwiseUtf8 = true;

  private boolean likeUtf16;
  private long firstLine;
  private long strangeLine;
  private int strange;
  private final boolean[] met = new boolean[256];

  EncodingCheck(Charset charset) {
    this.charset = charset;
    this.utf8 = charset.equals(StandardCharsets.UTF_8);
    this.characters = utf8 ? "" : characters(charset);
  }

  /** Whether the bytes so far end with a whole character. */
  boolean complete() {
    return sequences.complete() || (!utf8 && !otherwiseUtf8);
  }

  /**
   * The length of the byte order mark with which a file begins.
   *
   * @throws FileFault when it is that of another encoding
   */
  int mark(byte[] bytes, int length) throws FileFault {
    if (begins(bytes, length, (byte) 0xFF, (byte) 0xFE, (byte) 0, (byte) 0)) {
      throw other("UTF-32");
    }
    if (begins(bytes, length, (byte) 0xFF, (byte) 0xFE)
        || begins(bytes, length, (byte) 0xFE, (byte) 0xFF)) {
      throw other("UTF-16");
    }
    likeUtf16 = likeUtf16(bytes, length);
    if (!begins(bytes, length, UTF8_MARK)) {
      return 0;
    }
    if (!utf8) {
      throw other("UTF-8");
    }
    return UTF8_MARK.length;
  }

  /** Takes a byte that is not plain ASCII, or that follows one within a character. */
  void accept(byte b, long line) throws FileFault {
    if (b == 0) {
      throw new FileFault(
          "encoding: a NUL byte, which no text has"
              + (likeUtf16 ? "; the file looks like UTF-16, let the sender write UTF-8" : ""),
          "line " + line);
    }
    if (!utf8) {
      acceptSingle(b, line);
      return;
    }
    strange = b < 0 ? b & 0xFF : strange;
    if (!sequences.accept(b)) {
      throw new FileFault(
          "encoding: not valid UTF-8: " + hex(strange) + "; " + ifSo("windows-1252"),
          "line " + line);
    }
  }

  private void acceptSingle(byte b, long line) {
    otherwiseUtf8 = otherwiseUtf8 && sequences.accept(b);
    if (b < 0) {
      int value = b & 0xFF;
      firstLine = firstLine == 0 ? line : firstLine;
      met[value] = true;
      if (strangeLine == 0 && isStrange(characters, value)) {
        strangeLine = line;
        strange = value;
      }
    }
  }

  /**
   * The end of the file.
   *
   * @throws FileFault when it is not text of the charset
   */
  void finish(long line) throws FileFault {
    if (utf8) {
      if (!sequences.complete()) {
        throw new FileFault("encoding: ends within a UTF-8 character", "line " + line);
      }
      return;
    }
    if (firstLine > 0 && otherwiseUtf8 && sequences.complete()) {
      throw new FileFault(
          "encoding: the contract says "
              + charset.name()
              + ", the bytes beyond ASCII are UTF-8 throughout; "
              + ifSo("UTF-8"),
          "line " + firstLine);
    }
    if (strangeLine > 0) {
      throw new FileFault("encoding: " + strangeness(), "line " + strangeLine);
    }
  }

  private String strangeness() {
    String reason =
        characters.charAt(strange) == '\uFFFD'
            ? "not valid " + charset.name() + ": " + hex(strange) + " is not a character of it"
            : hex(strange) + " is a control character in " + charset.name();
    String sibling = OF_WINDOWS.get(charset.name());
    if (sibling == null) {
      return reason;
    }
    String others = characters(Charset.forName(sibling));
    for (int value = 0x80; value < met.length; value++) {
      if (met[value] && isStrange(others, value)) {
        return reason;
      }
    }
    return reason
        + " and "
        + kind(others.charAt(strange))
        + " in "
        + sibling
        + "; "
        + ifSo(sibling);
  }

  /** What a character is; it may be part of a value, so it is not told itself. */
  private static String kind(char character) {
    return switch (Character.getType(character)) {
      case Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION ->
          "a quotation mark";
      case Character.DASH_PUNCTUATION -> "a dash";
      case Character.CURRENCY_SYMBOL -> "a currency sign";
      case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.OTHER_LETTER ->
          "a letter";
      default -> "a sign";
    };
  }

  private static String ifSo(String encoding) {
    return "if the sender writes "
        + encoding
        + ", the contract must say {property: encoding, value: "
        + encoding
        + "}";
  }

  private static String hex(int value) {
    return "byte " + String.format(Locale.ROOT, "0x%02X", value);
  }

  private static boolean isStrange(String characters, int value) {
    char character = characters.charAt(value);
    return character == '\uFFFD' || Character.isISOControl(character);
  }

  /** What each byte is in a charset of single bytes; U+FFFD when it is nothing. */
  private static String characters(Charset charset) {
    StringBuilder all = new StringBuilder();
    for (int value = 0; value < 256; value++) {
      String text = new String(new byte[] {(byte) value}, charset);
      all.append(text.length() == 1 ? text.charAt(0) : '\uFFFD');
    }
    return all.toString();
  }

  private FileFault other(String encoding) {
    return new FileFault(
        "encoding: the file begins with the mark of "
            + encoding
            + ", the contract says "
            + charset.name(),
        "line 1");
  }

  private static boolean begins(byte[] bytes, int length, byte... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= length || bytes[i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Text of ASCII in UTF-16 has a NUL in every other byte. */
  private static boolean likeUtf16(byte[] bytes, int length) {
    int looked = Math.min(length, 1 << 9) / 2 * 2;
    int even = 0;
    int odd = 0;
    for (int i = 0; i < looked; i += 2) {
      even += bytes[i] == 0 ? 1 : 0;
      odd += bytes[i + 1] == 0 ? 1 : 0;
    }
    return looked > 0 && 5 * Math.max(even, odd) >= looked && 10 * Math.min(even, odd) < looked;
  }
}
